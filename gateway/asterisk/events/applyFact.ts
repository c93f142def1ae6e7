/** What each fact changes in what is known of a switch, and which calls are concerned. */
import * as channels from '#gateway/asterisk/events/channelFacts'
import type { Fact, FactOf } from '#gateway/asterisk/events/fact'
import * as queues from '#gateway/asterisk/events/queueFacts'
import { applyRecorder } from '#gateway/asterisk/events/recorderFacts'
import { applyRingEnded, applyRinging } from '#gateway/asterisk/events/ringFacts'
import { createScene, type Scene } from '#gateway/asterisk/events/scene'
import type { Channel, SwitchState } from '#gateway/asterisk/events/switchState'
import { applyAttended, applyBlind } from '#gateway/asterisk/events/transferFacts'

export interface Applied extends Pick<Scene, 'concerned' | 'begun'> {
  /** A channel that is gone, as it last was. */
  readonly gone: Channel | null
}

/** Facts of members and devices change no call, and are applied elsewhere. */
export function applyFact(state: SwitchState, fact: Fact): Applied {
  const scene = createScene(state, fact.atMs)
  const gone = fact.kind === 'channelEnded' ? channels.applyEnded(scene, fact) : null
  applyCallFact(scene, fact)
  return { concerned: scene.concerned, begun: scene.begun, gone }
}

type OfChannel =
  | 'channelSeen'
  | 'channelRenamed'
  | 'callAdopted'
  | 'hangupAsked'
  | 'bridgeEntered'
  | 'bridgeLeft'
  | 'holdChanged'
  | 'spyBegan'

function applyCallFact(scene: Scene, fact: Fact): void {
  switch (fact.kind) {
    case 'channelSeen':
      channels.applySeen(scene, fact)
      break
    case 'channelRenamed':
      channels.applyRenamed(scene, fact)
      break
    case 'callAdopted':
      channels.applyAdopted(scene, fact)
      break
    case 'hangupAsked':
      channels.applyHangupAsked(scene, fact)
      break
    case 'bridgeEntered':
      channels.applyBridgeEntered(scene, fact)
      break
    case 'bridgeLeft':
      channels.applyBridgeLeft(scene, fact)
      break
    case 'holdChanged':
      channels.applyHold(scene, fact)
      break
    case 'spyBegan':
      channels.applySpyBegan(scene, fact)
      break
    default:
      applyLineFact(scene, fact)
  }
}

function applyLineFact(scene: Scene, fact: Exclude<Fact, FactOf<OfChannel>>): void {
  const { state } = scene
  switch (fact.kind) {
    case 'dialBegan':
    case 'memberCalled':
      applyRinging(scene, fact)
      break
    case 'dialEnded':
    case 'ringUnanswered':
      applyRingEnded(scene, fact)
      break
    case 'queueJoined':
      queues.applyQueueJoined(scene, fact)
      break
    case 'queueAbandoned':
      queues.applyQueueAbandoned(scene, fact)
      break
    case 'queueLeft':
      queues.applyQueueLeft(scene, fact)
      break
    case 'talkEnded':
      queues.applyTalkEnded(scene, fact)
      break
    case 'withdrawalAsked':
      queues.applyWithdrawal(scene, fact)
      break
    case 'joinAsked': {
      const call = state.calls.get(fact.callId)
      if (call !== undefined) call.joins = true
      break
    }
    case 'takeOverAsked':
      state.takeOvers.set(fact.callerId, fact)
      break
    case 'takeOverDropped':
      state.takeOvers.delete(fact.callerId)
      break
    case 'legTalks':
      state.talkingLegs.add(fact.id)
      scene.touch(state.channels.get(fact.id) ?? null)
      break
    case 'blindTransferred':
      applyBlind(scene, fact)
      break
    case 'attendedTransferred':
      applyAttended(scene, fact)
      break
    case 'recorderBegan':
    case 'recorderEnded':
    case 'recorderMuted':
    case 'recorderKnown':
      applyRecorder(scene, fact)
      break
    case 'timePassed':
      touchAlone(scene)
      break
    case 'channelEnded':
    case 'memberSeen':
    case 'memberGone':
    case 'deviceChanged':
    case 'phonePlaced':
    case 'spyEnded':
    case 'ringingFailed':
      break
  }
}

/** Callers who stand alone are looked at again. */
function touchAlone({ state, concerned }: Scene): void {
  for (const call of state.calls.values()) if (call.aloneSinceMs !== null) concerned.add(call)
}
