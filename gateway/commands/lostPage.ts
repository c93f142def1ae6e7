/** Decides what becomes of a caller whose agent's page is lost: parked with music, then given back, or to the queue's head. */
import type { AgentId, CallId } from '#contract/ids'
import type { Floor } from '#gateway/model/floor'

export interface LostPagePlan {
  /** How long the phone must be away before the caller is taken from it: its voice outlives a short loss. */
  readonly parkAfterMs: number
  /** From the loss on, how long the agent's phone is waited for before the caller goes to the head of the queue. */
  readonly giveBackWithinMs: number
}

export const defaultLostPagePlan: LostPagePlan = { parkAfterMs: 5000, giveBackWithinMs: 45_000 }

/**
 * lost ─phone stays away─▶ parking ─caller stands alone─▶ parked ─phone back, or time over─▶ given, and over
 *   └─phone back, call over─▶ over      any ─answered by another, in a queue again, ended─▶ over
 *   └─another page in its place─▶ replaced ─page there─▶ given, and over; ─page stays away─▶ parking
 */
export type Rescue = {
  /** When the phone was lost. */
  readonly sinceMs: number
} & (
  | { readonly kind: 'lost' }
  /** The page that had the call is gone for good: another stands in its place. Not given before `retryAtMs`. */
  | { readonly kind: 'replaced'; readonly retryAtMs: number }
  /** `retryAtMs` when nobody can say whether the PBX did it; null once it said so. */
  | { readonly kind: 'parking'; readonly retryAtMs: number | null }
  /** Not given before `retryAtMs`: the PBX has just refused. */
  | { readonly kind: 'parked'; readonly retryAtMs: number }
)

export interface Standing {
  readonly call: 'with-agent' | 'alone' | 'elsewhere'
  readonly hasPhone: boolean
}

export type RescueStep =
  | { readonly kind: 'park' | 'giveTo' | 'leave' }
  /** `untilMs` null: until something is told. */
  | { readonly kind: 'wait'; readonly as: Rescue; readonly untilMs: number | null }

const park: RescueStep = { kind: 'park' }
const leave: RescueStep = { kind: 'leave' }

export function nextRescueStep(
  rescue: Rescue,
  standing: Standing,
  plan: LostPagePlan,
  nowMs: number,
): RescueStep {
  if (standing.call === 'elsewhere') return leave
  const isAlone = standing.call === 'alone'
  switch (rescue.kind) {
    case 'lost': {
      // Alone without our doing: someone has transferred the caller, or the call is about to end.
      if (isAlone || standing.hasPhone) return leave
      const dueMs = rescue.sinceMs + plan.parkAfterMs
      return nowMs >= dueMs ? park : { kind: 'wait', as: rescue, untilMs: dueMs }
    }
    case 'replaced': {
      if (isAlone) return leave
      const dueMs = standing.hasPhone ? rescue.retryAtMs : rescue.sinceMs + plan.parkAfterMs
      if (nowMs < dueMs) return { kind: 'wait', as: rescue, untilMs: dueMs }
      return standing.hasPhone ? { kind: 'giveTo' } : park
    }
    case 'parking': {
      const { sinceMs, retryAtMs } = rescue
      if (isAlone) return nextRescueStep({ kind: 'parked', sinceMs, retryAtMs: 0 }, standing, plan, nowMs)
      if (retryAtMs === null || nowMs < retryAtMs) return { kind: 'wait', as: rescue, untilMs: retryAtMs }
      return standing.hasPhone ? leave : park
    }
    case 'parked': {
      // Someone else has brought them together again.
      if (!isAlone) return leave
      const limitMs = standing.hasPhone ? 0 : rescue.sinceMs + plan.giveBackWithinMs
      const dueMs = Math.max(limitMs, rescue.retryAtMs)
      // Given to a phone that is away, the caller goes to the head of the queue at once.
      return nowMs >= dueMs ? { kind: 'giveTo' } : { kind: 'wait', as: rescue, untilMs: dueMs }
    }
  }
}

/** Where the call stands, as seen from the agent whose phone was lost. */
export function readStanding(floor: Floor, callId: CallId, agentId: AgentId): Standing {
  const hasPhone = floor.agents.get(agentId)?.phone === 'registered'
  const call = floor.calls.get(callId)
  if (call === undefined || call.state.kind === 'dialling') return { call: 'elsewhere', hasPhone }
  const { state, queueId } = call
  if (state.kind !== 'waiting') {
    return { call: state.agentId === agentId ? 'with-agent' : 'elsewhere', hasPhone }
  }
  const isAlone = queueId === null && state.offeredTo.length === 0
  return { call: isAlone ? 'alone' : 'elsewhere', hasPhone }
}

/** The queue call the agent talks in, which would stand in silence without their page; null for none. */
export function callToRescue(floor: Floor, agentId: AgentId): CallId | null {
  const activity = floor.agents.get(agentId)?.activity
  if (activity?.kind !== 'talking' && activity?.kind !== 'held') return null
  const call = floor.calls.get(activity.callId)
  const isTheirs = call !== undefined && call.state.kind !== 'waiting' && call.state.agentId === agentId
  // A caller who never had a queue has none to go back to.
  return isTheirs && call.direction === 'inbound' && floor.homes.has(call.id) ? call.id : null
}
