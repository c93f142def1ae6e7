/** Applies the live stream to what the page knows, and keeps the gateway's clock. */
import type { Agent } from '#contract/agent'
import {
  applyChanges,
  type Centre,
  judgeMessage,
  type LiveMessage,
  type LivePosition,
} from '#contract/centre'
import type { AgentId } from '#contract/ids'

export interface LiveState {
  readonly centre: Centre | null
  /** null until the first snapshot. */
  readonly position: LivePosition | null
  /** Gateway clock minus page clock, milliseconds; null before the first message. */
  readonly clockOffsetMs: number | null
}

export const noLive: LiveState = { centre: null, position: null, clockOffsetMs: null }

/** `gap` when deltas are missing and a new snapshot must be asked for. A message already seen changes nothing. */
export function receiveLive(live: LiveState, message: LiveMessage, nowMs: number): LiveState | 'gap' {
  const verdict = judgeMessage(live.position, message)
  if (verdict === 'gap') return 'gap'
  if (verdict === 'stale') return live
  const clockOffsetMs = adjustOffset(live.clockOffsetMs, message.atMs - nowMs)
  return { centre: applyMessage(live.centre, message), position: message.position, clockOffsetMs }
}

function applyMessage(centre: Centre | null, message: LiveMessage): Centre | null {
  if (message.kind === 'snapshot') return message.centre
  if (message.kind === 'delta' && centre !== null) return applyChanges(centre, message.changes)
  return centre
}

/** Beyond this one of the clocks was set, rather than a message delayed. */
const clockJumpMs = 2000

/** A delayed message makes the offset look too small, never too large: the largest seen is the nearest to true. */
export function adjustOffset(offsetMs: number | null, sampleMs: number): number {
  if (offsetMs === null || Math.abs(sampleMs - offsetMs) > clockJumpMs) return sampleMs
  return Math.max(offsetMs, sampleMs)
}

/** This agent in the live model. */
export function findMe(centre: Centre | null, agentId: AgentId | null): Agent | null {
  if (centre === null || agentId === null) return null
  return centre.agents.find((agent) => agent.id === agentId) ?? null
}
