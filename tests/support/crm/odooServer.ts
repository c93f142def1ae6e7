/** As much of Odoo as its public documentation says of JSON-RPC: sign-in, contacts, notes and planned activities. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/*
 * Shapes after https://www.odoo.com/documentation/17.0/developer/howtos/web_services.html (JSON-RPC envelope, `call`,
 * services `common` and `object`) and …/17.0/developer/reference/external_api.html (`authenticate` answers false for a
 * wrong key, `execute_kw`, `search_read`, `fields_get`, false for an empty field, [id, name] for a many2one).
 */

export interface OdooPartner {
  readonly id: number
  readonly name: string
  readonly phone?: string | false
  readonly mobile?: string | false
  readonly parent_id?: readonly [number, string] | false
  readonly active?: boolean
  readonly write_date: string
}

export interface OdooServer {
  readonly url: string
  readonly partners: Map<number, OdooPartner>
  readonly notes: readonly Record<string, unknown>[]
  readonly planned: readonly Record<string, unknown>[]
  /** The next call of this method takes effect and its answer is lost. */
  lose(method: string): void
  /** The next call of this method fails with this exception. */
  fail(method: string, exception: string): void
  close(): Promise<void>
}

type Term = readonly [string, string, unknown]
type Row = Readonly<Record<string, unknown>>

/** `fields` are those this Odoo has: version 19 has no `mobile`. */
export async function createOdooServer(fields: readonly string[]): Promise<OdooServer> {
  const partners = new Map<number, OdooPartner>()
  const notes: Row[] = []
  const planned: Row[] = []
  const troubles = new Map<string, 'lose' | string>()

  const holds = (row: Row, [field, operator, value]: Term): boolean => {
    const own = row[field]
    switch (operator) {
      case '>':
        return Number(own) > Number(value)
      case '>=':
        return String(own) >= String(value)
      case '=':
        return own === value
      case 'ilike':
        return String(own).toLowerCase().includes(String(value).toLowerCase())
      case '=ilike':
        return new RegExp(`^${String(value).replaceAll('%', '.*')}$`, 'i').test(String(own))
      default:
        throw new Error(`operator ${operator}`)
    }
  }
  /** Prefix notation, as Odoo has it: `|` takes the two that follow; what stands free is joined by and. */
  const matches = (row: Row, domain: readonly (Term | '|')[]): boolean => {
    const left = [...domain]
    const next = (): boolean => {
      const term = left.shift()
      if (term === undefined) throw new Error('the domain ends too soon')
      if (term !== '|') return holds(row, term)
      const [one, other] = [next(), next()]
      return one || other
    }
    let all = true
    while (left.length > 0) all = next() && all
    return all
  }

  const execute = (model: string, method: string, positional: readonly unknown[], named: Row): unknown => {
    if (method === 'fields_get')
      return Object.fromEntries(
        (named.allfields as string[])
          .filter((name) => fields.includes(name))
          .map((name) => [name, { type: 'char' }]),
      )
    if (method === 'search_read') {
      const asked = named.fields as string[]
      if (asked.some((name) => !fields.includes(name))) throw new Error('ValueError: Invalid field')
      const showsAll = (named.context as Row).active_test === false
      return [...partners.values()]
        .map((partner) => ({ active: true, ...partner }))
        .filter((partner) => showsAll || partner.active)
        .filter((partner) => matches(partner, named.domain as Term[]))
        .toSorted((a, b) => a.id - b.id)
        .slice(0, Number(named.limit))
        .map((partner) => ({
          id: partner.id,
          ...Object.fromEntries(asked.map((name) => [name, (partner as Row)[name] ?? false])),
        }))
    }
    if (method === 'search_count') {
      const rows = model === 'mail.message' ? notes : planned
      return rows.filter((row) => matches(row, positional[0] as Term[])).length
    }
    const [[resId]] = positional as [[number]]
    if (method === 'message_post') {
      notes.push({ model, res_id: resId, ...named })
      return notes.length
    }
    if (method === 'activity_schedule') {
      planned.push({ res_model: model, res_id: resId, ...named })
      return planned.length
    }
    throw new Error(`no method ${method}`)
  }

  const answer = (service: string, method: string, args: readonly unknown[]): unknown => {
    if (service === 'common') return args[1] === 'desk@example.com' && args[2] === 'odoo-key' ? 2 : false
    const [, uid, key, model, called, positional, named] = args
    if (method !== 'execute_kw' || uid !== 2 || key !== 'odoo-key')
      throw new Error('odoo.exceptions.AccessDenied')
    const trouble = troubles.get(String(called))
    if (trouble !== undefined && trouble !== 'lose') {
      troubles.delete(String(called))
      throw new Error(trouble)
    }
    return execute(String(model), String(called), positional as unknown[], named as Row)
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { id, params } = JSON.parse(Buffer.concat(chunks).toString())
    const reply: Record<string, unknown> = { jsonrpc: '2.0', id }
    try {
      reply.result = answer(params.service, params.method, params.args)
    } catch (error) {
      const name = (error as Error).message
      reply.error = {
        code: 200,
        message: 'Odoo Server Error',
        data: { name, message: 'secret words', debug: '…' },
      }
    }
    const called = String(params.args[4])
    if (troubles.get(called) === 'lose') {
      troubles.delete(called)
      response.destroy()
      return
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    partners,
    notes,
    planned,
    lose: (method) => void troubles.set(method, 'lose'),
    fail: (method, exception) => void troubles.set(method, exception),
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
