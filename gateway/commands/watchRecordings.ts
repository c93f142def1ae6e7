/** Resumes recordings that stay paused for longer than the site allows; a switch that refuses is asked again. */
import type { Logger } from 'pino'
import type { Answer } from '#contract/failure'
import type { AgentId, CallId } from '#contract/ids'
import type { PbxEvent, PbxFloorCommand } from '#contract/pbx'
import type { Clock } from '#contract/time'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'

export interface RecordingWatch {
  /** After the model has taken the event in. */
  hear(event: PbxEvent): void
  close(): void
}

export interface RecordingWatchOptions {
  readonly centre: Pick<LiveCentre, 'floor'>
  /** Carries an order out for the sake of an agent's call, and records it. */
  order(agentId: AgentId, command: PbxFloorCommand): Promise<Answer<null>>
  readonly clock: Clock
  readonly log: Logger
}

/** After an order the switch did not take. */
const retryMs = 5000

export function watchRecordings({ centre, order, clock, log }: RecordingWatchOptions): RecordingWatch {
  const timers = new Map<CallId, () => void>()

  function look(callId: CallId): void {
    const dueMs = centre.floor.calls.get(callId)?.recording?.resumesAtMs
    timers.get(callId)?.()
    timers.delete(callId)
    if (dueMs !== undefined) arm(callId, dueMs - clock.nowMs())
  }

  function arm(callId: CallId, delayMs: number): void {
    timers.set(
      callId,
      clock.after(Math.max(0, delayMs), () => {
        timers.delete(callId)
        resume(callId).catch((error: unknown) =>
          log.error({ err: error, callId }, 'a recording was left paused'),
        )
      }),
    )
  }

  async function resume(callId: CallId): Promise<void> {
    const call = centre.floor.calls.get(callId)
    if (call?.recording?.resumesAtMs === undefined) return
    const { state } = call
    // A caller who waits or is parked is nobody's: the order is recorded under who the model knows first.
    const agentId = 'agentId' in state ? state.agentId : [...centre.floor.seats.keys()][0]
    if (agentId === undefined) return
    const answer = await order(agentId, { kind: 'resumeRecording', callId })
    if (answer.ok || timers.has(callId)) return
    log.warn({ callId, code: answer.failure.code }, 'a paused recording could not be resumed')
    arm(callId, retryMs)
  }

  return {
    hear(event) {
      if (event.kind === 'recordingChanged' || event.kind === 'callEnded') look(event.callId)
      else if (event.kind === 'snapshot')
        for (const callId of [...centre.floor.calls.keys(), ...timers.keys()]) look(callId)
    },
    close() {
      for (const cancel of timers.values()) cancel()
      timers.clear()
    },
  }
}
