/** A supervisor's monitoring leg as the floor knows it, and where it stands at this moment. */
import type { CallId, MonitorId } from '#contract/ids'
import type { MonitorMode } from '#contract/monitor'
import type { MonitorLeg, MonitorPoint } from '#contract/pbx'
import { type FloorState, isJoined, type JoinedCall, type Party } from '#simulator/queue/floorState'
import type { LegId } from '#simulator/telephony'

/**
 * ringing ─answered─▶ waiting ◀─put to a call, that ends─▶ hearing ─takes over─▶ talking ─party no more─▶ waiting
 * From anywhere to gone, which is: no longer in the state. A leg that rings, waits or hears does not make its line busy.
 */
export interface FloorMonitor {
  readonly id: MonitorId
  /** The supervisor's. */
  readonly extension: string
  readonly legId: LegId
  /** When the phone has rung long enough; null once it is answered. */
  readonly ringsUntilMs: number | null
  /** Whose side of which call it is put to, or will be once answered; null to wait. */
  readonly on: MonitorPoint | null
  readonly mode: MonitorMode
  /** What was carried out and told last; null while the phone rings. */
  readonly standing: Standing | null
}

export interface Standing {
  readonly leg: Exclude<MonitorLeg, { kind: 'gone' }>
  /** The agent's leg it hears the call from; null unless hearing. */
  readonly besideLegId: LegId | null
}

/** The phone of the call whose side the leg would be on; null where it cannot be: not in talk, or one's own call. */
export function findPoint(state: FloorState, monitor: FloorMonitor, on: MonitorPoint): Party | null {
  const call = state.calls.get(on.callId)
  if (call === undefined || !isJoined(call)) return null
  const { parties } = call.stage
  // Whoever talks in a call would hear themselves over their monitoring leg.
  if (parties.some((each) => each.extension === monitor.extension)) return null
  return parties.find((each) => each.extension === on.extension) ?? null
}

/** The call the leg has taken over; null while it only monitors. */
export function findTaken(
  state: FloorState,
  legId: LegId,
): { readonly call: JoinedCall; readonly party: Party } | null {
  for (const call of state.calls.values()) {
    if (!isJoined(call)) continue
    const party = call.stage.parties.find((each) => each.legId === legId)
    if (party !== undefined) return { call, party }
  }
  return null
}

/** Where an answered leg stands by the state of its call. */
export function toStanding(state: FloorState, monitor: FloorMonitor): Standing {
  const taken = findTaken(state, monitor.legId)
  if (taken !== null) return { leg: { kind: 'talking', callId: taken.call.id }, besideLegId: null }
  const { on, mode } = monitor
  const point = on === null ? null : findPoint(state, monitor, on)
  if (on === null || point === null) return { leg: { kind: 'waiting' }, besideLegId: null }
  return { leg: { kind: 'hearing', ...on, mode }, besideLegId: point.legId }
}

export function isSameStanding(one: Standing | null, other: Standing): boolean {
  return (
    one !== null &&
    one.besideLegId === other.besideLegId &&
    one.leg.kind === other.leg.kind &&
    callIdOf(one) === callIdOf(other) &&
    modeOf(one) === modeOf(other)
  )
}

function callIdOf({ leg }: Standing): CallId | null {
  return leg.kind === 'waiting' ? null : leg.callId
}

function modeOf({ leg }: Standing): MonitorMode | null {
  return leg.kind === 'hearing' ? leg.mode : null
}

export function findMonitor(state: FloorState, legId: LegId): FloorMonitor | null {
  for (const monitor of state.monitors.values()) if (monitor.legId === legId) return monitor
  return null
}
