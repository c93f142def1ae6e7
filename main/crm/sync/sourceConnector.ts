/** Opens the connector of a desk's source, in the thread that writes the cache. */
import type { CrmConnector } from '#main/crm/connector/connector'
import type { ConnectorDeps } from '#main/crm/connector/connectorDeps'
import { hasProblem } from '#main/crm/connector/crmAnswer'
import { openConnector } from '#main/crm/connector/openConnector'
import { createBookConnector } from '#main/crm/sync/bookConnector'
import { nothingPossible } from '#main/crm/sync/cacheWriter'
import type { CardSource } from '#main/crm/sync/cardSource'

/** A CRM whose settings cannot be used says so whenever it is asked. */
export function openSourceConnector(source: CardSource | null, deps: ConnectorDeps): CrmConnector {
  if (source === null) return noConnector
  if (source.kind !== 'crm') return createBookConnector(source)
  const opened = openConnector(source.config, source.secrets, deps)
  if (opened.ok) return opened.value
  const refuse = async () => opened
  return {
    can: { lookup: true, sync: 'full', write: true },
    page: refuse,
    lookup: refuse,
    write: refuse,
    async close() {},
  }
}

const nowhere = async () => hasProblem('misconfigured', 'This desk has no CRM')

const noConnector: CrmConnector = {
  can: nothingPossible,
  page: nowhere,
  lookup: nowhere,
  write: nowhere,
  async close() {},
}
