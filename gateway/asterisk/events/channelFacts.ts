/** What facts of single channels change: they come, are renamed, meet in bridges, hold, and end. */
import { adoptCall, beginCall, isRoot } from '#gateway/asterisk/events/beginCall'
import { passOn } from '#gateway/asterisk/events/conferenceView'
import type { FactOf } from '#gateway/asterisk/events/fact'
import { noteOutcome, toRefusal } from '#gateway/asterisk/events/ringFacts'
import type { Scene } from '#gateway/asterisk/events/scene'
import {
  type Channel,
  enterBridge,
  extensionOf,
  forgetChannel,
  isSilentLeg,
  leaveBridge,
  rename,
  stepOut,
} from '#gateway/asterisk/events/switchState'
import { noteTaken } from '#gateway/asterisk/events/transferFacts'

export function applySeen({ state, begun, see }: Scene, fact: FactOf<'channelSeen'>): void {
  const channel = see(fact.channel)
  const isKnown = channel === null || state.anchors.has(channel.block.id)
  if (!isKnown && fact.isNew && isRoot(channel)) begun.push(beginCall(state, channel))
}

export function applyRenamed({ state }: Scene, fact: FactOf<'channelRenamed'>): void {
  const channel = state.channels.get(fact.id)
  if (channel !== undefined) rename(state, channel, fact.name)
}

export function applyAdopted({ state, begun, see }: Scene, fact: FactOf<'callAdopted'>): void {
  const channel = see(fact.channel)
  if (channel !== null) begun.push(adoptCall(state, channel, fact.memory))
}

/** Whoever asks first to hang up is who ended the talk. */
export function applyHangupAsked({ state, concerned, see }: Scene, fact: FactOf<'hangupAsked'>): void {
  const channel = see(fact.channel)
  if (channel === null) return
  channel.isHangingUp = true
  if (isSilentLeg(state, channel.block.id)) return
  // Asterisk sends "no answer" for a refusal too; only the phone's own cause tells the two apart.
  if (channel.isOffered) noteOutcome(state, channel, toRefusal(fact.cause), concerned)
  for (const call of concerned) {
    if (call.anchorId === channel.block.id) continue
    const extension = extensionOf(state, channel)
    const isParty = extension !== null && call.view.parties.has(extension)
    const isOtherSide = call.memory.dialler !== null && call.view.parties.size > 0
    if (isParty || isOtherSide) call.whoEnded ??= call.memory.dialler === null || isParty ? 'agent' : 'caller'
  }
}

/** The channel as it last was; null when it had ended before. */
export function applyEnded(scene: Scene, fact: FactOf<'channelEnded'>): Channel | null {
  const { state } = scene
  const channel = scene.see(fact.channel)
  if (channel === null) return null
  for (const [callerId, { agentSideId }] of state.takeOvers)
    if (agentSideId === channel.block.id) noteTaken(scene, callerId)
  passOn(state, channel)
  forgetChannel(state, channel)
  return channel
}

export function applyBridgeEntered(scene: Scene, fact: FactOf<'bridgeEntered'>): void {
  const { state, touch } = scene
  const channel = scene.see(fact.channel)
  if (channel === null) return
  if (channel.queue !== null && !channel.hasLeftLine) stepOut(state, channel)
  enterBridge(state, channel, fact.bridgeId, fact.atMs)
  noteTakeOver(scene, fact.bridgeId)
  touch(channel)
}

/** Once the caller and the leg meant for them are in one bridge, the leg is a party like any other. */
function noteTakeOver(scene: Scene, bridgeId: string): void {
  const { state } = scene
  if (state.takeOvers.size === 0) return
  const inside = state.bridges.get(bridgeId)
  for (const [callerId, { legId }] of state.takeOvers) {
    if (inside?.has(callerId) !== true || !inside.has(legId)) continue
    noteTaken(scene, callerId)
    state.talkingLegs.add(legId)
    state.takeOvers.delete(callerId)
  }
}

export function applyBridgeLeft({ state, see }: Scene, fact: FactOf<'bridgeLeft'>): void {
  const channel = see(fact.channel)
  if (channel?.bridgeId !== fact.bridgeId) return
  leaveBridge(state, channel)
  state.talkingLegs.delete(channel.block.id)
}

export function applyHold({ see }: Scene, fact: FactOf<'holdChanged'>): void {
  const channel = see(fact.channel)
  if (channel === null) return
  channel.isHolding = fact.isHolding
  channel.isHoldHidden = fact.isHidden === true
}

export function applySpyBegan({ see }: Scene, fact: FactOf<'spyBegan'>): void {
  const spyee = see(fact.spyee)
  if (spyee?.isHolding === true) spyee.isHoldHidden = true
}
