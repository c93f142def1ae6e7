/** The live model as it crosses the wire: one snapshot with a sequence number, then deltas without a gap. */
import { z } from 'zod'
import { Agent } from '#contract/agent'
import { BreakRule } from '#contract/breakRule'
import { Call } from '#contract/call'
import { SiteDialling } from '#contract/dialRules'
import { AgentId, CallId, MessageId, MonitorId, QueueId } from '#contract/ids'
import { LinkState } from '#contract/link'
import { DeskMessage } from '#contract/message'
import { Monitor, MonitorRight } from '#contract/monitor'
import { Queue } from '#contract/queue'
import { ReachPolicy } from '#contract/reach'
import { PauseReason } from '#contract/reason'
import { ShownNumber } from '#contract/shownNumber'
import { Team } from '#contract/team'
import { EpochMs } from '#contract/time'

/** Where a reader stands in the stream. A new `epoch` (gateway restarted) always means a new snapshot. */
export const LivePosition = z.object({
  epoch: z.string().min(1).max(64),
  /** Sequence number of the last delta applied; 0 after the first snapshot of an epoch. */
  seq: z.number().int().nonnegative(),
})
export type LivePosition = z.infer<typeof LivePosition>

/** Somebody listens on the switch who is none of this gateway's sessions. */
export const Stranger = z.object({
  /** The spy's channel or phone, as the PBX names it; of several spies it tells which. */
  spy: z.string().min(1).max(128),
  /** Whose phone is listened to; null for a phone nobody has. */
  agentId: AgentId.nullable(),
  sinceMs: EpochMs,
})
export type Stranger = z.infer<typeof Stranger>

/** Everything this reader may see, at one moment. */
export const Centre = z.object({
  agents: z.array(Agent),
  queues: z.array(Queue),
  /** Waiting and live calls; an ended call is not here. */
  calls: z.array(Call),
  /** Monitoring sessions: a supervisor's own and those of the same floor; of an agent those on their own calls. */
  monitors: z.array(Monitor).default([]),
  /** How much the reader may monitor of whom they see, for the page to offer no more; absent where nobody says. */
  monitorRight: MonitorRight.optional(),
  /** What was put on the reader's own screen and still stands; for a supervisor also what they sent. */
  messages: z.array(DeskMessage).default([]),
  /** Spies nobody authorised, for supervisors and admins; agents are shown none. */
  strangers: z.array(Stranger).default([]),
  pauseReasons: z.array(PauseReason),
  /** As the site set them when the gateway started: a supervisor's own, else all; absent for agents, and for none. */
  teams: z.array(Team).optional(),
  /** As the site set them when the gateway started; absent for none. */
  breakRules: z.array(BreakRule).optional(),
  /** As the site set it when the gateway started; absent where nothing was set. */
  dialling: SiteDialling.optional(),
  /** What the reader may show to whoever they call outside, the usual one first; absent where the site offers none. */
  shownNumbers: z.array(ShownNumber).max(50).optional(),
  /** Whether desks prove that they can be reached; absent for `off`. */
  reach: ReachPolicy.optional(),
  /** Whether the telephone system joins calls to conferences; absent for no. */
  joinsCalls: z.literal(true).optional(),
  /** The gateway's own link to the PBX. */
  pbx: LinkState,
})
export type Centre = z.infer<typeof Centre>

export const Change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agent'), agent: Agent }),
  z.object({ kind: z.literal('agentGone'), agentId: AgentId }),
  z.object({ kind: z.literal('queue'), queue: Queue }),
  z.object({ kind: z.literal('queueGone'), queueId: QueueId }),
  z.object({ kind: z.literal('call'), call: Call }),
  z.object({ kind: z.literal('callGone'), callId: CallId }),
  z.object({ kind: z.literal('monitor'), monitor: Monitor }),
  z.object({ kind: z.literal('monitorGone'), monitorId: MonitorId }),
  z.object({ kind: z.literal('message'), message: DeskMessage }),
  z.object({ kind: z.literal('messageGone'), messageId: MessageId }),
  z.object({ kind: z.literal('stranger'), stranger: Stranger }),
  z.object({ kind: z.literal('strangerGone'), spy: z.string().min(1).max(128) }),
  z.object({ kind: z.literal('pbx'), pbx: LinkState }),
])
export type Change = z.infer<typeof Change>

