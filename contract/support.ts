/** What a person hands to those who help them: how this desk is, without numbers, names or secrets. */
import { z } from 'zod'

/** Names of sound devices as the browser tells them; only the page sees them. */
export const SoundLabels = z.object({
  microphones: z.array(z.string().max(512)).max(50),
  speakers: z.array(z.string().max(512)).max(50),
})
export type SoundLabels = z.infer<typeof SoundLabels>

/** In the order they are shown. */
export const supportSections = ['versions', 'state', 'policy', 'devices', 'calls', 'crashes', 'log'] as const

export const SupportBundle = z.object({
  /** For the file to be saved. */
  name: z.string().max(120),
  /** All that the file holds, line by line: it is shown as it is before anything is saved. */
  sections: z.array(z.object({ kind: z.enum(supportSections), text: z.string().max(1_000_000) })),
})
export type SupportBundle = z.infer<typeof SupportBundle>
