/** What the practice centre knows of its queues, phone lines and calls at one moment. */
import type { CallerIdentity } from '#contract/call'
import type { CallId, MonitorId, QueueId } from '#contract/ids'
import type { PlannedQueue } from '#contract/pbx'
import type { FloorMonitor } from '#simulator/queue/monitorState'
import type { LegId } from '#simulator/telephony'

/** A queue's rules, with what the PBX does not tell the gateway. */
export interface FloorQueue extends PlannedQueue {
  /** The number agents transfer to. */
  readonly number: string
  /** Pause before members who did not take a caller are asked again for that caller. */
  readonly retryMs: number
}

/** A queue's memory of what its members have done. */
export interface QueueMemory {
  readonly lastAskedPlace: number | null
  readonly byMember: ReadonlyMap<string, MemberMemory>
}

export interface MemberMemory {
  readonly callsTaken: number
  readonly lastCallEndedAtMs: number | null
}

export interface Line {
  readonly extension: string
  readonly name: string
  readonly registered: boolean
  readonly signedIn: boolean
  readonly pausedReason: string | null
  /** Pauses in one queue alone, with their reasons, in the order they were asked for. */
  readonly pausedIn: ReadonlyMap<QueueId, string>
  /** Until when the line is offered no queue call; null outside wrap-up. */
  readonly wrapUpEndsAtMs: number | null
}

/** A phone ringing for a call. */
export interface Offer {
  readonly extension: string
  readonly legId: LegId
  readonly endsAtMs: number
  /** Whether 180 arrived: only a phone that rang can decline. */
  readonly rang: boolean
  /** Answered, and not heard yet: whoever talks with the caller stays until then. */
  readonly isPickedUp: boolean
}

/** A phone in a call. */
export interface Party {
  readonly extension: string
  readonly legId: LegId
  readonly state: 'talking' | 'held'
  readonly sinceMs: number
}

/** Where a transferred caller is being brought: a ringing phone, or a number outside. */
export interface Destination {
  /** As it was dialled. */
  readonly target: string
  /** null for a number outside. */
  readonly offer: Offer | null
}

/**
 * waiting ─answer─▶ joined ─transfer to a queue, phone lost─▶ waiting
 * dialling ─answer─▶ joined        (outbound and internal)
 * fetching ─the dialler's own phone is answered─▶ dialling
 * joined ─transferring phone leaves early─▶ delivering ─answer─▶ joined
 * waiting, joined, delivering ─parked─▶ parked ─given─▶ delivering ─nobody answers─▶ waiting
 */
export type Stage =
  | {
      readonly kind: 'waiting'
      readonly queueId: QueueId
      /** Lower is served first among equal priority. */
      readonly order: number
      readonly deadlineAtMs: number | null
      /** Members who did not take the caller in this round. */
      readonly tried: ReadonlySet<string>
      /** When the next round begins; null while this one goes on. */
      readonly retryAtMs: number | null
      readonly offers: readonly Offer[]
    }
  | {
      readonly kind: 'delivering'
      readonly destination: Destination
      readonly sinceMs: number
      /** Who is rung for a caller of no queue when the destination fails; null when nobody is. */
      readonly backTo: string | null
    }
  /** The caller is alone, with music or silence. `backTo`: who had them last. */
  | { readonly kind: 'parked'; readonly sinceMs: number; readonly backTo: string | null }
  /** The phone of someone who dials from elsewhere is rung first. */
  | {
      readonly kind: 'fetching'
      readonly extension: string
      readonly sinceMs: number
      /** null only until it rings. */
      readonly offer: Offer | null
    }
  | {
      readonly kind: 'dialling'
      readonly extension: string
      readonly legId: LegId
      readonly sinceMs: number
      /** Whether the dialling phone was fetched: such a one is neither accepted nor refused. */
      readonly isFetched: boolean
      /** The colleague's phone that rings; null when the number is outside. */
      readonly offer: Offer | null
    }
  | {
      readonly kind: 'joined'
      readonly parties: readonly Party[]
      /**
       * A blind transfer under way, and the leg it is of. `isGiven`: nobody asked for it at that phone; when it fails
       * the caller does not stay there.
       */
      readonly handover: (Destination & { readonly byLegId: LegId; readonly isGiven: boolean }) | null
    }

export interface FloorCall {
  readonly id: CallId
  readonly direction: 'inbound' | 'outbound' | 'internal'
  readonly caller: CallerIdentity
  readonly dialledNumber: string | null
  /** The queue it counts for: the one it waits in, or was answered from; null once it was brought elsewhere. */
  readonly queueId: QueueId | null
  /** The last queue it was in, where the caller goes when nobody takes them; null when it never was in one. */
  readonly homeQueueId: QueueId | null
  readonly priority: number
  readonly enteredAtMs: number
  readonly queuedAtMs: number | null
  readonly answeredAtMs: number | null
  /** Absent for a call that is not recorded. */
  readonly recording?: { readonly state: 'running' | 'paused'; readonly sinceMs: number }
  /** People outside who were brought in from other calls; absent for none. */
  readonly guests?: readonly Guest[]
  /** The person outside has left, and the others talk on. */
  readonly isCallerGone?: boolean
  readonly stage: Stage
}

