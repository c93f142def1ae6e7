/** Makes and checks password hashes with scrypt (RFC 7914); the parameters are kept with each hash. */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** About a quarter of a second and 32 MiB on a small server. */
const parameters = { N: 2 ** 15, r: 8, p: 3 } as const
const keyBytes = 32
const saltBytes = 16

/** `scrypt$N$r$p$salt$key`, salt and key in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  return toText(salt, await derive(password, salt, parameters))
}

/** Matches no password, and takes as long to find that out as a real hash does. */
export function createDecoyHash(): string {
  return toText(randomBytes(saltBytes), randomBytes(keyBytes))
}

function toText(salt: Buffer, key: Buffer): string {
  const { N, r, p } = parameters
  return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** Whether the password is the one hashed; a hash that cannot be read matches nothing. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [scheme, cost, blockSize, parallel, salt, key] = hash.split('$')
  const [N, r, p] = [Number(cost), Number(blockSize), Number(parallel)]
  if (scheme !== 'scrypt' || salt === undefined || key === undefined || !(N > 1 && r > 0 && p > 0)) {
    return false
  }
  const expected = Buffer.from(key, 'base64url')
  const actual = await derive(password, Buffer.from(salt, 'base64url'), { N, r, p })
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

function derive(
  password: string,
  salt: Buffer,
  { N, r, p }: { readonly N: number; readonly r: number; readonly p: number },
): Promise<Buffer> {
  // NFKC: the same password typed on another keyboard is the same bytes.
  const options: ScryptOptions = { N, r, p, maxmem: 2 * 128 * N * r }
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })
}
