/** A directory of colleagues and contacts (LDAP, RFC 4511): everybody in pages, and one number. Nothing is written. */
import { FilterParser } from 'ldapts'
import { toMainNumber } from '#main/crm/cache/numberKey'
import type { CrmConnector } from '#main/crm/connector/connector'
import type { ConnectorDeps } from '#main/crm/connector/connectorDeps'
import { answered, type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import type { CrmSecrets } from '#main/crm/connector/crmConfig'
import { createLdapDoor } from '#main/crm/connectors/ldap/ldapLine'
import {
  type LdapConfig,
  toLdapMapping,
  toNumberFilter,
  toPlainEntry,
} from '#main/crm/connectors/ldap/ldapMapping'
import { toLdapProblem } from '#main/crm/connectors/ldap/ldapProblem'
import { createPagedSearch } from '#main/crm/connectors/ldap/pagedSearch'
import { isSameNumber } from '#main/crm/connectors/rest/numberForms'
import { toSourceCard } from '#main/crm/connectors/rest/toCard'

const pageSize = 200
/** As many as tell numbers apart, few enough to be in a number written without its country and area. */
const searchedDigits = 7
const mostFound = 100

/** `misconfigured` when the filter is none, or the line to the directory would not be safe. */
export function openLdapConnector(
  config: LdapConfig,
  secrets: CrmSecrets,
  { clock }: ConnectorDeps,
): CrmAnswer<CrmConnector> {
  const door = createLdapDoor(config, secrets)
  if (!door.ok) return door
  if (!isFilter(config.filter)) return hasProblem('misconfigured', 'filter is no search filter (RFC 4515)')
  const url = new URL(config.url)
  const { attributes, numbers, card } = toLdapMapping(config)
  const asked = { scope: 'sub' as const, attributes }
  const everybody = createPagedSearch(door.value.open, (client) =>
    client.searchPaginated(config.baseDn, { ...asked, filter: config.filter, paged: { pageSize } }),
  )

  const attempt = async <T>(
    what: string,
    signal: AbortSignal,
    ask: () => Promise<T>,
  ): Promise<CrmAnswer<T>> => {
    try {
      return answered(await ask())
    } catch (error) {
      if (signal.aborted) return hasProblem('timed-out', `${what}: given up before ${url.host} answered`)
      return toLdapProblem(error, what, url)
    }
  }

  return answered({
    // modifyTimestamp would tell who changed, but nothing tells who went.
    can: { lookup: true, sync: 'full', write: false },
    async page({ cursor }, signal) {
      const found = await attempt('sync page', signal, () => everybody.page(cursor, signal))
      if (!found.ok) return found
      const { entries, next } = found.value
      const cards = entries.map(
        (entry) =>
          toSourceCard(card, toPlainEntry(entry), clock.nowMs()) ?? { card: null, changedAtMs: null },
      )
      return answered({ cards, gone: [], next, since: null, total: null })
    },
    async lookup(number, signal) {
      const digits = toMainNumber(number).replace(/\D/g, '').slice(-searchedDigits)
      if (digits.length < searchedDigits) return answered([])
      const filter = toNumberFilter(config.filter, numbers, digits)
      const found = await attempt('lookup', signal, async () => {
        const client = await door.value.open(signal)
        const giveUp = (): void => void client.unbind().catch(() => undefined)
        signal.addEventListener('abort', giveUp, { once: true })
        try {
          return await client.search(config.baseDn, { ...asked, filter, sizeLimit: mostFound })
        } finally {
          signal.removeEventListener('abort', giveUp)
          await client.unbind().catch(() => undefined)
        }
      })
      if (!found.ok) return found
      const cards = found.value.searchEntries.flatMap(
        (entry) => toSourceCard(card, toPlainEntry(entry), clock.nowMs()) ?? [],
      )
      return answered(
        cards.filter((each) =>
          (each.card as { numbers: string[] }).numbers.some((own) => isSameNumber(number, own)),
        ),
      )
    },
    async write() {
      return hasProblem('misconfigured', 'A directory takes no activities')
    },
    close: () => everybody.close(),
  })
}

function isFilter(text: string): boolean {
  try {
    FilterParser.parseString(text)
    return true
  } catch {
    return false
  }
}
