/** Carries out what the floor decides: on real phones, on simulated colleagues, in the sound, outside. */
import type { CallSound } from '#simulator/people/callSound'
import type { Phones } from '#simulator/people/colleagues'
import type { OutsideParties } from '#simulator/people/outsideParties'
import type { FloorAction } from '#simulator/queue/floorStep'
import type { PhoneEvent, Telephony } from '#simulator/telephony'

/** Phones of a centre without telephony: every one of them is away. */
export function createAbsentPhones(onPhone: (event: PhoneEvent) => void): Phones {
  const nothing = () => {}
  return {
    ring: ({ legId }) => onPhone({ kind: 'refused', legId, sipStatus: 480 }),
    progress: nothing,
    accept: nothing,
    refuse: nothing,
    hangUp: nothing,
    reportTransfer: nothing,
  }
}

export interface Performers {
  phonesOf(extension: string): Phones
  readonly sound: CallSound
  readonly outside: OutsideParties
}

export function perform(action: FloorAction, { phonesOf, sound, outside }: Performers): void {
  switch (action.kind) {
    case 'ring':
      phonesOf(action.request.extension).ring(action.request)
      return
    case 'hangUp':
      phonesOf(action.extension).hangUp(action.legId, action.reason)
      return
    case 'progress':
      phonesOf(action.extension).progress(action.legId)
      return
    case 'accept':
      phonesOf(action.extension).accept(action.legId)
      return
    case 'refuse':
      phonesOf(action.extension).refuse(action.legId, action.sipStatus)
      return
    case 'reportTransfer':
      phonesOf(action.extension).reportTransfer(action.legId, action.sipStatus)
      return
    case 'join':
      sound.join(action.callId, action.extension, action.legId)
      return
    case 'leave':
      sound.leave(action.callId, action.legId)
      return
    case 'hold':
      sound.hold(action.callId, action.legId, action.held)
      return
    case 'moveOutside':
      sound.moveOutside(action)
      return
    case 'dropOutside':
      sound.dropOutside(action.callId, action.guestId)
      return
    case 'record':
      sound.record(action.callId, action.state === 'paused')
      return
    case 'monitor': {
      const { callId, legId, besideLegId, mode } = action
      sound.monitor(callId, legId, { besideLegId, mode })
      return
    }
    case 'monitorWait':
      sound.wait(action.legId)
      return
    case 'monitorGone':
      sound.forgetMonitor(action.legId)
      return
    case 'dialOutside':
      outside.dial(action.callId, action.number, action.by ?? null)
      return
    case 'cancelOutside':
      outside.cancel(action.callId)
      return
  }
}

/**
 * Phone events from telephony, in an order the floor can judge. When a phone's connection is lost, its legs end in
 * the same moment before it counts as unregistered; a hang-up therefore waits until that moment is over, so that a
 * lost phone is told from one that said goodbye.
 */
export function listenToPhones(telephony: Telephony, onPhone: (event: PhoneEvent) => void): () => void {
  return telephony.onPhone((event) => {
    if (event.kind === 'hungUp') queueMicrotask(() => onPhone(event))
    else onPhone(event)
  })
}
