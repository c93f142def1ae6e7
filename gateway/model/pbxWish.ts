/** What the gateway wants the PBX to do with a person's extension, read from the model alone. */
import type { Agent, ChosenStatus } from '#contract/agent'
import type { AgentId } from '#contract/ids'
import type { Floor } from '#gateway/model/floor'

export type Wish =
  | { readonly signedIn: false }
  /** `pausedReason` null: offered calls. */
  | { readonly signedIn: true; readonly pausedReason: string | null }

/** The reason the PBX is given when after-call work lasts longer than its own time for it. */
export const wrapUpReason = 'wrap-up'
/** … and while a desk has vanished. */
export const vanishedReason = 'offline'
/** … and while a supervisor takes their caller over. */
export const takeOverReason = 'takeover'
/** … and while they listen on to a caller who was taken over from them. */
export const shadowReason = 'shadow'
/** … and while somebody is about to be signed out. */
export const leavingReason = 'leaving'

/** null for an extension no person owns: the gateway wants nothing of it. */
export function toWish(floor: Floor, agentId: AgentId): Wish | null {
  const seat = floor.seats.get(agentId)
  const agent = floor.agents.get(agentId)
  if (seat === undefined || agent === undefined) return null
  if (seat.kind === 'signedOut') return { signedIn: false }
  if (seat.kind === 'vanished') return { signedIn: true, pausedReason: vanishedReason }
  // A pause chosen as the next status is set while the call still runs: set at its end, the PBX could be quicker.
  const next = agent.activity.kind === 'ringing' ? null : agent.nextStatus
  const pause = next === null ? null : toPauseReason(next)
  if (pause !== null) return { signedIn: true, pausedReason: pause }
  // Whoever leaves after this call is not offered another between its end and the leaving.
  if (agent.leavesAfterCall === true && agent.activity.kind !== 'ringing') {
    return { signedIn: true, pausedReason: leavingReason }
  }
  if (outlastsPbx(floor, agent)) return { signedIn: true, pausedReason: wrapUpReason }
  const chosen = agent.status.kind === 'offline' ? vanishedReason : toPauseReason(agent.status)
  return { signedIn: true, pausedReason: chosen ?? toMonitorReason(floor, agentId) }
}

/**
 * Why monitoring wants nothing offered to somebody who is free; null for no such reason. Between the moment their caller
 * is taken and their wrap-up the PBX could be quicker than any command.
 */
export function toMonitorReason({ monitors }: Floor, agentId: AgentId): string | null {
  for (const { state, isShadow, supervisorId } of monitors.values()) {
    if (state.kind === 'takingOver' && state.agentId === agentId) return takeOverReason
    if (isShadow === true && supervisorId === agentId && state.kind !== 'ended') return shadowReason
  }
  return null
}

/** Extended, of a caller who was taken over, or begun before the link was made: a PBX that was away may have forgotten that it keeps silent. */
function outlastsPbx(floor: Floor, agent: Agent): boolean {
  const wrapUp = agent.activity.kind === 'wrapUp' ? agent.activity.wrapUp : floor.owed.get(agent.id)
  if (wrapUp === undefined) return false
  return (
    wrapUp.extendedTimes > 0 || wrapUp.takenOverBy !== undefined || floor.pbx.sinceMs > wrapUp.startedAtMs
  )
}

export function toPauseReason(status: ChosenStatus): string | null {
  return status.kind === 'available' ? null : status.reasonId
}

export function isSameWish(one: Wish, other: Wish): boolean {
  if (!one.signedIn || !other.signedIn) return one.signedIn === other.signedIn
  return one.pausedReason === other.pausedReason
}
