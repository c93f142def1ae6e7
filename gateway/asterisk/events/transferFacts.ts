/** What transfers change: who is out of a call, and whom it hangs on from then on. */
import { standsFor } from '#gateway/asterisk/events/callView'
import type { FactOf } from '#gateway/asterisk/events/fact'
import { linkDialled, type Scene } from '#gateway/asterisk/events/scene'
import {
  type Channel,
  extensionOf,
  type SwitchState,
  type TrackedCall,
  takePlace,
} from '#gateway/asterisk/events/switchState'

type Leaving = NonNullable<Channel['leaving']>

export function applyBlind(scene: Scene, fact: FactOf<'blindTransferred'>): void {
  const [from, to] = [scene.see(fact.transferer), scene.see(fact.transferee)]
  // A take-over goes by way of the dialplan's own place; who takes over was said before.
  const taker = to === null ? undefined : scene.state.takeOvers.get(to.block.id)
  if (from !== null) giveAway(scene, from, to, { how: 'blind', target: taker?.extension ?? fact.target })
}

/** A take-over is such a transfer, and may show before a busy switch tells of it as one. */
export function noteTaken(scene: Scene, callerId: string): void {
  const { channels, takeOvers } = scene.state
  const taken = takeOvers.get(callerId)
  const [caller, from] = [channels.get(callerId), channels.get(taken?.agentSideId ?? '')]
  if (taken === undefined || caller === undefined || from === undefined || from.leaving !== null) return
  for (const each of [from, caller]) scene.touch(each)
  giveAway(scene, from, caller, { how: 'blind', target: taken.extension })
}

export function applyAttended(scene: Scene, fact: FactOf<'attendedTransferred'>): void {
  const { state, see } = scene
  const original = see(fact.original)
  const [transferee, target] = [see(fact.transferee), see(fact.target)]
  const extension = target === null ? null : extensionOf(state, target)
  // Brought to a phone that has not answered, somebody waits as after a blind transfer.
  const isForRinging = transferee !== null && target === null && fact.second.id !== fact.original.id
  const leaving: Leaving = {
    how: isForRinging ? 'blind' : 'attended',
    target: extension ?? target?.block.callerNumber ?? '',
  }
  // Either side may have been waiting in a queue, or for a phone to answer: whoever was brought takes its place, with no
  // event of a join.
  const heir = transferee ?? target
  // Who was brought to a call that hangs on the other side goes on in that one.
  const isOthers = target !== null && state.anchors.has(target.block.id)
  if (original !== null) giveAway(scene, original, isOthers ? null : heir, leaving)
  if (original !== null && transferee === null && heir !== null) {
    if (original.queue === null) waitInstead(state, original, heir)
    else takePlace(state, original, standsFor(state, heir))
  }
  const second = fact.second.id === fact.original.id ? null : see(fact.second)
  if (second === null) return
  second.leaving = leaving
  if (isForRinging && second.queue === null) waitInstead(state, second, transferee)
  const consultation = state.calls.get(state.anchors.get(second.block.id) ?? '')
  if (consultation !== undefined) consultation.whoEnded = 'transfer'
  if (transferee !== null && second.queue !== null && !second.hasLeftLine)
    takePlace(state, second, standsFor(state, transferee))
}

/** Phones that ring for one channel ring for another from now on. */
function waitInstead(state: SwitchState, from: Channel, to: Channel): void {
  for (const id of [...from.dialled]) {
    const leg = state.channels.get(id)
    if (leg !== undefined && leg !== to) linkDialled(state, to, leg)
  }
}

/** The transferer's leg is out of it; a call that hung on that leg now hangs on whom was given away. */
function giveAway({ state, concerned }: Scene, from: Channel, to: Channel | null, leaving: Leaving): void {
  const extension = extensionOf(state, from)
  from.leaving = leaving
  for (const call of concerned) {
    const isOwn = call.anchorId === from.block.id
    const isParty = extension !== null && call.view.parties.has(extension)
    if (!isOwn && !isParty) continue
    call.whoEnded = 'transfer'
    if (extension !== null) call.leavingOf.set(extension, leaving)
    if (!isOwn || to === null || state.anchors.has(to.block.id)) continue
    // One who dialled a colleague is no party of the call, and yet has to be told to be out of it.
    if (extension !== null && !isParty) call.handedOver = { extension, ...leaving }
    hangOn(state, call, to)
  }
}

/** Who is there now stands where the one who dialled stood. */
function hangOn(state: SwitchState, call: TrackedCall, to: Channel): void {
  state.anchors.delete(call.anchorId)
  call.anchorId = to.block.id
  state.anchors.set(to.block.id, call.memory.callId)
  call.memory = { ...call.memory, dialler: extensionOf(state, to) }
}