/** `atMs` is the gateway's clock when it sent the message: the reader ticks from it, not from its own clock. */
export const LiveMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('snapshot'), position: LivePosition, atMs: EpochMs, centre: Centre }),
  z.object({
    kind: z.literal('delta'),
    /** Where the reader stands after it. */
    position: LivePosition,
    atMs: EpochMs,
    changes: z.array(Change),
    /** How many deltas it holds in one, each row as the last of them left it; 1 unless told. */
    spans: z.number().int().positive().optional(),
  }),
  /** Sent when nothing else was for 5 s: proof of life and of the clock. */
  z.object({ kind: z.literal('pulse'), position: LivePosition, atMs: EpochMs }),
])
export type LiveMessage = z.infer<typeof LiveMessage>

export const emptyCentre = (pbx: LinkState): Centre => ({
  agents: [],
  queues: [],
  calls: [],
  monitors: [],
  messages: [],
  strangers: [],
  pauseReasons: [],
  pbx,
})

/** The centre after the changes; the lists of kinds that did not change keep their identity. */
export function applyChanges(centre: Centre, changes: readonly Change[]): Centre {
  const tables = openTables(centre)
  let { pbx } = centre
  for (const change of changes) {
    if (change.kind === 'pbx') pbx = change.pbx
    else applyChange(tables, change)
  }
  return {
    ...centre,
    agents: tables.agents.rows(),
    queues: tables.queues.rows(),
    calls: tables.calls.rows(),
    monitors: tables.monitors.rows(),
    messages: tables.messages.rows(),
    strangers: tables.strangers.rows(),
    pbx,
  }
}

const openTables = ({ agents, queues, calls, monitors, messages, strangers }: Centre) => ({
  agents: openTable(agents, toId),
  queues: openTable(queues, toId),
  calls: openTable(calls, toId),
  monitors: openTable(monitors, toId),
  messages: openTable(messages, toId),
  strangers: openTable(strangers, ({ spy }) => spy),
})

const toId = ({ id }: { readonly id: string }) => id

interface Table<T> {
  /** Replaces the row of the same id in place, or appends it: a row never jumps. */
  put(row: T): void
  drop(id: string): void
  /** The very list it was opened with, unless something was put or dropped. */
  rows(): T[]
}

/** A list is copied once for a message and not once for each change: a big floor tells dozens, many times a second. */
function openTable<T>(before: T[], idOf: (row: T) => string): Table<T> {
  let after: Map<string, T> | null = null
  const open = () => {
    after ??= new Map(before.map((row) => [idOf(row), row]))
    return after
  }
  return {
    put: (row) => void open().set(idOf(row), row),
    drop: (id) => void open().delete(id),
    rows: () => (after === null ? before : [...after.values()]),
  }
}

type RowChange = Exclude<Change, { readonly kind: 'pbx' }>

function applyChange(tables: ReturnType<typeof openTables>, change: RowChange): void {
  const { agents, queues, calls, monitors, messages, strangers } = tables
  switch (change.kind) {
    case 'agent':
      agents.put(change.agent)
      break
    case 'agentGone':
      agents.drop(change.agentId)
      break
    case 'queue':
      queues.put(change.queue)
      break
    case 'queueGone':
      queues.drop(change.queueId)
      break
    case 'call':
      calls.put(change.call)
      break
    case 'callGone':
      calls.drop(change.callId)
      break
    case 'monitor':
      monitors.put(change.monitor)
      break
    case 'monitorGone':
      monitors.drop(change.monitorId)
      break
    case 'message':
      messages.put(change.message)
      break
    case 'messageGone':
      messages.drop(change.messageId)
      break
    case 'stranger':
      // Who is told of again stands last.
      strangers.drop(change.stranger.spy)
      strangers.put(change.stranger)
      break
    case 'strangerGone':
      strangers.drop(change.spy)
      break
  }
}

/** What a reader must do with a message: apply it, drop it as already seen, or ask for a new snapshot. */
export function judgeMessage(position: LivePosition | null, message: LiveMessage): 'apply' | 'stale' | 'gap' {
  if (message.kind === 'snapshot') return 'apply'
  if (position === null || message.position.epoch !== position.epoch) return 'gap'
  const ahead = message.position.seq - position.seq
  if (message.kind === 'pulse') return ahead === 0 ? 'apply' : ahead < 0 ? 'stale' : 'gap'
  const spans = message.spans ?? 1
  // One that begins before our place and ends after it cannot be told from one that skips: a snapshot is safe.
  return ahead === spans ? 'apply' : ahead < 1 ? 'stale' : 'gap'
}
