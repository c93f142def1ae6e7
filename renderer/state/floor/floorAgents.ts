/** The agents of the floor as rows: each stays the same object until something it shows has changed. */
import { type Agent, type Presence, presenceSinceMs, toPresence } from '#contract/agent'
import type { Call } from '#contract/call'
import type { Centre } from '#contract/centre'
import type { AgentId, CallId, QueueId } from '#contract/ids'
import type { Monitor } from '#contract/monitor'
import type { PauseReason } from '#contract/reason'
import { hasWords, toSearchText } from '#renderer/state/floor/floorSearch'

export interface AgentRow {
  readonly kind: 'agent'
  /** Of the agent, or of the agent in one queue where rows stand by queue. */
  readonly key: string
  readonly agent: Agent
  readonly presence: Presence
  /** By the gateway's clock. */
  readonly sinceMs: number
  /** The call on their phone, or ringing on it; null for none. */
  readonly call: Call | null
  /** Queue of the call, or of the one wrapped up; null outside queues. */
  readonly queueName: string | null
  /** Why they are away; null while they are not, or the list does not know the reason. */
  readonly reason: PauseReason | null
  /** A supervisor's session on them, the first of several. */
  readonly monitor: Monitor | null
}

export type AgentRowsOf = (centre: Centre) => readonly AgentRow[]

/** Answers the rows of a centre, in its order. The same list while no row changed. */
export function createAgentRows(): AgentRowsOf {
  let list: readonly AgentRow[] = []
  let last: Centre | null = null
  return (centre) => {
    if (last !== null && isSameFloor(last, centre)) return list
    last = centre
    const around = toSurroundings(centre)
    const before = list
    // Agents keep their places: hardly ever must one be looked for.
    let rows: ReadonlyMap<AgentId, AgentRow> | null = null
    const find = (agentId: AgentId): AgentRow | undefined => {
      rows ??= new Map(before.map((row) => [row.agent.id, row]))
      return rows.get(agentId)
    }
    let isSame = centre.agents.length === before.length
    const made = centre.agents.map((agent, index) => {
      const there = before[index]
      const kept = there?.agent.id === agent.id ? there : find(agent.id)
      const row = toAgentRow(agent, around, kept)
      isSame &&= row === there
      return row
    })
    if (!isSame) list = made
    return list
  }
}

function isSameFloor(a: Centre, b: Centre): boolean {
  return (
    a.agents === b.agents &&
    a.calls === b.calls &&
    a.queues === b.queues &&
    a.monitors === b.monitors &&
    a.pauseReasons === b.pauseReasons
  )
}

interface Surroundings {
  readonly calls: ReadonlyMap<CallId, Call>
  readonly queueNames: ReadonlyMap<QueueId, string>
  readonly reasons: ReadonlyMap<string, PauseReason>
  readonly monitors: ReadonlyMap<AgentId, Monitor>
}

function toSurroundings(centre: Centre): Surroundings {
  const monitors = new Map<AgentId, Monitor>()
  for (const monitor of centre.monitors) {
    const agentId = toMonitored(monitor)
    if (agentId !== null && !monitors.has(agentId)) monitors.set(agentId, monitor)
  }
  return {
    calls: new Map(centre.calls.map((call) => [call.id, call])),
    queueNames: new Map(centre.queues.map((queue) => [queue.id, queue.name])),
    reasons: new Map(centre.pauseReasons.map((reason) => [reason.id, reason])),
    monitors,
  }
}

/** Whose calls a session is about now; null for none or an ended one. */
export function toMonitored({ state, target }: Monitor): AgentId | null {
  if (state.kind === 'ended') return null
  if (state.kind !== 'opening' && state.kind !== 'waiting') return state.agentId
  return target.kind === 'agent' ? target.agentId : null
}

/** The row there was, while it still says the same. */
function toAgentRow(agent: Agent, around: Surroundings, kept: AgentRow | undefined): AgentRow {
  const { activity, status } = agent
  const call = 'callId' in activity ? (around.calls.get(activity.callId) ?? null) : null
  const queueId = activity.kind === 'wrapUp' ? activity.wrapUp.queueId : (call?.queueId ?? null)
  const queueName = queueId === null ? null : (around.queueNames.get(queueId) ?? null)
  const isPaused = status.kind === 'break' || status.kind === 'notReady'
  const reason = isPaused ? (around.reasons.get(status.reasonId) ?? null) : null
  const monitor = around.monitors.get(agent.id) ?? null
  const isSame =
    kept?.agent === agent &&
    kept.call === call &&
    kept.queueName === queueName &&
    kept.reason === reason &&
    kept.monitor === monitor
  if (isSame) return kept
  return {
    kind: 'agent',
    key: agent.id,
    agent,
    presence: toPresence(agent),
    sinceMs: presenceSinceMs(agent),
    call,
    queueName,
    reason,
    monitor,
  }
}

export interface AgentFilter {
  /** As `toSearchWords` gives them; none finds everyone. */
  readonly words: readonly string[]
  /** A presence, `help`, `breakRequest` or `all`. */
  readonly state: string
}

export function filterAgents(rows: readonly AgentRow[], filter: AgentFilter): readonly AgentRow[] {
  if (filter.words.length === 0 && filter.state === 'all') return rows
  return rows.filter((row) => isInState(row, filter.state) && hasWords(searchTextOf(row), filter.words))
}

export function isInState({ agent, presence }: AgentRow, state: string): boolean {
  if (state === 'all') return true
  if (state === 'help') return agent.help !== undefined
  if (state === 'breakRequest') return agent.breakRequest !== undefined
  return presence === state
}

const searchTexts = new WeakMap<AgentRow, string>()

/** Name, extension, queue and the caller, made once for each row that is looked at. */
function searchTextOf(row: AgentRow): string {
  const known = searchTexts.get(row)
  if (known !== undefined) return known
  const { agent, call, queueName } = row
  const parts = [agent.name, agent.extension, queueName, call?.caller.name, call?.caller.number]
  const text = toSearchText(parts.filter((part) => part != null).join(' | '))
  searchTexts.set(row, text)
  return text
}
