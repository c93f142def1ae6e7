/** Who may stay in the cache, and for how long. */
import { z } from 'zod'

export const KeepRules = z
  .object({
    /** People nobody dealt with for so many days go. null keeps them; so does a card that tells of no contact at all. */
    contactDays: z.number().int().min(1).max(36_500).nullable().default(null),
    /** The largest size of the people's file, in megabytes; those longest without a contact go first. null: any. */
    maxMegabytes: z.number().int().min(16).max(1_000_000).nullable().default(null),
  })
  .strict()
export type KeepRules = z.infer<typeof KeepRules>

export const keepAll: KeepRules = { contactDays: null, maxMegabytes: null }

const dayMs = 86_400_000

/** Pure: the instant before which a last contact is too old; null where none is. */
export function toOldestContactMs({ contactDays }: KeepRules, nowMs: number): number | null {
  return contactDays === null ? null : nowMs - contactDays * dayMs
}
