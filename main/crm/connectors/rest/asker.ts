/** Asks the CRM with a credential; when it is refused in the middle, signs in once again and goes on. */
import type { CrmAnswer } from '#main/crm/connector/crmAnswer'
import type { CrmHttp, CrmReply, CrmRequest } from '#main/crm/connector/http/crmHttp'
import type { Credential, CredentialSource } from '#main/crm/connector/signIn/credential'

export interface Asker {
  ask(request: CrmRequest, signal: AbortSignal, accepts?: readonly number[]): Promise<CrmAnswer<CrmReply>>
}

/** `headers` go with every request. */
export function createAsker(
  http: CrmHttp,
  source: CredentialSource,
  headers: Readonly<Record<string, string>>,
): Asker {
  const common = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
  return {
    async ask(request, signal, accepts) {
      const send = (credential: Credential) => http.send(dress(request, credential, common), signal, accepts)
      const first = await source.current(signal)
      if (!first.ok) return first
      const reply = await send(first.value)
      // 403 is about rights and not about who we are; a new token would change nothing.
      const isStale = !reply.ok && reply.problem.kind === 'refused' && reply.problem.detail.endsWith(' 401')
      if (!isStale || !source.expire(first.value)) return reply
      const second = await source.current(signal)
      return second.ok ? send(second.value) : second
    },
  }
}

function dress(
  request: CrmRequest,
  credential: Credential,
  common: Readonly<Record<string, string>>,
): CrmRequest {
  const url = new URL(request.url)
  for (const [name, value] of Object.entries(credential.query)) url.searchParams.set(name, value)
  return { ...request, url, headers: { ...common, ...request.headers, ...credential.headers } }
}
