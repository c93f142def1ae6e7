/** What proves at the token address that whoever brings the code is whoever began the sign-in (RFC 7636). */
import { createHash, randomBytes } from 'node:crypto'

export interface Proof {
  readonly verifier: string
  /** `S256` of the verifier. */
  readonly challenge: string
}

/** 256 random bits, 43 characters (section 4.1). */
export function newProof(): Proof {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier, 'ascii').digest('base64url') }
}
