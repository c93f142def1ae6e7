/** Numbers what changed on the floor: gathers changes of a short window into one delta and keeps the recent ones. */
import type { Call } from '#contract/call'
import type { Change } from '#contract/centre'
import type { AgentId, CallId, QueueId } from '#contract/ids'
import type { DeskMessage } from '#contract/message'
import type { Monitor } from '#contract/monitor'
import type { Clock } from '#contract/time'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'
import type { Floor } from '#gateway/model/floor'
import { toChanges } from '#gateway/model/toChanges'
import type { ChangeSlice } from '#gateway/model/visibleTo'

/** One delta, before it is cut to what a viewer may see. */
export interface JournalEntry extends ChangeSlice {
  readonly seq: number
  /** Agents who joined or left a queue here: what they may see changed as a whole, so they need a snapshot. */
  readonly reshaped: ReadonlySet<AgentId>
  readonly concerns: Concerns
}

/** Whose work the delta is about; to everybody else it is the floor moving in the distance. */
export interface Concerns {
  readonly everyone: boolean
  readonly agentIds: ReadonlySet<AgentId>
  /** Queues whose callers changed. */
  readonly queueIds: ReadonlySet<QueueId>
}

export interface Journal {
  readonly epoch: string
  /** Sequence number of the last delta, and the floor as it was then. */
  readonly seq: number
  readonly floor: Floor
  /** The delta of a sequence number; null when it is too old or not yet there. */
  entry(seq: number): JournalEntry | null
  /** Closes the window now, so that what was told before is in the journal. */
  flush(): void
  onEntry(listener: () => void): () => void
  close(): void
}

export interface JournalOptions {
  readonly centre: LiveCentre
  readonly clock: Clock
  readonly epoch: string
  /** How many deltas a reader may have missed and still be told them one by one. */
  readonly keep: number
  /** Changes after the first within this time share a delta; 20 ms at most keeps the floor live. */
  readonly windowMs: number
}

export function createJournal({ centre, clock, epoch, keep, windowMs }: JournalOptions): Journal {
  const entries = new Map<number, JournalEntry>()
  const listeners = new Set<() => void>()
  let seq = 0
  let floor = centre.floor
  let flushedAtMs = Number.NEGATIVE_INFINITY
  let cancelFlush: (() => void) | null = null
  let isClosed = false

  function flush(): void {
    cancelFlush?.()
    cancelFlush = null
    if (isClosed) return
    const before = floor
    floor = centre.floor
    const changes = toChanges(before, floor)
    if (changes.length === 0) return
    flushedAtMs = clock.nowMs()
    seq += 1
    entries.set(seq, {
      seq,
      changes,
      callsBefore: toCallsBefore(changes, before),
      monitorsBefore: changes.some(isOfMonitors) ? before.monitors : nothingBefore,
      messagesBefore: changes.some(isOfMessages) ? before.messages : nothingBefore,
      homesBefore: toHomes(changes, before),
      homes: toHomes(changes, floor),
      reshaped: toReshaped(changes, before),
      concerns: toConcerns(changes, before),
    })
    entries.delete(seq - keep)
    for (const listener of listeners) listener()
  }

  /** The first change after a quiet time goes out with its own tick; those that follow wait for the window. */
  function schedule(): void {
    if (cancelFlush !== null) return
    const quietMs = clock.nowMs() - flushedAtMs
    if (quietMs < 0 || quietMs >= windowMs) {
      cancelFlush = () => {}
      queueMicrotask(flush)
      return
    }
    cancelFlush = clock.after(windowMs - quietMs, flush)
  }

  const stop = centre.onStep(schedule)
  return {
    epoch,
    get seq() {
      return seq
    },
    get floor() {
      return floor
    },
    entry: (wanted) => entries.get(wanted) ?? null,
    flush,
    onEntry(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      isClosed = true
      cancelFlush?.()
      stop()
      listeners.clear()
    },
  }
}

const nothingBefore = new Map<never, never>()
const isOfMonitors = ({ kind }: Change) => kind === 'monitor' || kind === 'monitorGone'
const isOfMessages = ({ kind }: Change) => kind === 'message' || kind === 'messageGone'

function toCallsBefore(changes: readonly Change[], before: Floor): ReadonlyMap<CallId, Call> {
  const calls = new Map<CallId, Call>()
  for (const change of changes) {
    if (change.kind !== 'call' && change.kind !== 'callGone') continue
    const id = change.kind === 'call' ? change.call.id : change.callId
    const call = before.calls.get(id)
    if (call !== undefined) calls.set(id, call)
  }
  return calls
}

function toHomes(changes: readonly Change[], { homes }: Floor): ReadonlyMap<CallId, QueueId> {
  const told = new Map<CallId, QueueId>()
  for (const change of changes) {
    if (change.kind !== 'call' && change.kind !== 'callGone') continue
    const id = change.kind === 'call' ? change.call.id : change.callId
    const home = homes.get(id)
    if (home !== undefined) told.set(id, home)
  }
  return told
}

function toReshaped(changes: readonly Change[], before: Floor): ReadonlySet<AgentId> {
  const reshaped = new Set<AgentId>()
  for (const change of changes) {
    if (change.kind !== 'agent') continue
    const { id, queueIds } = change.agent
    const was = before.agents.get(id)?.queueIds ?? []
    if (was.length !== queueIds.length || queueIds.some((queueId) => !was.includes(queueId))) reshaped.add(id)
  }
  return reshaped
}

function toConcerns(changes: readonly Change[], before: Floor): Concerns {
  const agentIds = new Set<AgentId>()
  const queueIds = new Set<QueueId>()
  let everyone = false
  const note = (call: Call | undefined) => {
    if (call === undefined) return
    if (call.queueId !== null) queueIds.add(call.queueId)
    if (call.state.kind === 'waiting') for (const id of call.state.offeredTo) agentIds.add(id)
    else agentIds.add(call.state.agentId)
  }
  const noteMonitor = (monitor: Monitor | undefined) => {
    if (monitor === undefined) return
    agentIds.add(monitor.supervisorId)
    if ('agentId' in monitor.state) agentIds.add(monitor.state.agentId)
  }
  const noteMessage = (message: DeskMessage | undefined) => {
    if (message !== undefined) agentIds.add(message.fromId).add(message.toId)
  }
  for (const change of changes) {
    if (change.kind === 'monitor') {
      noteMonitor(change.monitor)
      noteMonitor(before.monitors.get(change.monitor.id))
    } else if (change.kind === 'monitorGone') noteMonitor(before.monitors.get(change.monitorId))
    else if (change.kind === 'message') noteMessage(change.message)
    else if (change.kind === 'messageGone') noteMessage(before.messages.get(change.messageId))
    else if (change.kind === 'agent') agentIds.add(change.agent.id)
    else if (change.kind === 'call') note(change.call)
    else if (change.kind !== 'queue' && change.kind !== 'callGone') everyone = true
    if (change.kind === 'call') note(before.calls.get(change.call.id))
    if (change.kind === 'callGone') note(before.calls.get(change.callId))
  }
  return { everyone, agentIds, queueIds }
}
