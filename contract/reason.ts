/** Reasons for a pause, and dispositions: lists the site defines, each with a name per language. */
import { z } from 'zod'

/** A label in each language the site gives; `en` is always there and is the fallback. */
export const Label = z.object({ en: z.string().min(1).max(80), fa: z.string().min(1).max(80).optional() })
export type Label = z.infer<typeof Label>

export const PauseReason = z.object({
  id: z.string().min(1).max(64),
  kind: z.enum(['break', 'notReady']),
  label: Label,
})
export type PauseReason = z.infer<typeof PauseReason>

/** The outcome an agent gives a call at wrap-up; the list belongs to a queue. */
export const Disposition = z.object({
  id: z.string().min(1).max(64),
  label: Label,
  /** Whether a follow-up date must be given with it. */
  needsFollowUp: z.boolean(),
})
export type Disposition = z.infer<typeof Disposition>
