/** Decides what the page shows of the caller, from the ring to the end of wrap-up. */
import type { Agent, WrapUp } from '#contract/agent'
import type { Call } from '#contract/call'
import type { CallerCard, CardAnswer } from '#contract/callerCard'
import type { Centre } from '#contract/centre'
import type { Failure } from '#contract/failure'
import type { CallId, PersonId, QueueId } from '#contract/ids'
import { newCall } from '#renderer/phone/lines/newCall'
import type { CallerView, PhoneCall } from '#renderer/state/deskModel'

/** The view at the moment of the ring, before anything else is known. */
export function toRingingView(call: PhoneCall): CallerView {
  return {
    key: call.callId ?? call.sipCallId,
    callId: call.callId,
    number: call.number,
    name: call.name,
    dialledNumber: null,
    queueId: null,
    queueName: null,
    queuedAtMs: null,
    answeredAtMs: null,
    card: null,
    cardFailure: null,
    person: null,
  }
}

/** The view of a wrap-up that was running before this page was loaded. */
export function toWrapUpView(wrapUp: WrapUp, centre: Centre | null): CallerView {
  const answeredAtMs = wrapUp.startedAtMs - wrapUp.talkedMs
  return {
    ...toEmptyView(wrapUp.callId),
    number: wrapUp.caller.number,
    name: wrapUp.caller.name,
    dialledNumber: wrapUp.dialledNumber,
    answeredAtMs,
    queuedAtMs: wrapUp.queueId === null ? null : answeredAtMs - wrapUp.waitedMs,
    ...toQueue(wrapUp.queueId, centre),
  }
}

/** The view of a call that was going on before this page was loaded. */
export function toLiveView(call: Call, centre: Centre | null, me: Agent): CallerView {
  return mergeLiveCall(toEmptyView(call.id), call, centre, me)
}

function toEmptyView(callId: CallId): CallerView {
  return toRingingView(newCall(callId, { callId, state: 'ended' }))
}

/** The live model's call behind a ringing or talking phone: by id, otherwise the one it says is this agent's. */
export function findLiveCall(callId: CallId | null, centre: Centre | null, me: Agent | null): Call | null {
  const calls = centre?.calls ?? []
  if (callId !== null) return calls.find((call) => call.id === callId) ?? null
  if (me === null) return null
  const own = calls.filter((call) => isMine(call, me))
  // Two at once cannot be told apart without an id: nothing is guessed.
  return own.length === 1 ? (own[0] ?? null) : null
}

function isMine(call: Call, me: Agent): boolean {
  return call.state.kind === 'waiting' ? call.state.offeredTo.includes(me.id) : call.state.agentId === me.id
}

/** The live model's call a phone's call is: by its id, or by the number for one this desk dialled. */
export function findCallOf(call: PhoneCall, centre: Centre | null, me: Agent | null): Call | null {
  if (call.callId !== null || call.direction === 'in') return findLiveCall(call.callId, centre, me)
  const dialled = (centre?.calls ?? []).filter(
    (each) =>
      me !== null &&
      each.direction !== 'inbound' &&
      each.dialledNumber === call.number &&
      (isMine(each, me) || each.caller.number === me.extension),
  )
  return dialled.length === 1 ? (dialled[0] ?? null) : null
}

/** Fills in what the live model knows of the call; what the phone said is kept where the model is silent. */
export function mergeLiveCall(
  view: CallerView,
  call: Call,
  centre: Centre | null,
  me: Agent | null,
): CallerView {
  // When phones ring together, a colleague's answer is not this agent's.
  const isAnsweredHere = me !== null && call.state.kind !== 'waiting' && call.state.agentId === me.id
  // Who calls from this desk is this agent: the card is of the one they called.
  const isOwn = me !== null && call.direction !== 'inbound' && call.caller.number === me.extension
  const { number, name } = isOwn ? { number: call.dialledNumber, name: null } : call.caller
  return {
    ...view,
    callId: call.id,
    number: isOwn ? (view.number ?? number) : (number ?? view.number),
    name: name ?? view.name,
    dialledNumber: isOwn ? null : (call.dialledNumber ?? view.dialledNumber),
    queuedAtMs: call.queuedAtMs ?? view.queuedAtMs,
    answeredAtMs: (isAnsweredHere ? call.answeredAtMs : null) ?? view.answeredAtMs,
    ...(call.queueId === null ? {} : toQueue(call.queueId, centre)),
  }
}

function toQueue(queueId: QueueId | null, centre: Centre | null): Pick<CallerView, 'queueId' | 'queueName'> {
  return { queueId, queueName: centre?.queues.find((queue) => queue.id === queueId)?.name ?? null }
}

/** A card that arrives is shown once; later ones never replace what the agent already reads or has chosen. */
export function mergeCard(view: CallerView, answer: CardAnswer): CallerView {
  if (view.card !== null) return view
  return { ...view, card: answer, cardFailure: null, person: answer.kind === 'one' ? answer.card : null }
}

export function mergeCardFailure(view: CallerView, failure: Failure): CallerView {
  return view.card === null ? { ...view, cardFailure: failure } : view
}

/** Shows one of several people; anyone who is not among them changes nothing. */
export function choosePerson(view: CallerView, personId: PersonId): CallerView {
  const person = toCandidates(view.card).find((card) => card.personId === personId)
  return person === undefined ? view : { ...view, person }
}

function toCandidates(answer: CardAnswer | null): readonly CallerCard[] {
  if (answer?.kind === 'several') return answer.cards
  return answer?.kind === 'one' ? [answer.card] : []
}

/** What the live region calls the caller: the person, else the calling name, else the number; null when withheld. */
export function toWho(view: CallerView | null): string | null {
  return view?.person?.name ?? view?.name ?? view?.number ?? null
}
