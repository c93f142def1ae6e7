/** Calls that phones of the centre make: to a colleague, or to a number outside. */
import { endCall, joinParty, putCall } from '#simulator/queue/callLife'
import { resolveTarget, whyUnreachable } from '#simulator/queue/dialPlan'
import type { FloorCall } from '#simulator/queue/floorState'
import type { Step } from '#simulator/queue/floorStep'
import { directRingMs, ring } from '#simulator/queue/offering'
import { failHandover, refuseDialler, returnToQueue } from '#simulator/queue/offerOutcome'
import { completeOutside } from '#simulator/queue/transferring'
import type { PhoneEvent } from '#simulator/telephony'

type Dialled = Extract<PhoneEvent, { kind: 'dialled' }>

/** A phone dials: every attempt becomes a call of the model, also one that cannot be put through. */
export function dial(step: Step, event: Dialled): void {
  const to = resolveTarget(step.state, event.target)
  const call = enterDialled(step, event, to.kind === 'outside' ? 'outbound' : 'internal')
  switch (to.kind) {
    case 'extension': {
      const sipStatus = to.extension === event.extension ? 486 : whyUnreachable(step.state, to.extension)
      if (sipStatus !== null) {
        refuse(step, call, sipStatus)
        return
      }
      step.act({ kind: 'progress', extension: event.extension, legId: event.legId })
      const offer = ring(step, call, to.extension, directRingMs)
      putCall(step, call, { stage: { ...call.stage, offer } })
      return
    }
    case 'outside':
      step.act({ kind: 'dialOutside', callId: call.id, number: to.number })
      return
    case 'queue':
    case 'unknown':
      // Queues take callers from outside and transfers; agents do not call in.
      refuse(step, call, 404)
      return
  }
}

type DialledCall = FloorCall & { readonly stage: Extract<FloorCall['stage'], { kind: 'dialling' }> }

function enterDialled(step: Step, event: Dialled, direction: 'outbound' | 'internal'): DialledCall {
  const { extension, legId, target } = event
  const caller = { number: extension, name: step.state.lines.get(extension)?.name ?? null }
  const call: DialledCall = {
    id: step.newCallId(),
    direction,
    caller,
    dialledNumber: target,
    queueId: null,
    priority: 0,
    enteredAtMs: step.atMs,
    queuedAtMs: null,
    answeredAtMs: null,
    stage: { kind: 'dialling', extension, legId, sinceMs: step.atMs, offer: null },
  }
  putCall(step, call)
  step.emit({ kind: 'callEntered', callId: call.id, direction, caller, dialledNumber: target, extension })
  return call
}

function refuse(step: Step, call: DialledCall, sipStatus: number): void {
  refuseDialler(step, call, call.stage, sipStatus)
}

/** The number outside rings: the dialling phone hears so. */
export function ringOutside(step: Step, call: FloorCall): void {
  if (call.stage.kind !== 'dialling') return
  step.act({ kind: 'progress', extension: call.stage.extension, legId: call.stage.legId })
}

/** The number outside answered: a dialled call is connected, a transfer is complete. */
export function answerOutside(step: Step, call: FloorCall): void {
  const stage = call.stage
  if (stage.kind === 'joined') {
    completeOutside(step, { ...call, stage })
    return
  }
  if (stage.kind === 'delivering') {
    endCall(step, settled(step, call), 'transferred')
    return
  }
  if (stage.kind !== 'dialling') return
  step.act({ kind: 'accept', extension: stage.extension, legId: stage.legId })
  joinParty(step, call, stage.extension, stage.legId)
}

/** The number outside cannot be reached: the dialler is told, a transfer fails, a lone caller goes back. */
export function refuseOutside(step: Step, call: FloorCall, sipStatus: number): void {
  const stage = call.stage
  if (stage.kind === 'joined') {
    failHandover(step, { ...call, stage }, sipStatus)
    return
  }
  if (stage.kind === 'delivering') {
    returnToQueue(step, settled(step, call))
    return
  }
  if (stage.kind === 'dialling') {
    refuseDialler(step, call, stage, sipStatus)
    return
  }
}

/** The call without the destination it was on its way to. */
function settled(step: Step, call: FloorCall): FloorCall {
  return putCall(step, call, { stage: { kind: 'joined', parties: [], handover: null } })
}
