/** The live model's state: what the wire shows of the centre, and the little more that the reducer must remember. */
import type { Activity, Agent, AgentDay, ChosenStatus, WrapUp } from '#contract/agent'
import type { BreakRule } from '#contract/breakRule'
import type { Call } from '#contract/call'
import type { Centre, Stranger } from '#contract/centre'
import type { SiteDialling } from '#contract/dialRules'
import type { AgentId, CallId, MessageId, MonitorId, QueueId } from '#contract/ids'
import type { LinkState } from '#contract/link'
import type { DeskMessage } from '#contract/message'
import type { Monitor } from '#contract/monitor'
import type { Queue, QueueDay } from '#contract/queue'
import type { ReachPolicy } from '#contract/reach'
import type { PauseReason } from '#contract/reason'
import type { RecentMinute } from '#gateway/model/recentMinutes'

/**
 * Whether a person is at a desk. Only people have a seat; an extension nobody owns follows the PBX alone.
 *
 * signedOut ─sign-in─▶ here ─connection lost for the grace─▶ vanished ─resume─▶ here
 *     ▲                 │                                       │
 *     └────sign-out─────┴───────────session ran out─────────────┘
 */
export type Seat =
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'here' }
  /** `status` is what the person had chosen; it is in force again when the desk comes back. */
  | { readonly kind: 'vanished'; readonly status: ChosenStatus }

export type BesideActivity = Extract<Activity, { readonly kind: 'ringing' | 'talking' }>

/** What a queue's rules say to every desk; nothing for a queue without a rule. */
export type QueueMark = Pick<Queue, 'tellsMonitoring' | 'allowsMonitoring'>
export type QueueMarks = ReadonlyMap<QueueId, QueueMark>

export interface Floor {
  readonly agents: ReadonlyMap<AgentId, Agent>
  readonly queues: ReadonlyMap<QueueId, Queue>
  readonly calls: ReadonlyMap<CallId, Call>
  readonly monitors: ReadonlyMap<MonitorId, Monitor>
  /** Standing ones; those put aside are in the store. */
  readonly messages: ReadonlyMap<MessageId, DeskMessage>
  /** Spies that no session explains, by the name the PBX has for them. */
  readonly strangers: ReadonlyMap<string, Stranger>
  readonly pauseReasons: readonly PauseReason[]
  readonly breakRules: readonly BreakRule[]
  /** null where the site set nothing. */
  readonly dialling: SiteDialling | null
  readonly reach: ReachPolicy
  /** Whether the telephone system joins calls to conferences. */
  readonly joinsCalls: boolean
  /** Whose desk has not proved itself since its sign-in; nobody where the site does not require it. */
  readonly unproven: ReadonlySet<AgentId>
  /** How long a recording stays paused before it is resumed without anybody; null for as long as it takes. */
  readonly resumeRecordingAfterMs: number | null
  /** As the site set them when the gateway started. */
  readonly queueMarks: QueueMarks
  /** Who asks for help or a break, or leaves after their call: what watches them need not look at everybody. */
  readonly asking: ReadonlySet<AgentId>
  readonly pbx: LinkState
  /** One for each person, none for an extension without a person. */
  readonly seats: ReadonlyMap<AgentId, Seat>
  readonly agentIds: ReadonlyMap<string, AgentId>
  /** Since when an agent talks in a call they answered, by `talkKey`; the source of talk time. */
  readonly talks: ReadonlyMap<string, number>
  /**
   * What an agent does in a call that names another one, by `talkKey`: rings for a colleague who dials, or talks with
   * the colleague they dialled. It is theirs to go back to when their other call ends.
   */
  readonly beside: ReadonlyMap<string, { readonly agentId: AgentId; readonly activity: BesideActivity }>
  /** The queue each call last stood in, also while it is parked or on its way; none for a call that never had one. */
  readonly homes: ReadonlyMap<CallId, QueueId>
  /** After-call work put off because the agent is in another call. */
  readonly owed: ReadonlyMap<AgentId, WrapUp>
  /** Local day of the centre (`YYYY-MM-DD`) that every `today` counts. */
  readonly day: string
  /** What each queue's callers met with in the last half hour, oldest minute first; none for a quiet queue. */
  readonly recents: ReadonlyMap<QueueId, readonly RecentMinute[]>
  /** Numbers of this day for rows that are not on the floor now: before a restart, or removed by a snapshot. */
  readonly earlier: {
    readonly agents: ReadonlyMap<AgentId, AgentDay>
    readonly queues: ReadonlyMap<QueueId, QueueDay>
  }
}

export const emptyAgentDay: AgentDay = {
  handled: 0,
  missed: 0,
  talkMs: 0,
  wrapUpMs: 0,
  finished: 0,
  wrappedUp: 0,
}

export const talkKey = (agentId: AgentId, callId: CallId): string => `${agentId}\n${callId}`

