/** Which pauses are in force for a line: of all its queues, and of one alone. */
import type { QueueId } from '#contract/ids'
import type { FloorState, Line } from '#simulator/queue/floorState'
import type { Step } from '#simulator/queue/floorStep'

/** The pause in force in one queue; null while it offers calls, and while the line is signed out. */
export function pauseIn(line: Line, queueId: QueueId): string | null {
  return line.signedIn ? (line.pausedReason ?? line.pausedIn.get(queueId) ?? null) : null
}

/** The pause of the line: of all its queues, or the newest when each has one of its own; null while one offers calls. */
export function pauseOf(state: FloorState, line: Line): string | null {
  if (line.pausedReason !== null) return line.pausedReason
  const queueIds = listQueueIds(state, line.extension)
  const isOffered = queueIds.length === 0 || queueIds.some((id) => !line.pausedIn.has(id))
  return isOffered ? null : ([...line.pausedIn.values()].at(-1) ?? null)
}

/** Changes a line's sign-in or pauses and tells what is different in each of its queues, then of the line itself. */
export function changeLine(step: Step, line: Line, change: Partial<Line>): void {
  const next = { ...line, ...change }
  const { extension, signedIn } = next
  const { state } = step
  state.lines.set(extension, next)
  for (const queueId of listQueueIds(state, extension)) {
    const pausedReason = pauseIn(next, queueId)
    if (pausedReason === pauseIn(line, queueId)) continue
    step.emit({ kind: 'memberPauseChanged', queueId, extension, pausedReason })
  }
  const pausedReason = pauseOf(state, next)
  if (signedIn === line.signedIn && pausedReason === pauseOf(state, line)) return
  step.emit({ kind: 'extensionChanged', extension, signedIn, pausedReason })
}

/** Begins a pause in one queue, or ends it (null): a pause of all queues goes on there. */
export function pauseLineIn(step: Step, line: Line, queueId: QueueId, reason: string | null): void {
  const pausedIn = new Map(line.pausedIn)
  pausedIn.delete(queueId)
  if (reason !== null) pausedIn.set(queueId, reason)
  changeLine(step, line, { pausedIn })
}

export function listQueueIds(state: FloorState, extension: string): readonly QueueId[] {
  return [...state.queues.values()]
    .filter(({ members }) => members.some((member) => member.extension === extension))
    .map(({ id }) => id)
}
