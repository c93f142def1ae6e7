/** The live model's one step: the floor and an event give the next floor, with no socket, clock or id source. */
import type { Failure } from '#contract/failure'
import type { AgentId } from '#contract/ids'
import type { LinkState } from '#contract/link'
import type { PbxEvent } from '#contract/pbx'
import { admitEvent } from '#gateway/model/admitEvent'
import { noteQuality } from '#gateway/model/agentWork'
import { putConference } from '#gateway/model/callConference'
import * as calls from '#gateway/model/callEvents'
import { putRecording } from '#gateway/model/callRecording'
import * as desks from '#gateway/model/deskEvents'
import {
  addMember,
  changeExtension,
  pauseMember,
  removeMember,
  setPhone,
} from '#gateway/model/extensionEvents'
import { changeAgent, type Floor, withEntry, withoutEntry } from '#gateway/model/floor'
import type { GatewayEvent } from '#gateway/model/gatewayEvent'
import { dropAsked, reducePeople, settleRequest } from '#gateway/model/peopleEvents'
import { passMinutes } from '#gateway/model/recentMinutes'
import { takeSnapshot } from '#gateway/model/takeSnapshot'
import { transferCall } from '#gateway/model/transferEvents'

/** What the PBX told. Duplicates and events out of order give the same floor; nothing throws. */
export function reducePbx(floor: Floor, told: PbxEvent): Floor {
  const event = admitEvent(told)
  if (event === null) return floor
  switch (event.kind) {
    case 'linkUp':
      return setLink(floor, 'connected', null, event.atMs)
    case 'linkDown':
      return setLink(floor, 'disconnected', event.failure, event.atMs)
    case 'snapshot':
      return takeSnapshot(floor, event)
    case 'memberAdded':
      return addMember(floor, event.queueId, event.member, event.atMs)
    case 'memberRemoved':
      return removeMember(floor, event.queueId, floor.agentIds.get(event.extension))
    case 'memberPauseChanged': {
      const { queueId, extension, pausedReason } = event
      return pauseMember(floor, queueId, floor.agentIds.get(extension), pausedReason)
    }
    case 'extensionChanged':
      return changeExtension(floor, event.extension, event, event.atMs)
    case 'phoneRegistered':
      return setPhone(floor, event.extension, 'registered', event.atMs)
    case 'phoneUnregistered':
      return setPhone(floor, event.extension, 'absent', event.atMs)
    case 'callEntered':
      return calls.enterCall(floor, event)
    case 'callQueued':
      return calls.queueCall(floor, event)
    case 'callOffered':
      return calls.offerCall(floor, event)
    case 'offerEnded':
      return calls.endOffer(floor, event)
    case 'callConnected':
      return calls.connectCall(floor, event)
    case 'partyJoined':
      return calls.joinParty(floor, event)
    case 'callHeld':
      return calls.holdCall(floor, event)
    case 'callResumed':
      return calls.resumeCall(floor, event)
    case 'callTransferred':
      return transferCall(floor, event)
    case 'callUnqueued':
      return calls.unqueueCall(floor, event)
    case 'recordingChanged':
      return putRecording(floor, event.callId, event.state, event.atMs)
    case 'callEnded':
      return calls.endCall(floor, event.callId, event.end, event.atMs)
    case 'conferenceChanged':
      return putConference(floor, event.callId, event.members)
    // What a desk proves by it is decided in `gateway/reach`.
    case 'echoCall':
    // What becomes of sessions is decided in `gateway/monitoring`, and told as the gateway's own events.
    case 'monitorLeg':
      return floor
    case 'strangerSpies':
      return hearStranger(floor, event)
  }
}

/** What happened at the gateway. */
export function reduceGateway(floor: Floor, event: GatewayEvent): Floor {
  switch (event.kind) {
    case 'deskArrived':
      return desks.arrive(floor, event.agentId, event.status, event.atMs)
    case 'deskVanished':
      return desks.vanish(floor, event.agentId, event.atMs)
    case 'deskSignedOut':
      return dropAsked(desks.signOut(floor, event.agentId, event.atMs), event.agentId)
    case 'statusChosen': {
      const chosen = desks.chooseStatus(floor, event.agentId, event.status, event.effect, event.atMs)
      return settleRequest(chosen, event.agentId, event.status)
    }
    case 'helpAsked':
    case 'helpCleared':
    case 'breakAsked':
    case 'breakDecided':
    case 'leavesAfterCall':
      return reducePeople(floor, event)
    case 'qualityNoted':
      return noteQuality(floor, event.agentId, { callId: event.callId, mos: event.mos })
    case 'reachChanged':
      return putUnproven(floor, event.agentId, event.isUnproven)
    case 'nextStatusCleared':
      return desks.clearNext(floor, event.agentId)
    case 'wrapUpExtended':
      return desks.extendWrapUp(floor, event.agentId, event.callId, event.byMs)
    case 'wrapUpFinished':
      return desks.finishWrapUp(floor, event.agentId, event.callId, event.atMs)
    case 'monitorChanged':
      return { ...floor, monitors: withEntry(floor.monitors, event.monitor.id, event.monitor) }
    case 'monitorGone':
      return { ...floor, monitors: withoutEntry(floor.monitors, event.monitorId) }
    case 'messageChanged':
      return { ...floor, messages: withEntry(floor.messages, event.message.id, event.message) }
    case 'messageGone':
      return { ...floor, messages: withoutEntry(floor.messages, event.messageId) }
    case 'timePassed':
      return passMinutes(desks.passTime(floor, event.atMs), event.atMs)
    case 'dayBegan':
      return desks.beginDay(floor, event.day)
  }
}

function putUnproven(floor: Floor, agentId: AgentId, isUnproven: boolean): Floor {
  if (floor.unproven.has(agentId) === isUnproven) return floor
  const unproven = new Set(floor.unproven)
  if (isUnproven) unproven.add(agentId)
  else unproven.delete(agentId)
  return changeAgent({ ...floor, unproven }, agentId, ({ isUnproven: _, ...agent }) =>
    isUnproven ? { ...agent, isUnproven } : agent,
  )
}

/** An alarm stands until the PBX tells that it is over; one that is told again keeps the time it began. */
function hearStranger(floor: Floor, event: Extract<PbxEvent, { readonly kind: 'strangerSpies' }>): Floor {
  const { spy, extension, isOver, atMs } = event
  if (isOver !== floor.strangers.has(spy)) return floor
  if (isOver) return { ...floor, strangers: withoutEntry(floor.strangers, spy) }
  const agentId = extension === null ? null : (floor.agentIds.get(extension) ?? null)
  return { ...floor, strangers: withEntry(floor.strangers, spy, { spy, agentId, sinceMs: atMs }) }
}

function setLink(floor: Floor, kind: LinkState['kind'], failure: Failure | null, sinceMs: number): Floor {
  const { pbx } = floor
  if (pbx.kind === kind && pbx.failure?.code === failure?.code) return floor
  // Another reason, the same loss: how old what is known is does not change by it.
  if (pbx.kind === kind) return { ...floor, pbx: { ...pbx, failure } }
  return { ...floor, pbx: { kind, sinceMs, failure, roundTripMs: null } }
}
