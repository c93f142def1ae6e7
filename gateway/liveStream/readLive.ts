/** One desk's live stream: what it missed or a snapshot, then deltas as they concern it, and a pulse. */
import type { Change, LiveMessage, LivePosition } from '#contract/centre'
import type { Failure } from '#contract/failure'
import type { Clock } from '#contract/time'
import type { WireMessage } from '#contract/wire'
import type { Journal, JournalEntry } from '#gateway/liveStream/journal'
import type { LiveTexts } from '#gateway/liveStream/liveTexts'
import { toCentre } from '#gateway/model/floor'
import { reshapesView, type Viewer, visibleChanges, visibleTo } from '#gateway/model/visibleTo'

/** Silence after which a pulse is sent. */
export const pulseMs = 5000
/**
 * What does not concern the reader's own work waits for company: the rest of the floor is told once in this time at
 * most. Who acts on the floor sees it sooner than a hand moves; an agent glances at it.
 */
export const paceMs: Readonly<Record<Viewer['role'], number>> = { agent: 200, supervisor: 50, admin: 50 }

export interface LiveReader {
  readonly viewer: Viewer
  /** Why the session is over; null while it lasts. */
  ended(): Failure | null
  /** Calls back once when the session ends; the function returned cancels that. */
  onEnded(listener: () => void): () => void
}

interface LiveSource {
  readonly journal: Journal
  readonly clock: Clock
  readonly texts: LiveTexts
}

/**
 * The reader pulls, so a slow one costs no memory: what it has not taken stays in the journal they all share, and is
 * told in one delta; once its place there is lost it gets a snapshot.
 */
export async function* readLive(
  reader: LiveReader,
  source: LiveSource,
  from: LivePosition | null,
  signal: AbortSignal | undefined,
): AsyncGenerator<WireMessage, void> {
  const { journal, clock } = source
  let seq = from !== null && from.epoch === journal.epoch && from.seq <= journal.seq ? from.seq : null
  let sentAtMs: number | null = null
  while (signal?.aborted !== true) {
    // A desk that missed nothing is told so at once, not after the first silence.
    if (seq !== null && sentAtMs !== null && reader.ended() === null) {
      await waitForNews(reader, source, { seq, sentAtMs }, signal)
    }
    const failure = reader.ended()
    if (failure !== null) {
      yield { kind: 'ended', failure }
      return
    }
    sentAtMs = clock.nowMs()
    if (seq === null || seq < journal.seq) {
      const message = nextMessage(source, reader.viewer, seq)
      seq = message.position.seq
      yield message
    } else yield { kind: 'pulse', position: { epoch: journal.epoch, seq }, atMs: sentAtMs }
  }
}

/** The delta after `seq`, or a snapshot when that is not in the journal or would not make the view whole. */
function nextMessage({ journal, clock, texts }: LiveSource, viewer: Viewer, seq: number | null): LiveMessage {
  const atMs = clock.nowMs()
  const { epoch, floor } = journal
  const position = { epoch, seq: journal.seq }
  const entries = seq === null ? null : entriesAfter(journal, viewer, seq)
  if (seq === null || entries === null) {
    return texts.shareSnapshot({
      kind: 'snapshot',
      position,
      atMs,
      centre: visibleTo(viewer, toCentre(floor), floor),
    })
  }
  const changes = entries.map((each) => visibleChanges(viewer, each, floor.agents))
  return texts.shareDelta({
    kind: 'delta',
    position,
    atMs,
    changes: mergeChanges(changes),
    spans: journal.seq - seq,
  })
}

/**
 * null when one is lost, or who belongs where changed for the viewer in any of them: today's queues say nothing of what
 * was to be seen before.
 */
function entriesAfter(journal: Journal, viewer: Viewer, seq: number): JournalEntry[] | null {
  const entries: JournalEntry[] = []
  for (let next = seq + 1; next <= journal.seq; next += 1) {
    const entry = journal.entry(next)
    if (entry === null) return null
    if (reshapesView(viewer, entry.reshaped)) return null
    entries.push(entry)
  }
  return entries
}

/** Of a row that changed more than once only the last is told. */
function mergeChanges(changes: readonly (readonly Change[])[]): Change[] {
  const [first, ...others] = changes
  if (others.length === 0) return [...(first ?? [])]
  const rows = new Map<string, Change>()
  for (const change of changes.flat()) rows.set(rowOf(change), change)
  return [...rows.values()]
}

function rowOf(change: Change): string {
  switch (change.kind) {
    case 'agent':
      return `agent ${change.agent.id}`
    case 'agentGone':
      return `agent ${change.agentId}`
    case 'queue':
      return `queue ${change.queue.id}`
    case 'queueGone':
      return `queue ${change.queueId}`
    case 'call':
      return `call ${change.call.id}`
    case 'callGone':
      return `call ${change.callId}`
    case 'monitor':
      return `monitor ${change.monitor.id}`
    case 'monitorGone':
      return `monitor ${change.monitorId}`
    case 'message':
      return `message ${change.message.id}`
    case 'messageGone':
      return `message ${change.messageId}`
    case 'stranger':
      return `stranger ${change.stranger.spy}`
    case 'strangerGone':
      return `stranger ${change.spy}`
    case 'pbx':
      return 'pbx'
  }
}

/** Whether something after `seq` is about the viewer's own work. */
function concernsViewer({ journal }: LiveSource, { agentId }: Viewer, seq: number): boolean {
  const queueIds = journal.floor.agents.get(agentId)?.queueIds ?? []
  for (let next = seq + 1; next <= journal.seq; next += 1) {
    const concerns = journal.entry(next)?.concerns
    if (concerns === undefined || concerns.everyone || concerns.agentIds.has(agentId)) return true
    if (queueIds.some((queueId) => concerns.queueIds.has(queueId))) return true
  }
  return false
}

/** Settles when something is due to be told, the session ends, or nothing was told for long. */
function waitForNews(
  reader: LiveReader,
  source: LiveSource,
  { seq, sentAtMs }: { readonly seq: number; readonly sentAtMs: number },
  signal: AbortSignal | undefined,
): Promise<void> {
  const { journal, clock } = source
  const ownPaceMs = paceMs[reader.viewer.role]
  return new Promise((resolve) => {
    let seen = seq
    let cancelPace: (() => void) | null = null
    const settle = () => {
      cancelPace?.()
      for (const stop of stops) stop()
      resolve()
    }
    /** Looks only at what came since it last looked. */
    const look = () => {
      if (journal.seq === seen) return
      const isOwn = concernsViewer(source, reader.viewer, seen)
      seen = journal.seq
      const dueMs = sentAtMs + ownPaceMs - clock.nowMs()
      // A clock that was set back must not make anybody wait longer.
      if (isOwn || dueMs <= 0 || dueMs > ownPaceMs) settle()
      else cancelPace ??= clock.after(dueMs, settle)
    }
    const stops = [
      journal.onEntry(look),
      reader.onEnded(settle),
      clock.after(pulseMs, settle),
      () => signal?.removeEventListener('abort', settle),
    ]
    signal?.addEventListener('abort', settle)
    // Whatever happened while the last message was on its way is not told again.
    if (signal?.aborted === true || reader.ended() !== null) settle()
    else look()
  })
}
