/** Conferences of three and more: calls of one phone become one, and whoever leaves it leaves the others talking. */
import type { PbxConferenceMember } from '#contract/conference'
import { type Answer, done, failed } from '#contract/failure'
import { endCall, putCall, releaseParty, tellTransferred } from '#simulator/queue/callLife'
import {
  type FloorCall,
  type Guest,
  isJoined,
  type JoinedCall,
  type Party,
} from '#simulator/queue/floorState'
import type { Step } from '#simulator/queue/floorStep'

/** How the call's own person outside is named among the members. */
export const callerMember = 'caller'

/** The other call's people come into this one; the phone that was in both keeps this one alone. */
export function joinCalls(step: Step, call: FloorCall, other: FloorCall, extension: string): Answer<null> {
  const [own, leaving] = [partyOf(call, extension), partyOf(other, extension)]
  if (call.id === other.id || !isJoined(call) || !isJoined(other) || own === null || leaving === null)
    return failed('wrong-state', call.id)
  const takers = other.stage.parties.filter((each) => each.legId !== leaving.legId)
  const isTwice = takers.some((taker) => partyOf(call, taker.extension) !== null)
  if (isTwice || call.stage.handover !== null || other.stage.handover !== null)
    return failed('wrong-state', other.id)
  const guests = bringOutside(step, call, other)
  for (const { extension: at, legId } of takers)
    step.act({ kind: 'leave', callId: other.id, extension: at, legId })
  // The other call ends first, so that nobody is ever in two.
  endCall(step, putCall(step, other, { stage: { ...other.stage, parties: [leaving] } }), 'transferred')
  const joining = takers.map((taker): Party => ({ ...taker, state: 'talking', sinceMs: step.atMs }))
  // Who has the call stands last; whoever joins talks besides them.
  const parties = [...joining, ...call.stage.parties]
  putCall(step, call, { guests: [...(call.guests ?? []), ...guests], stage: { ...call.stage, parties } })
  for (const { extension: at, legId } of joining) {
    step.emit({ kind: 'partyJoined', callId: call.id, extension: at })
    step.act({ kind: 'join', callId: call.id, extension: at, legId })
  }
  step.state.conferences.set(call.id, '')
  return done(null)
}

/** Whoever is outside in the other call speaks in this one from now on. */
function bringOutside(step: Step, call: JoinedCall, other: JoinedCall): Guest[] {
  const known = other.guests ?? []
  const caller: Guest[] = hasCaller(other)
    ? [{ id: `${callerMember}-${other.id}`, ...toIdentity(other) }]
    : []
  for (const [id, from] of [
    ...caller.map((each) => [each.id, null] as const),
    ...known.map((each) => [each.id, each.id] as const),
  ]) {
    step.act({ kind: 'moveOutside', callId: call.id, fromCallId: other.id, guestId: id, fromGuestId: from })
  }
  return [...caller, ...known]
}

/** Whom one called is the one outside; a caller is themselves. */
function toIdentity({ direction, caller, dialledNumber }: FloorCall): Pick<Guest, 'number' | 'name'> {
  return direction === 'outbound' ? { number: dialledNumber, name: null } : caller
}

function hasCaller({ direction, isCallerGone }: FloorCall): boolean {
  return direction !== 'internal' && isCallerGone !== true
}

function partyOf(call: FloorCall, extension: string): Party | null {
  return isJoined(call) ? (call.stage.parties.find((each) => each.extension === extension) ?? null) : null
}

/** Everybody in the call. */
function membersOf(step: Step, call: JoinedCall): PbxConferenceMember[] {
  const caller = hasCaller(call) ? [{ id: callerMember, extension: null, ...toIdentity(call) }] : []
  const guests = (call.guests ?? []).map((guest) => ({ ...guest, extension: null }))
  const parties = call.stage.parties.map(({ extension, legId }) => ({
    id: legId,
    extension,
    number: extension,
    name: step.state.lines.get(extension)?.name ?? null,
  }))
  return [...caller, ...guests, ...parties]
}

/** None for a call of two, or one that was never joined with another. */
export function listMembers(step: Pick<Step, 'state'>, call: FloorCall): readonly PbxConferenceMember[] {
  if (!step.state.conferences.has(call.id) || !isJoined(call)) return []
  const members = membersOf(step as Step, call)
  return members.length < 3 ? [] : members
}

/** Tells each conference that is another than was told. */
export function settleConferences(step: Step): void {
  for (const [callId, told] of step.state.conferences) {
    const call = step.state.calls.get(callId)
    if (call === undefined) {
      step.state.conferences.delete(callId)
      continue
    }
    const members = listMembers(step, call)
    const key = members.map(({ id }) => id).join(' ')
    if (key === told) continue
    step.state.conferences.set(callId, key)
    step.emit({ kind: 'conferenceChanged', callId, members })
  }
}

/** Whether two would still talk with each other if one more left. */
function goesOn(step: Step, call: JoinedCall): boolean {
  return step.state.conferences.has(call.id) && membersOf(step, call).length > 2
}

/** A phone leaves while the others talk on; false where the call ends with it. Two outside have nobody here to keep them. */
export function leaveConference(step: Step, call: JoinedCall, party: Party, isGone: boolean): boolean {
  const parties = call.stage.parties.filter((each) => each.legId !== party.legId)
  const staying = parties.at(-1)
  if (staying === undefined || !goesOn(step, call)) return false
  tellTransferred(step, call, party.extension, 'attended', staying.extension)
  releaseParty(step, call, party, isGone)
  putCall(step, call, { stage: { ...call.stage, parties } })
  return true
}

/** The person outside leaves while the others talk on; false where the call ends with them. */
export function leaveOutside(step: Step, call: FloorCall, guestId: string | null): boolean {
  if (!isJoined(call) || !goesOn(step, call)) return false
  step.act({ kind: 'dropOutside', callId: call.id, guestId })
  if (guestId === null) putCall(step, call, { isCallerGone: true })
  else putCall(step, call, { guests: (call.guests ?? []).filter(({ id }) => id !== guestId) })
  return true
}

/** `not-found` for who is not in it, `wrong-state` where nobody would be left to talk to. */
export function dropMember(step: Step, call: FloorCall, memberId: string): Answer<null> {
  const member = listMembers(step, call).find(({ id }) => id === memberId)
  if (member === undefined || !isJoined(call)) return failed('not-found', call.id)
  const party = call.stage.parties.find(({ legId }) => legId === memberId)
  const guestId = memberId === callerMember ? null : memberId
  const isDropped =
    party === undefined ? leaveOutside(step, call, guestId) : leaveConference(step, call, party, false)
  return isDropped ? done(null) : failed('wrong-state', call.id)
}
