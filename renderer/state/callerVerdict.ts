/**
 * Decides whose caller belongs on the screen: the phone's own call, else the call or wrap-up the live model says is
 * this agent's (after a reload), else the last one until it is over.
 */
import type { Agent } from '#contract/agent'
import type { CallId } from '#contract/ids'
import { toLiveView, toWrapUpView } from '#renderer/state/callerView'
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

/** `isFinished` tells the calls whose record is sent, whatever the live model still says. */
export function judgeCaller(facts: Facts, isFinished: (callId: CallId) => boolean): CallerVerdict {
  const { caller, me, phone } = facts
  const keep: CallerVerdict = { kind: 'keep', callId: caller?.callId ?? null }
  if (me === null || (phone.call !== null && phone.call.state !== 'ended')) return keep
  const ownId = toOwnCallId(me)
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

/** The call this agent talks on or writes about; a ring is the phone's to tell. */
function toOwnCallId({ activity }: Agent): CallId | null {
  if (activity.kind === 'wrapUp') return activity.wrapUp.callId
  return activity.kind === 'talking' || activity.kind === 'held' ? activity.callId : null
}
