/** The writer of a desk whose site has no CRM: it can do nothing, and says so. */
import { hasProblem } from '#main/crm/connector/crmAnswer'
import { type CacheWriter, nothingPossible } from '#main/crm/sync/cacheWriter'

export type CrmWriter = Pick<CacheWriter, 'can' | 'onSync' | 'refresh' | 'writeActivity' | 'onPeople'>

export const noWriter: CrmWriter = {
  can: nothingPossible,
  onSync: () => () => undefined,
  onPeople: () => () => undefined,
  refresh: async () => hasProblem('misconfigured', 'This desk has no CRM'),
  writeActivity: async () => hasProblem('misconfigured', 'This desk has no CRM'),
}
