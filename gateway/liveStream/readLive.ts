/** One desk's live stream: what it missed or a snapshot, then deltas as fast as it takes them, and a pulse. */
import type { LiveMessage, LivePosition } from '#contract/centre'
import type { Failure } from '#contract/failure'
import type { Clock } from '#contract/time'
import type { WireMessage } from '#contract/wire'
import type { Journal } from '#gateway/liveStream/journal'
import { toCentre } from '#gateway/model/floor'
import { type Viewer, visibleChanges, visibleTo } from '#gateway/model/visibleTo'

/** Silence after which a pulse is sent. */
export const pulseMs = 5000

export interface LiveReader {
  readonly viewer: Viewer
  /** Why the session is over; null while it lasts. */
  ended(): Failure | null
  /** Calls back once when the session ends; the function returned cancels that. */
  onEnded(listener: () => void): () => void
}

/**
 * The reader pulls, so a slow one costs no memory: what it has not taken stays in the journal they all share, and
 * once its place there is lost it gets a snapshot.
 */
export async function* readLive(
  reader: LiveReader,
  { journal, clock }: { readonly journal: Journal; readonly clock: Clock },
  from: LivePosition | null,
  signal: AbortSignal | undefined,
): AsyncGenerator<WireMessage, void> {
  let seq = from !== null && from.epoch === journal.epoch && from.seq <= journal.seq ? from.seq : null
  let isFirst = true
  while (signal?.aborted !== true) {
    const failure = reader.ended()
    if (failure !== null) {
      yield { kind: 'ended', failure }
      return
    }
    const atMs = clock.nowMs()
    if (seq === null || seq < journal.seq) {
      const message = nextMessage(journal, reader.viewer, seq, atMs)
      seq = message.position.seq
      yield message
    } else if (isFirst || (await waitForNews(reader, journal, clock, signal)) === 'silence') {
      // A desk that missed nothing is told so at once, not after the first silence.
      yield { kind: 'pulse', position: { epoch: journal.epoch, seq }, atMs: clock.nowMs() }
    }
    isFirst = false
  }
}

/** The delta after `seq`, or a snapshot when that is not in the journal or would not make the view whole. */
function nextMessage(journal: Journal, viewer: Viewer, seq: number | null, atMs: number): LiveMessage {
  const entry = seq === null ? null : journal.entry(seq + 1)
  const { epoch, floor } = journal
  if (seq === null || entry === null || isReshaped(journal, viewer, seq)) {
    const centre = visibleTo(viewer, toCentre(floor))
    return { kind: 'snapshot', position: { epoch, seq: journal.seq }, atMs, centre }
  }
  const queueIds = floor.agents.get(viewer.agentId)?.queueIds ?? []
  const changes = visibleChanges(viewer, queueIds, entry.changes, entry.callsBefore)
  return { kind: 'delta', position: { epoch, seq: entry.seq }, atMs, changes }
}

/** Whether the viewer's queues changed in any delta still to be sent: today's queues say nothing of those before. */
function isReshaped(journal: Journal, viewer: Viewer, seq: number): boolean {
  if (viewer.role !== 'agent') return false
  for (let next = seq + 1; next <= journal.seq; next += 1) {
    if (journal.entry(next)?.reshaped.has(viewer.agentId) === true) return true
  }
  return false
}

function waitForNews(
  reader: LiveReader,
  journal: Journal,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<'news' | 'silence'> {
  return new Promise((resolve) => {
    const settle = (what: 'news' | 'silence') => {
      for (const stop of stops) stop()
      resolve(what)
    }
    const news = () => settle('news')
    const stops = [
      journal.onEntry(news),
      reader.onEnded(news),
      clock.after(pulseMs, () => settle('silence')),
      () => signal?.removeEventListener('abort', news),
    ]
    signal?.addEventListener('abort', news)
    // Whatever happened while the last message was on its way is not told again.
    if (signal?.aborted === true || reader.ended() !== null) news()
  })
}
