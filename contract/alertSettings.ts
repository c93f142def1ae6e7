/** From when on a supervisor is alerted to what: thresholds for all queues, and those of single ones. */
import { z } from 'zod'
import { QueueId } from '#contract/ids'

/** In milliseconds; null for never. */
const After = z.number().int().min(0).max(86_400_000).nullable()

/** What a queue, or an agent by the queue they are in, is alerted at. Reached is inclusive; null turns one off. */
export const AlertThresholds = z.object({
  /** The level that is kept, from 0 to 1; alerted `serviceLevelMargin` above it already. */
  serviceLevel: z.number().min(0).max(1).nullable().default(0.8),
  longestWaitMs: After.default(120_000),
  /** Callers wait and nobody is free, for this long. */
  nobodyFreeMs: After.default(15_000),
  /** The desk is gone without a sign-out, or the phone of an available agent, for this long. */
  vanishedMs: After.default(30_000),
  longHoldMs: After.default(180_000),
  longCallMs: After.default(900_000),
  longWrapUpMs: After.default(180_000),
  longBreakMs: After.default(1_800_000),
  helpMs: After.default(0),
  breakRequestMs: After.default(0),
})
export type AlertThresholds = z.infer<typeof AlertThresholds>
export type AlertThreshold = keyof AlertThresholds

/** How far above the level to be kept a supervisor is told that it is about to break. */
export const serviceLevelMargin = 0.05

/** Of one queue: what is absent is as for all queues. */
const { shape } = AlertThresholds
export const QueueThresholds = z
  .object({
    serviceLevel: shape.serviceLevel.unwrap(),
    longestWaitMs: After,
    nobodyFreeMs: After,
    vanishedMs: After,
    longHoldMs: After,
    longCallMs: After,
    longWrapUpMs: After,
    longBreakMs: After,
    helpMs: After,
    breakRequestMs: After,
  })
  .partial()
export type QueueThresholds = z.infer<typeof QueueThresholds>

export const AlertSettings = z.object({
  /** A soft tone, once for each new alert. */
  sound: z.boolean().default(true),
  /** A notification of the system while the page is out of sight; the browser's own permission is asked by a click. */
  notify: z.boolean().default(false),
  all: AlertThresholds.prefault({}),
  /** At most as many as a site has queues. */
  queues: z
    .array(z.object({ queueId: QueueId, thresholds: QueueThresholds }))
    .max(1000)
    .default([]),
})
export type AlertSettings = z.infer<typeof AlertSettings>

/** In force for a queue; null for what belongs to none. */
export function toThresholds(settings: AlertSettings, queueId: QueueId | null): AlertThresholds {
  const own = settings.queues.find((each) => each.queueId === queueId)?.thresholds
  return own === undefined ? settings.all : { ...settings.all, ...withoutAbsent(own) }
}

/** A key that is there with no value says as little as one that is not there. */
function withoutAbsent(own: QueueThresholds): Partial<AlertThresholds> {
  return Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined))
}
