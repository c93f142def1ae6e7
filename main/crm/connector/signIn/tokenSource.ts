/** Access tokens of OAuth 2: had once, used until they expire or are refused, asked for by one request at a time. */
import { z } from 'zod'
import type { Clock } from '#contract/time'
import { answered, type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import type { CrmSecrets } from '#main/crm/connector/crmConfig'
import type { CrmHttp } from '#main/crm/connector/http/crmHttp'
import { type Credential, type CredentialSource, toBasic } from '#main/crm/connector/signIn/credential'

export interface TokenClient {
  readonly tokenUrl: string
  readonly clientId: string
  /** null for a public client (RFC 8252 section 8.4). */
  readonly clientSecret: string | null
  readonly clientProof: 'basic' | 'body'
}

/** RFC 6749 section 5.1; some CRMs send `expires_in` as a text. */
const TokenAnswer = z.object({
  access_token: z.string().min(1).max(16_384),
  expires_in: z.coerce.number().positive().optional().catch(undefined),
  refresh_token: z.string().min(1).max(16_384).optional(),
})
export type TokenAnswer = z.infer<typeof TokenAnswer>

/** A token this near its end may end on the way. */
const earlyMs = 30_000

/** Asks the token address (RFC 6749 sections 4.1.3, 4.4.2, 6). What it answers is never part of a detail. */
export async function askForToken(
  http: CrmHttp,
  client: TokenClient,
  grant: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<CrmAnswer<TokenAnswer>> {
  const { tokenUrl, clientId, clientSecret, clientProof } = client
  const byHeader = clientSecret !== null && clientProof === 'basic'
  const form = new URLSearchParams(grant)
  if (!byHeader) form.set('client_id', clientId)
  if (!byHeader && clientSecret !== null) form.set('client_secret', clientSecret)
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    // Section 2.3.1: both are form-encoded before they are put together.
    ...(byHeader && {
      authorization: toBasic(encodeURIComponent(clientId), encodeURIComponent(clientSecret)),
    }),
  }
  const request = { method: 'POST', headers, body: form.toString(), what: 'sign-in' } as const
  const reply = await http.send({ ...request, url: new URL(tokenUrl) }, signal)
  // 400 is `invalid_grant` and its like (section 5.2): a person has to sign in again.
  if (!reply.ok && reply.problem.kind === 'rejected') return hasProblem('refused', reply.problem.detail)
  if (!reply.ok) return reply
  const parsed = TokenAnswer.safeParse(reply.value.body)
  return parsed.success ? answered(parsed.data) : hasProblem('nonsense', 'sign-in: no access token came back')
}

/**
 * `secrets.refreshToken`, where there is one, is used; otherwise the client signs in for itself. A refresh token that
 * the CRM replaces is told to `keep`.
 */
export function createTokenSource(options: {
  readonly http: CrmHttp
  readonly client: TokenClient
  readonly scope: string | null
  readonly parameters: Readonly<Record<string, string>>
  readonly refreshToken: string | null
  readonly clock: Clock
  readonly keep: (changed: CrmSecrets) => void
}): CredentialSource {
  const { http, client, scope, parameters, clock, keep } = options
  let { refreshToken } = options
  let held: { readonly credential: Credential; readonly untilMs: number } | null = null
  let asking: Promise<CrmAnswer<Credential>> | null = null

  const ask = async (signal: AbortSignal): Promise<CrmAnswer<Credential>> => {
    const grant: Readonly<Record<string, string>> =
      refreshToken === null
        ? { grant_type: 'client_credentials', ...(scope !== null && { scope }), ...parameters }
        : { grant_type: 'refresh_token', refresh_token: refreshToken }
    const answer = await askForToken(http, client, grant, signal)
    if (!answer.ok) return answer
    const { access_token, expires_in, refresh_token } = answer.value
    if (refreshToken !== null && refresh_token !== undefined && refresh_token !== refreshToken) {
      refreshToken = refresh_token
      keep({ refreshToken })
    }
    const credential: Credential = { headers: { authorization: `Bearer ${access_token}` }, query: {} }
    const lifeMs = expires_in === undefined ? Number.POSITIVE_INFINITY : expires_in * 1000 - earlyMs
    held = { credential, untilMs: clock.nowMs() + lifeMs }
    return answered(credential)
  }

  return {
    async current(signal) {
      if (held !== null && clock.nowMs() < held.untilMs) return answered(held.credential)
      // Whoever gives up must not take the sign-in away from those who wait for the same one.
      asking ??= ask(new AbortController().signal).finally(() => {
        asking = null
      })
      return untilAborted(asking, signal)
    },
    expire(credential) {
      // Another request may have had a new one meanwhile.
      if (held?.credential === credential) held = null
      return true
    },
  }
}

function untilAborted<T>(answer: Promise<CrmAnswer<T>>, signal: AbortSignal): Promise<CrmAnswer<T>> {
  const late = (): CrmAnswer<T> => hasProblem('timed-out', 'sign-in: given up before it was done')
  if (signal.aborted) return Promise.resolve(late())
  return new Promise((resolve, reject) => {
    const giveUp = (): void => resolve(late())
    signal.addEventListener('abort', giveUp, { once: true })
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp))
  })
}
