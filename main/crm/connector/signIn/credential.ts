/** What a request carries to be let in, and how a new one is had when the CRM has had enough of the old. */
import { answered, type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import type { CrmSecrets } from '#main/crm/connector/crmConfig'

/** Added to each request to the CRM's own origin, and to no other. */
export interface Credential {
  readonly headers: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
}

export interface CredentialSource {
  /** What to send now; signs in where that is needed. */
  current(signal: AbortSignal): Promise<CrmAnswer<Credential>>
  /** The CRM answered 401 to this one. False where there is no other to be had, so that asking again is in vain. */
  expire(credential: Credential): boolean
}

export const noCredential: Credential = { headers: {}, query: {} }

/** Pure: one that is always the same. */
export function toFixedSource(credential: Credential): CredentialSource {
  return { current: async () => answered(credential), expire: () => false }
}

/** `Basic` (RFC 7617): UTF-8. */
export function toBasic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`
}

/** One secret by its name; `misconfigured` when nobody has given it. */
export function needSecret(secrets: CrmSecrets, name: string): CrmAnswer<string> {
  const value = secrets[name]
  if (value !== undefined && value !== '') return answered(value)
  return hasProblem('misconfigured', `The secret ${name} is not set; npm run crm -- sign-in sets it`)
}
