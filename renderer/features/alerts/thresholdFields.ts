/** The thresholds as the dialog shows them: which there are, in which unit each is written, and what a change makes. */

import type { AlertSettings, AlertThreshold, QueueThresholds } from '#contract/alertSettings'
import type { QueueId } from '#contract/ids'
import { toAsciiDigits } from '#contract/text'

export type Unit = 'percent' | 'seconds' | 'minutes'

export interface ThresholdField {
  readonly threshold: AlertThreshold
  readonly unit: Unit
  /** In the unit shown. */
  readonly least: number
  readonly most: number
}

const seconds = (threshold: AlertThreshold, least = 0): ThresholdField => ({
  threshold,
  unit: 'seconds',
  least,
  most: 3600,
})
const minutes = (threshold: AlertThreshold): ThresholdField => ({
  threshold,
  unit: 'minutes',
  least: 0.5,
  most: 480,
})

/** In the order of the dialog: what concerns a queue first. */
export const thresholdFields: readonly ThresholdField[] = [
  { threshold: 'serviceLevel', unit: 'percent', least: 1, most: 100 },
  seconds('longestWaitMs', 5),
  seconds('nobodyFreeMs'),
  seconds('helpMs'),
  seconds('vanishedMs'),
  seconds('breakRequestMs'),
  seconds('longHoldMs', 5),
  minutes('longCallMs'),
  minutes('longWrapUpMs'),
  minutes('longBreakMs'),
]

const factors: Readonly<Record<Unit, number>> = { percent: 0.01, seconds: 1000, minutes: 60_000 }

/** Rounded to what the field can show: 0.8 is 80 and not 80.00000001. */
export function toShown(value: number, unit: Unit): number {
  return Math.round((value / factors[unit]) * 100) / 100
}

export function fromShown(shown: number, unit: Unit): number {
  const value = shown * factors[unit]
  return unit === 'percent' ? Math.round(value * 100) / 100 : Math.round(value)
}

/** What was typed, in the digits of any of the page's languages; null for what is no number. */
export function parseShown(typed: string): number | null {
  const ascii = toAsciiDigits(typed.trim())
    .replace(/[\u066c,]/g, '')
    .replace('\u066b', '.')
  return /^\d+(\.\d+)?$/.test(ascii) ? Number(ascii) : null
}

/** `asAll` takes a queue's own value away; null turns the alert off. */
export type ThresholdChoice = number | null | 'asAll'

/** What stands in the settings for one scope: all queues (null) or one. */
export function readChoice(
  settings: AlertSettings,
  queueId: QueueId | null,
  threshold: AlertThreshold,
): ThresholdChoice {
  if (queueId === null) return settings.all[threshold]
  const own = settings.queues.find((each) => each.queueId === queueId)?.thresholds[threshold]
  return own === undefined ? 'asAll' : own
}

export function writeChoice(
  settings: AlertSettings,
  queueId: QueueId | null,
  threshold: AlertThreshold,
  choice: ThresholdChoice,
): AlertSettings {
  if (queueId === null) {
    return choice === 'asAll' ? settings : { ...settings, all: { ...settings.all, [threshold]: choice } }
  }
  const before = settings.queues.find((each) => each.queueId === queueId)?.thresholds ?? {}
  const { [threshold]: _, ...rest } = before
  const thresholds: QueueThresholds = choice === 'asAll' ? rest : { ...rest, [threshold]: choice }
  const others = settings.queues.filter((each) => each.queueId !== queueId)
  const isEmpty = Object.keys(thresholds).length === 0
  return { ...settings, queues: isEmpty ? others : [...others, { queueId, thresholds }] }
}
