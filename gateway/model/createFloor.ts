/** Makes the floor a gateway starts with: its people, with what the store remembers of them. */
import type { Activity, Agent, AgentDay, AgentStatus, ChosenStatus, Role, WrapUp } from '#contract/agent'
import type { BreakRule } from '#contract/breakRule'
import type { SiteDialling } from '#contract/dialRules'
import type { AgentId, QueueId } from '#contract/ids'
import type { DeskMessage } from '#contract/message'
import type { QueueDay } from '#contract/queue'
import type { ReachPolicy } from '#contract/reach'
import type { PauseReason } from '#contract/reason'
import { emptyAgentDay, type Floor, type QueueMarks, type Seat } from '#gateway/model/floor'
import { isAsking } from '#gateway/model/peopleEvents'
import { keepRecent, type RecentMinute } from '#gateway/model/recentMinutes'

/** Someone who can sign in. One person has one extension. */
export interface Person {
  readonly id: AgentId
  readonly userName: string
  readonly name: string
  readonly role: Role
  readonly extension: string
}

/** What must outlive a restart of the gateway, for one person. */
export interface SavedSeat {
  readonly seat: Seat
  readonly status: AgentStatus
  readonly nextStatus: ChosenStatus | null
  readonly wrapUp: WrapUp | null
  /** What they have asked for. */
  readonly asked?: Pick<Agent, 'help' | 'breakRequest' | 'leavesAfterCall'>
}

export interface FloorSeed {
  readonly people: readonly Person[]
  readonly saved: ReadonlyMap<AgentId, SavedSeat>
  readonly pauseReasons: readonly PauseReason[]
  /** None unless told. */
  readonly breakRules?: readonly BreakRule[]
  /** null unless told. */
  readonly dialling?: SiteDialling | null
  /** `off` unless told. */
  readonly reach?: ReachPolicy
  /** False unless told. */
  readonly joinsCalls?: boolean
  /** null unless told. */
  readonly resumeRecordingAfterMs?: number | null
  /** None unless told. */
  readonly queueMarks?: QueueMarks
  readonly day: string
  readonly agentDays: ReadonlyMap<AgentId, AgentDay>
  readonly queueDays: ReadonlyMap<QueueId, QueueDay>
  /** Of the last half hour; none unless told. */
  readonly recents?: ReadonlyMap<QueueId, readonly RecentMinute[]>
  /** Standing ones; none unless told. */
  readonly messages?: readonly DeskMessage[]
  readonly nowMs: number
}

export function createFloor(seed: FloorSeed): Floor {
  return {
    agents: new Map(seed.people.map((person) => [person.id, toAgent(person, seed)])),
    queues: new Map(),
    calls: new Map(),
    monitors: new Map(),
    messages: new Map(seed.messages?.map((message) => [message.id, message])),
    strangers: new Map(),
    pauseReasons: seed.pauseReasons,
    breakRules: seed.breakRules ?? [],
    dialling: seed.dialling ?? null,
    reach: seed.reach ?? 'off',
    unproven: new Set(),
    joinsCalls: seed.joinsCalls ?? false,
    resumeRecordingAfterMs: seed.resumeRecordingAfterMs ?? null,
    queueMarks: seed.queueMarks ?? new Map(),
    asking: new Set(seed.people.flatMap(({ id }) => (isAsking(seed.saved.get(id)?.asked) ? [id] : []))),
    pbx: { kind: 'connecting', sinceMs: seed.nowMs, failure: null, roundTripMs: null },
    seats: new Map(seed.people.map(({ id }) => [id, seed.saved.get(id)?.seat ?? { kind: 'signedOut' }])),
    agentIds: new Map(seed.people.map(({ id, extension }) => [extension, id])),
    talks: new Map(),
    beside: new Map(),
    homes: new Map(),
    owed: new Map(),
    day: seed.day,
    recents: toRecents(seed),
    earlier: { agents: seed.agentDays, queues: seed.queueDays },
  }
}

/** The store may have been closed for longer than half an hour. */
function toRecents({ recents = new Map(), nowMs }: FloorSeed): Floor['recents'] {
  const minute = Math.floor(nowMs / 60_000)
  const kept = [...recents].map(([id, minutes]) => [id, keepRecent(minutes, minute)] as const)
  return new Map(kept.filter(([, minutes]) => minutes.length > 0))
}

function toAgent(person: Person, seed: FloorSeed): Agent {
  const saved = seed.saved.get(person.id)
  return {
    id: person.id,
    name: person.name,
    extension: person.extension,
    role: person.role,
    queueIds: [],
    status: saved?.status ?? { kind: 'offline', sinceMs: seed.nowMs },
    nextStatus: saved?.nextStatus ?? null,
    ...saved?.asked,
    activity: toActivity(saved?.wrapUp ?? null, seed.nowMs),
    phone: 'absent',
    ...(saved?.seat.kind === 'vanished' ? { isLost: true as const } : {}),
    today: seed.agentDays.get(person.id) ?? emptyAgentDay,
  }
}

function toActivity(wrapUp: WrapUp | null, nowMs: number): Activity {
  if (wrapUp === null) return { kind: 'idle', sinceMs: nowMs }
  return { kind: 'wrapUp', wrapUp, sinceMs: wrapUp.startedAtMs }
}
