/** How good the sound of a call is, as a desk measures it and a supervisor sees it. */
import { z } from 'zod'
import { CallId } from '#contract/ids'

/**
 * Mean opinion score in tenths, 1.0 to 4.5: what listeners would say of the sound, by the E-model (ITU-T G.107).
 * 4.5 is the best a telephone call can be.
 */
export const Mos = z.number().min(1).max(4.5)
export type Mos = z.infer<typeof Mos>

/** What one desk tells of its call, every `qualityEveryMs`. Percent and milliseconds; null where it cannot be known yet. */
export const QualityReport = z.object({
  callId: CallId,
  mos: Mos,
  /** Of the packets to this desk, over the last seconds. */
  lossPercent: z.number().min(0).max(100),
  jitterMs: z.number().min(0).max(60_000),
  roundTripMs: z.number().min(0).max(60_000).nullable(),
})
export type QualityReport = z.infer<typeof QualityReport>

export const qualityEveryMs = 5000
/** Reports of one person that come sooner after each other are dropped. */
export const qualityNotBeforeMs = 2000

/** The score of an agent's call, as the live model has it. */
export const ToldQuality = z.object({ callId: CallId, mos: Mos })
export type ToldQuality = z.infer<typeof ToldQuality>

/** What is said of a score: G.107 annex B has "satisfied" from R 80 (4.0), "many dissatisfied" below R 60 (3.1). */
export const qualityWords = ['good', 'fair', 'poor'] as const
export type QualityWord = (typeof qualityWords)[number]

export function toQualityWord(mos: number): QualityWord {
  if (mos >= 4) return 'good'
  return mos >= 3.1 ? 'fair' : 'poor'
}

/** Smaller changes are not told: a row that trembles says nothing, and would cost every desk a message. */
const stepMos = 0.3

/** The score in tenths to tell next, or null for none. `told` is the one told last, null for none yet. */
export function toToldMos(told: number | null, mos: number): number | null {
  const rounded = Math.min(4.5, Math.max(1, Math.round(mos * 10) / 10))
  // Sums of tenths are not exact: a step is one although it comes out a hair short.
  return told !== null && Math.abs(rounded - told) < stepMos - 1e-9 ? null : rounded
}
