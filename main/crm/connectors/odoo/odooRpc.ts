/** Calls methods of Odoo's models over JSON-RPC, signed in once. */
import { z } from 'zod'
import { answered, type CrmAnswer, type CrmProblemKind, hasProblem } from '#main/crm/connector/crmAnswer'
import type { CrmHttp, CrmReply } from '#main/crm/connector/http/crmHttp'

/** https://www.odoo.com/documentation/17.0/developer/howtos/web_services.html */
const RpcReply = z.object({
  result: z.unknown().optional(),
  error: z.object({ data: z.object({ name: z.string() }).partial().optional() }).optional(),
})

export interface OdooRpc {
  /** `execute_kw`: `model.method(*positional, **named)`. The reply's headers tell Odoo's clock. */
  call(
    what: string,
    model: string,
    method: string,
    positional: readonly unknown[],
    named: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<CrmAnswer<{ readonly result: unknown; readonly headers: CrmReply['headers'] }>>
}

/** What Odoo's own exceptions mean; others are a fault of its modules. */
const kinds: Readonly<Record<string, CrmProblemKind>> = {
  'odoo.exceptions.AccessDenied': 'refused',
  'odoo.exceptions.AccessError': 'refused',
  'odoo.http.SessionExpiredException': 'refused',
  'odoo.exceptions.UserError': 'rejected',
  'odoo.exceptions.ValidationError': 'rejected',
  'odoo.exceptions.MissingError': 'rejected',
  'odoo.exceptions.RedirectWarning': 'rejected',
  'psycopg2.errors.SerializationFailure': 'busy',
  'psycopg2.OperationalError': 'busy',
  'odoo.sql_db.PoolError': 'busy',
}

export function createOdooRpc(options: {
  readonly http: CrmHttp
  readonly url: string
  readonly database: string
  readonly user: string
  /** An API key of the user (Odoo 14 and later), or their password. */
  readonly apiKey: string
}): OdooRpc {
  const { http, database, user, apiKey } = options
  const url = new URL('/jsonrpc', options.url)
  let uid: number | null = null

  const post = async (
    what: string,
    service: string,
    method: string,
    args: readonly unknown[],
    signal: AbortSignal,
  ) => {
    const body = JSON.stringify({ jsonrpc: '2.0', method: 'call', id: 1, params: { service, method, args } })
    const headers = { 'content-type': 'application/json' }
    const reply = await http.send({ method: 'POST', url, headers, body, what }, signal)
    if (!reply.ok) return reply
    const parsed = RpcReply.safeParse(reply.value.body)
    if (!parsed.success) return hasProblem('nonsense', `${what}: ${url.host} does not speak Odoo’s JSON-RPC`)
    const { error, result } = parsed.data
    if (error === undefined) return answered({ result, headers: reply.value.headers })
    // The message and its traceback quote what was sent; the name alone says enough.
    const name = /^[\w.]{1,80}$/.exec(error.data?.name ?? '')?.[0] ?? 'an error'
    return hasProblem(kinds[name] ?? 'nonsense', `${what}: Odoo answered ${name}`)
  }

  const signIn = async (signal: AbortSignal): Promise<CrmAnswer<number>> => {
    if (uid !== null) return answered(uid)
    const reply = await post('sign-in', 'common', 'authenticate', [database, user, apiKey, {}], signal)
    if (!reply.ok) return reply
    const { result } = reply.value
    if (typeof result !== 'number')
      return hasProblem('refused', 'sign-in: Odoo does not know this user or key')
    uid = result
    return answered(result)
  }

  return {
    async call(what, model, method, positional, named, signal) {
      const id = await signIn(signal)
      if (!id.ok) return id
      const args = [database, id.value, apiKey, model, method, positional, named]
      const reply = await post(what, 'object', 'execute_kw', args, signal)
      if (!reply.ok && reply.problem.kind === 'refused') uid = null
      return reply
    },
  }
}
