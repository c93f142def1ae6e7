/** Puts a PBX's stamps on the gateway's clock, so that every time a desk sees can be compared with every other. */
import type { PbxEvent } from '#contract/pbx'

/** Differences up to this are the way of the message, not of the clocks. */
const toleranceMs = 2000

/** Gateway clock minus PBX clock in milliseconds, learned anew when an event shows that either clock was set. */
export function learnOffset(offsetMs: number, eventAtMs: number, nowMs: number): number {
  const apartMs = nowMs - eventAtMs
  if (Math.abs(apartMs) <= toleranceMs) return 0
  return Math.abs(apartMs - offsetMs) <= toleranceMs ? offsetMs : apartMs
}

export function shiftEvent(event: PbxEvent, offsetMs: number): PbxEvent {
  if (offsetMs === 0) return event
  const shift = (atMs: number) => atMs + offsetMs
  const atMs = shift(event.atMs)
  if (event.kind !== 'snapshot') return { ...event, atMs }
  const calls = event.calls.map((call) => ({
    ...call,
    enteredAtMs: shift(call.enteredAtMs),
    queuedAtMs: call.queuedAtMs === null ? null : shift(call.queuedAtMs),
    answeredAtMs: call.answeredAtMs === null ? null : shift(call.answeredAtMs),
    state: call.state.kind === 'waiting' ? call.state : { ...call.state, sinceMs: shift(call.state.sinceMs) },
  }))
  return { ...event, atMs, calls }
}
