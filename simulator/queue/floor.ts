/** The queue engine: takes what happened, in order, and gives events and actions; it knows no socket and no clock. */
import type { Answer } from '#contract/failure'
import type { CallId } from '#contract/ids'
import type { PbxEvent } from '#contract/pbx'
import type { Random } from '#simulator/people/random'
import { endCall, enterCaller, isDiallingOutside } from '#simulator/queue/callLife'
import { leaveOutside, settleConferences } from '#simulator/queue/conference'
import { answerOutside, refuseOutside, ringOutside } from '#simulator/queue/dialling'
import { handleCommand } from '#simulator/queue/floorCommands'
import { toSnapshot } from '#simulator/queue/floorSnapshot'
import { createFloorState, type FloorCall, type FloorQueue, type Line } from '#simulator/queue/floorState'
import type { FloorInput, FloorOutput, Step } from '#simulator/queue/floorStep'
import { settleMonitors } from '#simulator/queue/monitoring'
import { expire, isFree, nextDueMs, offerWaiting } from '#simulator/queue/offering'
import { handlePhone } from '#simulator/queue/phoneLife'
import { settleRecordings } from '#simulator/queue/recording'
import type { LegId } from '#simulator/telephony'

export interface FloorOptions {
  readonly queues: readonly FloorQueue[]
  readonly lines: readonly Line[]
  /** Whether calls are recorded; not, unless told. */
  readonly recordsCalls?: boolean
  /** For the `random` strategy only. */
  readonly random: Random
  /** Ids for calls dialled at a phone, and for legs rung from here; unique for the life of the centre. */
  newCallId(): CallId
  newLegId(): LegId
}

export interface Floor {
  /** One thing that happened at `atMs`; answers what follows, in order. Instants never go back. */
  handle(input: FloorInput, atMs: number): readonly FloorOutput[]
  /** When `tick` is due next; null when nothing is. */
  nextDueMs(): number | null
  snapshot(atMs: number): PbxEvent
  /** Whether a queue could ask the extension at this moment. */
  isFree(extension: string): boolean
}

export function createFloor(options: FloorOptions): Floor {
  const state = createFloorState(options.queues, options.lines, options.recordsCalls)
  return {
    handle(input, atMs) {
      const outputs: FloorOutput[] = []
      const step: Step = {
        state,
        atMs,
        random: options.random,
        newCallId: options.newCallId,
        newLegId: options.newLegId,
        emit: (event) => void outputs.push({ kind: 'event', event: { ...event, atMs } }),
        act: (action) => void outputs.push({ kind: 'action', action }),
      }
      const answer = apply(step, input)
      offerWaiting(step)
      settleMonitors(step)
      settleRecordings(step)
      settleConferences(step)
      if (answer !== null) outputs.push({ kind: 'answer', answer })
      return outputs
    },
    nextDueMs: () => nextDueMs(state),
    snapshot: (atMs) => ({ ...toSnapshot(state), atMs }),
    isFree: (extension) => isFree(state, extension),
  }
}

/** The answer is that of a command; null for anything else. */
function apply(step: Step, input: FloorInput): Answer<null> | null {
  switch (input.kind) {
    case 'callerEnters':
      enterCaller(step, input)
      return null
    case 'phone':
      handlePhone(step, input.event)
      return null
    case 'command':
      return handleCommand(step, input.command)
    case 'tick':
      expire(step)
      return null
    default: {
      const call = step.state.calls.get(input.callId)
      if (call !== undefined) applyOutside(step, call, input)
      return null
    }
  }
}

type OutsideInput = Extract<FloorInput, { kind: `outside${string}` }>

function applyOutside(step: Step, call: FloorCall, input: OutsideInput): void {
  // An answer from outside can cross the end of what asked for it.
  if (input.kind !== 'outsideLeaves' && !isDiallingOutside(call)) return
  switch (input.kind) {
    case 'outsideLeaves':
      if (leaveOutside(step, call, null)) return
      endCall(step, call, call.stage.kind === 'waiting' ? 'abandoned' : 'caller-hung-up')
      return
    case 'outsideRings':
      ringOutside(step, call)
      return
    case 'outsideAnswers':
      answerOutside(step, call)
      return
    case 'outsideRefuses':
      refuseOutside(step, call, input.sipStatus)
      return
  }
}
