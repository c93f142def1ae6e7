/** Odoo: its contacts in, calls back as notes on a contact, follow-ups as planned activities. */
import { z } from 'zod'
import type { CrmConnector } from '#main/crm/connector/connector'
import type { ConnectorDeps } from '#main/crm/connector/connectorDeps'
import { answered, type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import type { CrmConfig, CrmSecrets } from '#main/crm/connector/crmConfig'
import { createCrmHttp } from '#main/crm/connector/http/crmHttp'
import { needSecret } from '#main/crm/connector/signIn/credential'
import { writeToOdoo } from '#main/crm/connectors/odoo/odooActivity'
import {
  numberFields,
  toOdooMoment,
  toPartnerCard,
  wantedFields,
} from '#main/crm/connectors/odoo/odooPartner'
import { createOdooRpc } from '#main/crm/connectors/odoo/odooRpc'
import { isSameNumber, toNumberForms } from '#main/crm/connectors/rest/numberForms'
import { toClockMs } from '#main/crm/connectors/rest/paging'
import { asReading } from '#main/crm/connectors/rest/readingProblem'

const pageSize = 200
const mostFound = 50
/** Clocks and transactions overlap: what changed in this time before a sync comes again with the next. */
const overlapMs = 60_000
/** In a number written without its country and area there are hardly more. */
const searchedDigits = 7

/** The last id, and from where the next delta begins, so that a restart knows it too. */
const Cursor = z.strictObject({ after: z.number().int(), since: z.string().nullable() })
const Partners = z.array(z.looseObject({ id: z.number().int(), active: z.boolean().optional() }))

/** Secrets: `user`, `apiKey`. */
export function openOdooConnector(
  config: Extract<CrmConfig, { kind: 'odoo' }>,
  secrets: CrmSecrets,
  { clock, proxies }: ConnectorDeps,
): CrmAnswer<CrmConnector> {
  const user = needSecret(secrets, 'user')
  const apiKey = needSecret(secrets, 'apiKey')
  if (!user.ok) return user
  if (!apiKey.ok) return apiKey
  const http = createCrmHttp({ clock, caFile: config.caFile ?? null, proxies })
  if (!http.ok) return http
  const rpc = createOdooRpc({ http: http.value, ...config, user: user.value, apiKey: apiKey.value })
  let known: readonly string[] | null = null

  /** The fields of this Odoo among those wanted. */
  const knowFields = async (signal: AbortSignal): Promise<CrmAnswer<readonly string[]>> => {
    if (known !== null) return answered(known)
    const named = { allfields: wantedFields, attributes: ['type'] }
    const reply = await rpc.call('fields', 'res.partner', 'fields_get', [], named, signal)
    if (!reply.ok) return asReading(reply)
    const there = Object.keys(reply.value.result ?? {})
    known = wantedFields.filter((name) => there.includes(name))
    return answered(known)
  }

  const search = async (
    what: string,
    domain: readonly unknown[],
    limit: number,
    signal: AbortSignal,
    context: Readonly<Record<string, unknown>> = {},
  ) => {
    const fields = await knowFields(signal)
    if (!fields.ok) return fields
    const named = { domain, fields: fields.value, limit, order: 'id', context }
    const reply = asReading(await rpc.call(what, 'res.partner', 'search_read', [], named, signal))
    if (!reply.ok) return reply
    const partners = Partners.safeParse(reply.value.result)
    if (!partners.success) return hasProblem('nonsense', `${what}: Odoo answered no list of contacts`)
    return answered({ partners: partners.data, headers: reply.value.headers })
  }

  return answered({
    // Who is archived is told by a delta; who is deleted for good is seen by the next full load.
    can: { lookup: true, sync: 'delta', write: true },
    async page({ kind, since, cursor }, signal) {
      const parsed = cursor === null ? null : Cursor.safeParse(toJson(cursor))
      const place = parsed?.success === true ? parsed.data : { after: 0, since: null }
      const changed = kind === 'delta' && since !== null ? [['write_date', '>=', since]] : []
      const context = kind === 'delta' ? { active_test: false } : {}
      const found = await search(
        'sync page',
        [['id', '>', place.after], ...changed],
        pageSize,
        signal,
        context,
      )
      if (!found.ok) return found
      const { partners, headers } = found.value
      const nextSince = place.since ?? toOdooMoment((toClockMs(headers) ?? clock.nowMs()) - overlapMs)
      const last = partners.at(-1)
      const isLast = last === undefined || partners.length < pageSize
      const isGone = (partner: { readonly active?: boolean | undefined }) => partner.active === false
      return answered({
        cards: partners.filter((each) => !isGone(each)).map((each) => toPartnerCard(each, clock.nowMs())),
        gone: partners.filter(isGone).map(({ id }) => String(id)),
        next: isLast ? null : JSON.stringify({ after: last.id, since: nextSince }),
        since: isLast ? nextSince : null,
        total: null,
      })
    },
    async lookup(number, signal) {
      const fields = await knowFields(signal)
      if (!fields.ok) return fields
      const { digits, e164 } = toNumberForms(number, null)
      // `=ilike` takes the pattern as it is: the last digits, with anything between them.
      const pattern = `%${[...digits.slice(-searchedDigits)].join('%')}`
      const wanted = [
        ...numberFields
          .filter((name) => fields.value.includes(name))
          .map((name) => [name, '=ilike', pattern]),
        ...(fields.value.includes('phone_sanitized') ? [['phone_sanitized', '=', e164]] : []),
      ]
      const domain = [...wanted.slice(1).map(() => '|'), ...wanted]
      const found = await search('lookup', domain, mostFound, signal)
      if (!found.ok) return found
      const cards = found.value.partners.map((each) => toPartnerCard(each, clock.nowMs()))
      return answered(
        cards.filter(({ card }) =>
          (card as { numbers?: string[] } | null)?.numbers?.some((own) => isSameNumber(number, own)),
        ),
      )
    },
    write: (activity, signal) => writeToOdoo(rpc, activity, signal),
    async close() {
      http.value.close()
    },
  })
}

/** null for a cursor that is none: the load begins anew. */
function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