/** The rows in the shape of the contract, all of them. */
export function toCentre(floor: Floor): Centre {
  return {
    agents: [...floor.agents.values()],
    queues: [...floor.queues.values()],
    calls: [...floor.calls.values()],
    monitors: [...floor.monitors.values()],
    messages: [...floor.messages.values()],
    strangers: [...floor.strangers.values()],
    pauseReasons: [...floor.pauseReasons],
    ...(floor.breakRules.length > 0 && { breakRules: [...floor.breakRules] }),
    ...(floor.dialling !== null && { dialling: floor.dialling }),
    ...(floor.reach !== 'off' && { reach: floor.reach }),
    ...(floor.joinsCalls && { joinsCalls: true as const }),
    pbx: floor.pbx,
  }
}

export function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return map.get(key) === value ? map : new Map(map).set(key, value)
}

export function withoutEntry<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  if (!map.has(key)) return map
  const rest = new Map(map)
  rest.delete(key)
  return rest
}

/** The floor with one agent's row changed; the same floor when there is no such agent or nothing changed. */
export function changeAgent(floor: Floor, id: AgentId, change: (agent: Agent) => Agent): Floor {
  const agent = floor.agents.get(id)
  if (agent === undefined) return floor
  const changed = change(agent)
  return changed === agent ? floor : { ...floor, agents: withEntry(floor.agents, id, changed) }
}

export function changeQueue(floor: Floor, id: QueueId, change: (queue: Queue) => Queue): Floor {
  const queue = floor.queues.get(id)
  if (queue === undefined) return floor
  return { ...floor, queues: withEntry(floor.queues, id, change(queue)) }
}

export function putCall(floor: Floor, call: Call): Floor {
  const homes = call.queueId === null ? floor.homes : withEntry(floor.homes, call.id, call.queueId)
  return { ...floor, calls: withEntry(floor.calls, call.id, call), homes }
}

export function dropCall(floor: Floor, callId: CallId): Floor {
  return { ...floor, calls: withoutEntry(floor.calls, callId), homes: withoutEntry(floor.homes, callId) }
}

/** The queue a call is to be counted to, wherever the caller is now; null for a call that never had one. */
export function homeOf(floor: Floor, call: Pick<Call, 'id' | 'queueId'>): QueueId | null {
  return call.queueId ?? floor.homes.get(call.id) ?? null
}

/** The agent of an extension; extensions nobody has told us of become agents of their own. */
export function ensureAgent(floor: Floor, extension: string, atMs: number): readonly [Floor, AgentId] {
  const known = ensureAgents(floor, [extension], atMs)
  return [known, known.agentIds.get(extension) ?? toExtensionId(extension)]
}

/** The same for many at once: a centre of thousands is copied once and not once for each. */
export function ensureAgents(floor: Floor, extensions: readonly string[], atMs: number): Floor {
  const unknown = extensions.filter((extension) => !floor.agentIds.has(extension))
  if (unknown.length === 0) return floor
  const agents = new Map(floor.agents)
  const agentIds = new Map(floor.agentIds)
  for (const extension of unknown) {
    const agent = toUnownedAgent(floor, extension, atMs)
    agents.set(agent.id, agent)
    agentIds.set(extension, agent.id)
  }
  return { ...floor, agents, agentIds }
}

const toExtensionId = (extension: string) => `ext-${extension}` as AgentId

function toUnownedAgent(floor: Floor, extension: string, atMs: number): Agent {
  const id = toExtensionId(extension)
  return {
    id,
    name: extension,
    extension,
    role: 'agent',
    queueIds: [],
    status: { kind: 'offline', sinceMs: atMs },
    nextStatus: null,
    activity: { kind: 'idle', sinceMs: atMs },
    phone: 'absent',
    today: floor.earlier.agents.get(id) ?? emptyAgentDay,
  }
}

/** Whether the agent talks in the call, or holds it: as the one it stands for, as the one who dialled, or joined to it. */
export function isTalking(floor: Floor, agentId: AgentId, callId: CallId): boolean {
  const state = floor.calls.get(callId)?.state
  if (state === undefined) return false
  if (state.kind === 'talking' || state.kind === 'held') {
    if (state.agentId === agentId) return true
    return floor.beside.get(talkKey(agentId, callId))?.activity.kind === 'talking'
  }
  return false
}

export function putBeside(floor: Floor, agentId: AgentId, activity: BesideActivity): Floor {
  return {
    ...floor,
    beside: withEntry(floor.beside, talkKey(agentId, activity.callId), { agentId, activity }),
  }
}

export function dropBeside(floor: Floor, agentId: AgentId, callId: CallId): Floor {
  const beside = withoutEntry(floor.beside, talkKey(agentId, callId))
  return beside === floor.beside ? floor : { ...floor, beside }
}

/** Everybody's part in a call that is over. */
export function dropBesides(floor: Floor, callId: CallId): Floor {
  const rest = [...floor.beside].filter(([, { activity }]) => activity.callId !== callId)
  return rest.length === floor.beside.size ? floor : { ...floor, beside: new Map(rest) }
}
