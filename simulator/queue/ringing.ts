/** Makes phones ring: for a caller who is brought to someone, or for someone who dials from elsewhere. */
import type { FloorCall, Offer } from '#simulator/queue/floorState'
import type { Step } from '#simulator/queue/floorStep'
import type { RingRequest } from '#simulator/telephony'

/** How long a phone rings for a direct call or a transfer. */
export const directRingMs = 30_000

/** Makes a phone ring for the call and tells so; the INVITE carries the call's id for the screen-pop. */
export function ring(step: Step, call: FloorCall, extension: string, ringTimeoutMs: number): Offer {
  step.emit({ kind: 'callOffered', callId: call.id, extension })
  const headers = { 'X-Najva-Call': call.id }
  return startRinging(step, { extension, from: call.caller, headers }, ringTimeoutMs)
}

/** Makes the phone of whoever dials ring; nobody is called yet, so nothing is told. It shows the number dialled. */
export function ringDialler(step: Step, call: FloorCall, extension: string): Offer {
  const headers = { 'X-Najva-Call': call.id, 'X-Najva-Dial': '1' }
  const from = { number: call.dialledNumber, name: null }
  return startRinging(step, { extension, from, headers }, directRingMs)
}

function startRinging(step: Step, request: Omit<RingRequest, 'legId'>, ringTimeoutMs: number): Offer {
  const legId = step.newLegId()
  step.act({ kind: 'ring', request: { legId, ...request } })
  return {
    extension: request.extension,
    legId,
    endsAtMs: step.atMs + ringTimeoutMs,
    rang: false,
    isPickedUp: false,
  }
}
