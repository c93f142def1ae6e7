/** A supervisor's leg: where it was put, and what the model of its switch shows of it. */
import type { CallId, MonitorId } from '#contract/ids'
import type { MonitorMode } from '#contract/monitor'
import type { MonitorLeg } from '#contract/pbx'
import type { Channel, SwitchState } from '#gateway/asterisk/events/switchState'
import type { NodeLink } from '#gateway/asterisk/link/nodeLink'

export interface Leg {
  readonly monitorId: MonitorId
  readonly node: NodeLink
  /** Chosen by the gateway, so that every event of it is known for its own. */
  readonly channelId: string
  /** The supervisor's. */
  readonly extension: string
  /** Of the order to ring the phone; null before the switch has taken it. */
  actionId: string | null
  /** The switch has shown its channel. */
  isSeen: boolean
  /** Where it was put last; null while it is to wait. */
  place: Place | null
  /** The mode it was put there in. */
  mode: MonitorMode
  /** Whom it listens to, as the switch says. */
  spyeeId: string | null
  /** Steps are under way: what they pass through is not told. */
  isMoving: boolean
  /** Its end was asked for. */
  isClosing: boolean
  /** The gateway was away from the switch meanwhile: it ends with the conversation it is in. */
  isOrphan: boolean
  /** What was told last; null before anything was. */
  told: MonitorLeg | null
  /** The end of the steps asked for so far. */
  turn: Promise<unknown>
}

export interface Place {
  /** As its switch names it. */
  readonly callId: CallId
  readonly extension: string
  /** The phone's channel. */
  readonly phoneId: string
}

/** Its call as its switch names it; null while nothing can be said: it rings, or is about to be somewhere else. */
export function readStanding(state: SwitchState, leg: Leg): MonitorLeg | null {
  const channel = state.channels.get(leg.channelId)
  if (channel === undefined) return leg.isSeen ? { kind: 'gone', why: whyGone(leg) } : null
  if (state.talkingLegs.has(leg.channelId)) {
    const callId = callWith(state, channel)
    return callId === null ? null : { kind: 'talking', callId }
  }
  if (leg.isMoving || channel.block.state !== 'up') return null
  const { place } = leg
  if (channel.bridgeId !== null) {
    const isBeside = place !== null && state.channels.get(place.phoneId)?.bridgeId === channel.bridgeId
    return isBeside ? toHearing(state, place, 'barge') : null
  }
  if (place === null || leg.spyeeId !== place.phoneId || !state.channels.has(leg.spyeeId))
    return { kind: 'waiting' }
  return toHearing(state, place, leg.mode === 'whisper' ? 'whisper' : 'listen')
}

function whyGone({ isClosing, told }: Leg): 'refused' | 'lost' | 'closed' {
  if (isClosing) return 'closed'
  return told === null ? 'refused' : 'lost'
}

/** A phone keeps its channel when another caller is brought to it. */
function toHearing(state: SwitchState, { callId, extension, phoneId }: Place, mode: MonitorMode): MonitorLeg {
  const isOf = (id: string) => {
    const call = state.calls.get(id)
    return call !== undefined && (call.view.parties.get(extension) === phoneId || call.anchorId === phoneId)
  }
  if (isOf(callId)) return { kind: 'hearing', callId, extension, mode }
  const now = [...state.calls.keys()].find(isOf) as CallId | undefined
  return { kind: 'hearing', callId: now ?? callId, extension, mode }
}

/** The call of who is in the bridge with it. */
function callWith(state: SwitchState, { bridgeId, block }: Channel): CallId | null {
  for (const id of (bridgeId === null ? undefined : state.bridges.get(bridgeId)) ?? []) {
    const callId = id === block.id ? undefined : state.anchors.get(id)
    if (callId !== undefined) return callId as CallId
  }
  return null
}

export function isSameStanding(one: MonitorLeg | null, other: MonitorLeg): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
