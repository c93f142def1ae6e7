/** What the pop-out card shows of the call in focus, drawn from the desk; and what a press on it does. */
import type { PopOutCall, PopOutPress } from '#contract/popOut'
import { findShown } from '#renderer/state/caller/useCallParty'
import type { DeskActions, DeskModel, PhoneCall } from '#renderer/state/deskModel'

type CardSource = Pick<DeskModel, 'phone' | 'caller' | 'me' | 'centre'>

/** Pure: null without a call, once it has ended, and on a page that has not the phone. */
export function toPopOutCall(model: CardSource): PopOutCall | null {
  const { phone, centre } = model
  const { call } = phone
  if (call === null || call.state === 'ended' || phone.seat !== 'granted') return null
  // The caller on the screen may still be another: a second call rings beside the first one's card.
  const theirs = findShown(model, call)
  const person = theirs?.person ?? null
  const number = theirs?.number ?? call.number
  const colleague = centre?.agents.find(({ extension }) => extension === number)?.name ?? null
  return {
    sipCallId: call.sipCallId,
    state: call.state,
    name: cut(person?.name ?? theirs?.name ?? colleague ?? call.name),
    number: cut(number),
    company: cut(person?.company ?? null),
    isVip: person?.priority === 'vip',
    queueName: cut(theirs?.queueName ?? null),
    sinceMs: call.answeredAtMs ?? call.ringingAtMs,
    isMuted: call.muted,
    holdPending: call.holdPending,
  }
}

function cut(text: string | null): string | null {
  return text === null ? null : text.slice(0, 200)
}

type PressActions = Pick<DeskActions, 'answer' | 'declineCall' | 'hangUpCall' | 'setMuted' | 'setHeld'>

/**
 * Does what was pressed, if the call it was pressed for is still the one in focus and in a state for it; a late press
 * does nothing.
 */
export function carryOutPress(
  now: PhoneCall | null,
  sipCallId: string,
  press: PopOutPress,
  actions: PressActions,
): void {
  if (now?.sipCallId !== sipCallId) return
  const { state } = now
  const isUp = state === 'talking' || state === 'held'
  switch (press) {
    case 'answer':
      if (state === 'ringing') void actions.answer({ sipCallId })
      return
    case 'decline':
      if (state === 'ringing') void actions.declineCall(sipCallId)
      return
    case 'hangUp':
      if (state !== 'ringing' && state !== 'ended') void actions.hangUpCall(sipCallId)
      return
    case 'mute':
    case 'unmute':
      if (isUp) actions.setMuted(press === 'mute')
      return
    case 'hold':
      if (state === 'talking' && !now.holdPending) void actions.setHeld(true)
      return
    case 'resume':
      if (state === 'held' && !now.holdPending) void actions.setHeld(false)
  }
}
