/** Calls that phones of the centre make: to a colleague, or to a number outside. */
import { acceptDialler, endCall, joinParty, putCall } from '#simulator/queue/callLife'
import { resolveTarget, whyUnreachable } from '#simulator/queue/dialPlan'
import type { FloorCall, Offer, Stage } from '#simulator/queue/floorState'
import type { Step } from '#simulator/queue/floorStep'
import { failHandover, refuseDialler, returnCaller } from '#simulator/queue/offerOutcome'
import { directRingMs, ring, ringDialler } from '#simulator/queue/ringing'
import { completeOutside } from '#simulator/queue/transferring'
import type { LegId, PhoneEvent } from '#simulator/telephony'

type Dialled = Extract<PhoneEvent, { kind: 'dialled' }>

/** A phone dials. */
export function dial(step: Step, { extension, legId, target, asksToShow }: Dialled): void {
  const stage = toDialling(step, extension, legId, false)
  putThrough(step, enterDialled(step, extension, target, stage), target, asksToShow ?? null)
}

/** Somebody dials from elsewhere than a phone: their own, which must be free, rings first. */
export function dialFrom(step: Step, extension: string, number: string): void {
  const stage = { kind: 'fetching', extension, sinceMs: step.atMs, offer: null } as const
  const call = enterDialled(step, extension, number, stage)
  putCall(step, call, { stage: { ...stage, offer: ringDialler(step, call, extension) } })
}

/** Whoever dials from elsewhere has picked up their own phone. */
export function answerDialler(step: Step, call: FloorCall, { extension, legId }: Offer): void {
  const dialling = { ...call, stage: toDialling(step, extension, legId, true) }
  putCall(step, dialling)
  putThrough(step, dialling, call.dialledNumber ?? '', null)
}

/** The dialled number rings, or the dialler is told why it cannot. */
function putThrough(step: Step, call: DialledCall, target: string, asksToShow: string | null): void {
  const to = resolveTarget(step.state, target)
  switch (to.kind) {
    case 'extension': {
      const isOwn = to.extension === call.stage.extension
      const sipStatus = isOwn ? 486 : whyUnreachable(step.state, to.extension)
      if (sipStatus !== null) {
        refuse(step, call, sipStatus)
        return
      }
      showProgress(step, call.stage)
      const offer = ring(step, call, to.extension, directRingMs)
      putCall(step, call, { stage: { ...call.stage, offer } })
      return
    }
    case 'outside':
      step.act({
        kind: 'dialOutside',
        callId: call.id,
        number: to.number,
        by: { extension: call.stage.extension, asksToShow },
      })
      return
    case 'queue':
    case 'unknown':
      // Queues take callers from outside and transfers; agents do not call in.
      refuse(step, call, 404)
      return
  }
}

type Dialling = Extract<FloorCall['stage'], { kind: 'dialling' }>
type DialledCall = FloorCall & { readonly stage: Dialling }

function toDialling(step: Step, extension: string, legId: LegId, isFetched: boolean): Dialling {
  return { kind: 'dialling', extension, legId, sinceMs: step.atMs, isFetched, offer: null }
}

/** Every attempt becomes a call of the model, also one that cannot be put through. */
function enterDialled<S extends Stage>(step: Step, extension: string, target: string, stage: S) {
  const direction = resolveTarget(step.state, target).kind === 'outside' ? 'outbound' : 'internal'
  const caller = { number: extension, name: step.state.lines.get(extension)?.name ?? null }
  const call = {
    id: step.newCallId(),
    direction,
    caller,
    dialledNumber: target,
    queueId: null,
    homeQueueId: null,
    priority: 0,
    enteredAtMs: step.atMs,
    queuedAtMs: null,
    answeredAtMs: null,
    stage,
  } as const
  putCall(step, call)
  step.emit({ kind: 'callEntered', callId: call.id, direction, caller, dialledNumber: target, extension })
  return call
}

/** The dialling phone hears it ring; one that was fetched is in the call already. */
function showProgress(step: Step, { extension, legId, isFetched }: Dialling): void {
  if (!isFetched) step.act({ kind: 'progress', extension, legId })
}

function refuse(step: Step, call: DialledCall, sipStatus: number): void {
  refuseDialler(step, call, call.stage, sipStatus)
}

/** The number outside rings: the dialling phone hears so. */
export function ringOutside(step: Step, call: FloorCall): void {
  if (call.stage.kind !== 'dialling') return
  showProgress(step, call.stage)
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
  acceptDialler(step, stage)
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
    returnCaller(step, call)
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
