/** How far the desk's copy of the CRM is, as the page shows it. */
import { z } from 'zod'
import { EpochMs } from '#contract/time'

/**
 * The first thing wrong with the CRM's settings, for the page to say in its own words:
 * - `unreadable` the file cannot be read at all; `long` it is too long to be one
 * - `syntax` it is not YAML, or says things in a way that is not allowed here
 * - `unknown` a key that does not exist; `missing` one that is needed; `value` one whose value makes no sense
 */
export const CrmMistake = z.object({
  /** The file's name, without its folder. */
  file: z.string().max(120),
  /** From 1; null when it is about the file as a whole. */
  line: z.number().int().positive().nullable(),
  reason: z.enum(['unreadable', 'long', 'syntax', 'unknown', 'missing', 'value']),
  /** As it is written in the file; null for none. */
  key: z.string().max(80).nullable(),
})
export type CrmMistake = z.infer<typeof CrmMistake>

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
  /** Where the settings are wrong, with `misconfigured`; null where they can be read. */
  mistake: CrmMistake.nullable(),
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
  mistake: null,
  nextAtMs: null,
}