/** Somebody outside in a conference, besides the call's own. */
export interface Guest extends CallerIdentity {
  readonly id: string
}

export type WaitingCall = FloorCall & { readonly stage: Extract<Stage, { kind: 'waiting' }> }
export type JoinedCall = FloorCall & { readonly stage: Extract<Stage, { kind: 'joined' }> }

/** Owned and changed by the floor alone; what stands in the maps is replaced, never edited. */
export interface FloorState {
  readonly queues: Map<QueueId, FloorQueue>
  readonly memories: Map<QueueId, QueueMemory>
  readonly lines: Map<string, Line>
  readonly calls: Map<CallId, FloorCall>
  readonly monitors: Map<MonitorId, FloorMonitor>
  /** Calls that were joined with others, and the ids of the members last told; empty while there are fewer than three. */
  readonly conferences: Map<CallId, string>
  /** Whether calls are recorded. */
  readonly recordsCalls: boolean
  /** Orders given so far at the tail (rising) and at the head (falling). */
  lastTail: number
  lastHead: number
}

export function createFloorState(
  queues: readonly FloorQueue[],
  lines: readonly Line[],
  recordsCalls = false,
): FloorState {
  return {
    queues: new Map(queues.map((queue) => [queue.id, queue])),
    memories: new Map(queues.map((queue) => [queue.id, { lastAskedPlace: null, byMember: new Map() }])),
    lines: new Map(lines.map((line) => [line.extension, line])),
    calls: new Map(),
    monitors: new Map(),
    conferences: new Map(),
    recordsCalls,
    lastTail: 0,
    lastHead: 0,
  }
}

export function isWaiting(call: FloorCall): call is WaitingCall {
  return call.stage.kind === 'waiting'
}

export function isJoined(call: FloorCall): call is JoinedCall {
  return call.stage.kind === 'joined'
}

/** Everyone waiting, in the order they are served: priority, then arrival; across all queues. */
export function listWaiting(state: FloorState): readonly WaitingCall[] {
  return [...state.calls.values()]
    .filter(isWaiting)
    .sort((a, b) => b.priority - a.priority || a.stage.order - b.stage.order)
}

/** The place of a waiting call in its own queue, 1 is next. */
export function positionOf(state: FloorState, call: WaitingCall): number {
  const queue = listWaiting(state).filter((each) => each.stage.queueId === call.stage.queueId)
  return queue.findIndex((each) => each.id === call.id) + 1
}

/** The phones ringing for a call, whatever the reason. */
export function offersOf(call: FloorCall): readonly Offer[] {
  const stage = call.stage
  switch (stage.kind) {
    case 'waiting':
      return stage.offers
    case 'delivering':
      return listed(stage.destination.offer)
    case 'dialling':
    case 'fetching':
      return listed(stage.offer)
    case 'parked':
      return []
    case 'joined':
      return listed(stage.handover?.offer ?? null)
  }
}

function listed(offer: Offer | null): readonly Offer[] {
  return offer === null ? [] : [offer]
}

/** Extensions that ring, dial or talk: a phone in any call is asked for no other. `except` leaves out one call. */
export function listEngaged(state: FloorState, except: CallId | null = null): Set<string> {
  const engaged = new Set<string>()
  for (const call of state.calls.values()) {
    if (call.id === except) continue
    for (const offer of offersOf(call)) engaged.add(offer.extension)
    if (call.stage.kind === 'dialling') engaged.add(call.stage.extension)
    if (call.stage.kind === 'joined') for (const party of call.stage.parties) engaged.add(party.extension)
  }
  return engaged
}

/** Whether a queue may ask the line, leaving aside calls it is in. */
export function isOpen(line: Line): boolean {
  return line.registered && line.signedIn && line.pausedReason === null && line.wrapUpEndsAtMs === null
}

/** What a leg is in the call it belongs to. */
export type LegRole =
  | { readonly kind: 'offer'; readonly call: FloorCall; readonly offer: Offer }
  | { readonly kind: 'dialler'; readonly call: FloorCall; readonly extension: string }
  | { readonly kind: 'party'; readonly call: JoinedCall; readonly party: Party }

/** The role of a leg; null when it is in no call, for example after it was hung up here. */
export function findLeg(state: FloorState, legId: LegId): LegRole | null {
  for (const call of state.calls.values()) {
    const role = roleIn(call, legId)
    if (role !== null) return role
  }
  return null
}

function roleIn(call: FloorCall, legId: LegId): LegRole | null {
  const offer = offersOf(call).find((each) => each.legId === legId)
  if (offer !== undefined) return { kind: 'offer', call, offer }
  if (call.stage.kind === 'dialling' && call.stage.legId === legId) {
    return { kind: 'dialler', call, extension: call.stage.extension }
  }
  if (!isJoined(call)) return null
  const party = call.stage.parties.find((each) => each.legId === legId)
  return party === undefined ? null : { kind: 'party', call, party }
}
