/** When a figure of the floor asks to be looked at: by the thresholds alerts are given for. */
import { type AlertThresholds, serviceLevelMargin } from '#contract/alertSettings'

/** `warn` before it is broken, `bad` when it is; null while all is well. */
export type Tone = 'warn' | 'bad' | null

export function toLevelTone(level: number | null, { serviceLevel }: AlertThresholds): Tone {
  if (level === null || serviceLevel === null) return null
  if (level < serviceLevel) return 'bad'
  return level < serviceLevel + serviceLevelMargin ? 'warn' : null
}

/** Past the queue's own target a wait is late; past the alert's it is too long. */
export function toWaitTone(waitedMs: number, targetMs: number, { longestWaitMs }: AlertThresholds): Tone {
  if (longestWaitMs !== null && waitedMs >= longestWaitMs) return 'bad'
  return waitedMs > targetMs ? 'warn' : null
}
