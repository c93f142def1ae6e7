/** Writes an event of the telephone system as one short line, so that a test can read what happened as a story. */
import type { PbxEvent } from '#contract/pbx'

export function toStory(event: PbxEvent): string {
  if (event.kind === 'snapshot') return event.kind
  if (event.kind === 'callEntered') {
    const { kind, callId, direction, extension, dialledNumber } = event
    return [kind, callId, direction, extension, dialledNumber].filter((word) => word !== null).join(' ')
  }
  if (event.kind === 'monitorLeg') {
    const { kind, monitorId, leg } = event
    return [kind, monitorId, ...Object.values(leg)].join(' ')
  }
  const { atMs: _atMs, ...rest } = event
  const words = Object.entries(rest).filter(([key, value]) => key !== 'priority' && value !== null)
  return words.map(([, value]) => String(value)).join(' ')
}
