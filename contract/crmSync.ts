/** How far the desk's copy of the CRM is, as the page shows it. */
import { z } from 'zod'
import { EpochMs } from '#contract/time'

/**
 * - `none` the site has no CRM
 * - `waiting` nothing runs now; `nextAtMs` says when it does
 * - `full` everybody is being taken; `delta` who changed or went since the last time
 */
export const CrmSyncState = z.object({
  kind: z.enum(['none', 'waiting', 'full', 'delta']),
  /** People taken in the run that lasts; 0 while nothing runs. */
  taken: z.number().int().nonnegative(),
  /** People in the whole run; null where the CRM does not say, or nothing runs. */
  total: z.number().int().nonnegative().nullable(),
  /** When a run last ended well; null before the first. */
  syncedAtMs: EpochMs.nullable(),
  /** Why the last try failed, one sentence each on the page (`crm.problem.<code>`); null when it did not. */
  problem: z
    .enum([
      'unreachable',
      'timed-out',
      'refused',
      'busy',
      'nonsense',
      'rejected',
      'misconfigured',
      'disk',
      'internal',
    ])
    .nullable(),
  /** What somebody who mends it reads, in English, without names, numbers or secrets; null without a problem. */
  detail: z.string().max(300).nullable(),
  /** When the next run begins; null while one lasts or none is to come. */
  nextAtMs: EpochMs.nullable(),
})
export type CrmSyncState = z.infer<typeof CrmSyncState>

export const noCrmSync: CrmSyncState = {
  kind: 'none',
  taken: 0,
  total: null,
  syncedAtMs: null,
  problem: null,
  detail: null,
  nextAtMs: null,
}
