/** Opens the connector of a desk's source, in the thread that writes the cache. */
import type { CrmConnector } from '#main/crm/connector/connector'
import { hasProblem } from '#main/crm/connector/crmAnswer'
import { createBookConnector } from '#main/crm/sync/bookConnector'
import { nothingPossible } from '#main/crm/sync/cacheWriter'
import type { CardSource } from '#main/crm/sync/cardSource'

export async function openSourceConnector(source: CardSource | null): Promise<CrmConnector> {
  return source === null ? noConnector : createBookConnector(source)
}

const nowhere = async () => hasProblem('misconfigured', 'This desk has no CRM')

const noConnector: CrmConnector = {
  can: nothingPossible,
  page: nowhere,
  lookup: nowhere,
  write: nowhere,
  async close() {},
}
