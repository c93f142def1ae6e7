/** The numbers a site lets a person show to whoever they call outside, and which one they used last. */
import { z } from 'zod'
import { Label } from '#contract/reason'

/** As the trunk writes it: what stands in the caller's place of the call. */
export const ShownDigits = z.string().regex(/^\+?[0-9]{2,20}$/, 'two to twenty digits, with or without +')

export const ShownNumber = z.object({
  number: ShownDigits,
  /** What the site calls it, such as the name of a brand. */
  name: z.string().min(1).max(80),
  /** The same in each language; absent where it has one name for all. */
  label: Label.optional(),
})
export type ShownNumber = z.infer<typeof ShownNumber>

/** The number each person of this desk chose last, by their id; who is not named shows the first they are offered. */
export const LastShown = z
  .record(z.string().min(1).max(128), ShownDigits)
  .refine((last) => Object.keys(last).length <= 200, 'at most 200 people')
export type LastShown = z.infer<typeof LastShown>

/**
 * The one in force: the chosen one while the site still offers it, otherwise the first; null where the site offers none.
 */
export function toShown(offered: readonly ShownNumber[], chosen: string | undefined): ShownNumber | null {
  return offered.find(({ number }) => number === chosen) ?? offered[0] ?? null
}
