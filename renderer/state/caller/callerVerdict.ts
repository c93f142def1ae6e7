/**
 * Decides whose caller belongs on the screen: the phone's own call, else the call or wrap-up the live model says is
 * this agent's (after a reload), else the last one until it is over.
 */

import type { Agent } from '#contract/agent'
import type { Call } from '#contract/call'
import type { CallId } from '#contract/ids'
import { isLive } from '#renderer/phone/lines/lineBook'
import { toLiveView, toWrapUpView } from '#renderer/state/caller/callerView'
import type { CallerView, DeskModel } from '#renderer/state/deskModel'

export type CallerVerdict =
  /** The screen is right; `callId` is the call's id, once anyone knows it. */
  | { readonly kind: 'keep'; readonly callId: CallId | null }
  | { readonly kind: 'show'; readonly view: CallerView }
  /** It rang and was not answered here. */
  | { readonly kind: 'unanswered' }
  /** Answered, ended, and without a wrap-up that runs. */
  | { readonly kind: 'over' }

type Facts = Pick<DeskModel, 'caller' | 'centre' | 'me' | 'phone'>

/**
 * `isFinished` tells the calls whose record is sent, whatever the live model still says; `wasHere` those this phone had
 * itself since it was last without any.
 */
export function judgeCaller(
  facts: Facts,
  isFinished: (callId: CallId) => boolean,
  wasHere: (callId: CallId) => boolean = () => false,
): CallerVerdict {
  const { caller, me, phone } = facts
  const keep: CallerVerdict = { kind: 'keep', callId: caller?.callId ?? null }
  if (me === null) return keep
  const ownId = toOwnCallId(me)
  if (phone.call !== null && phone.call.state !== 'ended') {
    const handed = ownId === null || wasHere(ownId) ? null : findHandedOn(facts, me, ownId)
    return handed === null ? keep : { kind: 'show', view: toLiveView(handed, facts.centre, me) }
  }
  if (ownId !== null && !isFinished(ownId)) return judgeOwn(facts, me, ownId)
  if (caller === null) return keep
  return caller.answeredAtMs === null ? { kind: 'unanswered' } : { kind: 'over' }
}

function judgeOwn({ caller, centre }: Facts, me: Agent, ownId: CallId): CallerVerdict {
  const isShown = caller?.callId === ownId || (caller?.callId === null && caller.answeredAtMs !== null)
  if (isShown) return { kind: 'keep', callId: ownId }
  if (me.activity.kind === 'wrapUp') return { kind: 'show', view: toWrapUpView(me.activity.wrapUp, centre) }
  const call = centre?.calls.find(({ id }) => id === ownId)
  return call === undefined
    ? { kind: 'keep', callId: caller?.callId ?? null }
    : { kind: 'show', view: toLiveView(call, centre, me) }
}

/**
 * The caller who was handed over on this phone's only call, by the colleague it was with until now: the sound changes, the
 * call does not. null where it is with whom it was.
 */
function findHandedOn({ caller, centre, phone }: Facts, me: Agent, ownId: CallId): Call | null {
  const live = phone.calls.filter(isLive)
  if (caller === null || caller.answeredAtMs === null || live.length !== 1) return null
  if (caller.callId === ownId || live[0]?.callId === ownId) return null
  const call = centre?.calls.find(({ id }) => id === ownId)
  if (call === undefined || call.state.kind === 'waiting' || call.state.agentId !== me.id) return null
  // Of a call the centre still knows, the other side is who it was.
  if (centre?.calls.some(({ id }) => id === caller.callId) === true) return null
  // Without an id of its own the call may be this very one, its number written in another way.
  const isOther =
    caller.callId !== null || (call.direction === 'inbound' && !endAlike(call.caller.number, caller.number))
  return isOther && call.caller.number !== me.extension ? call : null
}

function endAlike(one: string | null, other: string | null): boolean {
  return one?.slice(-7) === other?.slice(-7)
}

/** The call this agent talks on or writes about; a ring is the phone's to tell. */
function toOwnCallId({ activity }: Agent): CallId | null {
  if (activity.kind === 'wrapUp') return activity.wrapUp.callId
  return activity.kind === 'talking' || activity.kind === 'held' ? activity.callId : null
}
