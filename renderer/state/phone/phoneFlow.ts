/** Brings the phone into the model: the ring with its card, the calls' states, who is on the screen, who holds the seat. */
import type { PhoneSeat } from '#contract/bridge'
import type { CardAnswer, PreparedCard } from '#contract/callerCard'
import type { PersonId } from '#contract/ids'
import type { HeldTelling } from '#renderer/phone/heldTelling'
import type { CallOutcome, PhoneEvent, PhoneSnapshot } from '#renderer/phone/phone'
import { type CallerBook, createCallerBook, withoutPerson } from '#renderer/state/caller/callerBook'
import { findCallOf, mergeCard, mergeLiveCall, toRingingView, toWho } from '#renderer/state/caller/callerView'
import { mergeFresh } from '#renderer/state/caller/freshCard'
import { lookUpCard } from '#renderer/state/caller/lookUpCard'
import type { PreparedCards } from '#renderer/state/caller/preparedCards'
import type { AnnouncementText, DeskCore } from '#renderer/state/deskCore'
import type { CallerView, PhoneCall } from '#renderer/state/deskModel'
import { judgeOf } from '#renderer/state/phone/dialling'

export interface PhoneFlowParts {
  readonly core: DeskCore
  readonly prepared: PreparedCards
  /** Held while a ring waits for what is to be drawn with it. */
  readonly screen: HeldTelling
  /** The caller on the screen is known better or is another, or a call was answered or ended. */
  readonly onCaller: () => void
  /** Another call takes the screen: what was written of the last one waits. */
  readonly onAside: () => void
}

interface Parts extends PhoneFlowParts {
  readonly book: CallerBook
}

export interface PhoneFlow {
  takeSeat(seat: PhoneSeat): void
  /** A card was prepared late, or is fresh from the CRM: it may be the one the screen waits for, or shows. */
  showPrepared(card: PreparedCard): void
  /** A person was forgotten: no view shows them any more. */
  forget(personId: PersonId): void
  end(): void
}

export function createPhoneFlow(given: PhoneFlowParts): PhoneFlow {
  const parts: Parts = { ...given, book: createCallerBook() }
  const { core, screen } = parts
  const ends = [
    core.phone.onChange((snapshot) => {
      // A new ring is told once more in the same turn, as an event: it is drawn with its caller.
      if (isNewRing(core.store.getState().phone, snapshot.call)) return
      screen.release()
      applySnapshot(parts, snapshot)
    }),
    core.phone.onEvent((event) => {
      if (event.kind === 'invited') {
        ring(parts, event.call)
        return
      }
      screen.release()
      applyEvent(parts, event)
    }),
    screen.release,
  ]
  applySnapshot(parts, core.phone.snapshot)
  return {
    takeSeat(seat) {
      core.store.setState(({ phone }) => ({ phone: { ...phone, seat: seat.kind } }))
      core.phone.setCredentials(seat.kind === 'granted' ? seat.sip : null)
      // Main forgets with the connection, and asks whose call it is only of the page that holds the seat.
      if (seat.kind === 'granted') reportBusy(core, isLive(core.phone.snapshot.call))
    },
    showPrepared(card) {
      if (isAwaited(parts)) screen.release()
      showPrepared(parts)
      // What is new of somebody on the screen waits for a ring that is being drawn.
      if (card.freshAtMs !== undefined) screen.tell(() => showFresh(parts, card))
    },
    forget(personId) {
      parts.book.forget(personId)
      core.store.setState(({ caller }) => ({ caller: caller && withoutPerson(caller, personId) }))
    },
    end() {
      for (const end of ends) end()
    },
  }
}

function isNewRing(before: Pick<PhoneSnapshot, 'calls'>, call: PhoneCall | null): boolean {
  return call?.state === 'ringing' && before.calls.every(({ sipCallId }) => sipCallId !== call.sipCallId)
}

function isLive(call: PhoneCall | null): boolean {
  return call !== null && call.state !== 'ended'
}

function reportBusy(core: DeskCore, busy: boolean): void {
  core.bridge.tell((client) => client.phone.reportBusy({ busy }))
}

function applySnapshot(parts: Parts, snapshot: PhoneSnapshot, isRing = false): void {
  const { core, screen } = parts
  const before = core.store.getState().phone
  core.store.setState({ phone: { ...before, ...snapshot } })
  if (before.calls !== snapshot.calls) {
    turnTo(parts, before.call, snapshot, isRing)
    tellHandOvers(parts, before.calls, snapshot.calls)
  }
  if (isLive(before.call) === isLive(snapshot.call)) return
  screen.tell(() => reportBusy(core, isLive(core.phone.snapshot.call)))
}

/** The screen belongs to the call in focus: the caller of the last one is put aside with it, while it lives. */
function turnTo(
  parts: Parts,
  before: PhoneCall | null,
  { call, calls }: PhoneSnapshot,
  isRing: boolean,
): void {
  const { core, book } = parts
  const { caller } = core.store.getState()
  book.keepOnly(calls)
  if (call === null || !isLive(call) || call.sipCallId === before?.sipCallId) return
  const stays = calls.find((each) => each.sipCallId === before?.sipCallId)
  // One that has just ended is still spoken of.
  if (stays !== undefined && caller !== null) book.put(stays.sipCallId, caller)
  if (!isRing || (stays !== undefined && isLive(stays))) parts.onAside()
  // A ring brings its own view.
  if (isRing) return
  const view = book.find(call.sipCallId) ?? toView(core, call)
  core.store.setState({ caller: view })
  if (view.card === null) lookUpAside(parts, view)
  parts.onCaller()
}

function lookUpAside(parts: Parts, view: CallerView): void {
  const card = findCard(parts, [view.number])
  if (card !== null) parts.core.store.setState({ caller: mergeCard(view, card) })
  else void lookUpCard(parts.core, view)
}

/** A transfer is said when it is over, with the name of who was handed over. */
function tellHandOvers(parts: Parts, before: readonly PhoneCall[], calls: readonly PhoneCall[]): void {
  for (const call of calls) {
    const state = call.transfer?.state
    const was = before.find(({ sipCallId }) => sipCallId === call.sipCallId)?.transfer?.state
    if (state === was || (state !== 'done' && state !== 'returned')) continue
    parts.core.announce({ kind: state === 'done' ? 'transferred' : 'returned', who: whoOf(parts, call) })
  }
}

function whoOf({ core, book }: Parts, call: PhoneCall): string | null {
  const isShown = core.phone.snapshot.call?.sipCallId === call.sipCallId
  const view = isShown ? core.store.getState().caller : book.find(call.sipCallId)
  return toWho(view) ?? call.name ?? call.number
}

function applyEvent(parts: Parts, event: PhoneEvent): void {
  const { core } = parts
  if (event.kind === 'answered') noteAnswer(parts, event.call)
  if (event.kind === 'ended') noteEnd(core, event)
  const text = toAnnouncement(event, whoOf(parts, event.call))
  if (text !== null) core.announce(text)
  parts.onCaller()
}

/**
 * A card that is there is on the screen in the turn of the INVITE, and what else comes in that moment waits until it is
 * painted; a card that must be asked for is waited for.
 */
function ring(parts: Parts, call: PhoneCall): void {
  const { core, screen } = parts
  const view = toView(core, call)
  if (core.phone.snapshot.call?.sipCallId !== call.sipCallId) {
    ringBeside(parts, call, view)
    return
  }
  let card = findCard(parts, [view.number, call.number])
  core.store.setState({ failure: null })
  screen.hold()
  if (card !== null) {
    popScreen(parts, call, card)
    return
  }
  // For the screen-pop bench: this ring found no card prepared.
  performance.mark('najva:card-asked')
  screen.tell(() => popScreen(parts, call, card))
  void lookUpCard(core, view, (answer) => {
    if (answer.ok) card = answer.value
    screen.release()
  })
}

function toView(core: DeskCore, call: PhoneCall): CallerView {
  const { centre, me } = core.store.getState()
  const ringing = toRingingView(call.direction === 'out' ? { ...call, number: toCalled(core, call) } : call)
  const live = findCallOf(call, centre, me)
  return live === null ? ringing : mergeLiveCall(ringing, live, centre, me)
}

/** Another call has the screen: the card of this one is made ready for when it is turned to. */
function ringBeside(parts: Parts, call: PhoneCall, view: CallerView): void {
  const { core, book } = parts
  const card = findCard(parts, [view.number, call.number])
  book.put(call.sipCallId, card === null ? view : mergeCard(view, card))
  applyEvent(parts, { kind: 'invited', call })
  if (card === null) void fillBook(core, book, call.sipCallId, view)
}

async function fillBook(
  core: DeskCore,
  book: CallerBook,
  sipCallId: string,
  view: CallerView,
): Promise<void> {
  const answer = await core.bridge.ask((client) => client.card.lookup({ dialString: view.number }))
  const kept = book.find(sipCallId)
  if (answer.ok && kept !== null) book.put(sipCallId, mergeCard(kept, answer.value))
}

/** The number as people and the customer book write it, without what a site puts before it on the way out. */
function toCalled(core: DeskCore, { number }: PhoneCall): string | null {
  const verdict = number === null ? null : judgeOf(core.store.getState())(number)
  return verdict?.ok === true ? verdict.number : number
}

function popScreen(parts: Parts, call: PhoneCall, card: CardAnswer | null): void {
  const { core } = parts
  applySnapshot(parts, core.phone.snapshot, true)
  const view = toView(core, call)
  core.store.setState({ caller: card === null ? view : mergeCard(view, card) })
  applyEvent(parts, { kind: 'invited', call })
}

/** The live model and the INVITE may write the number differently: either form may have been prepared. */
function findCard(parts: Parts, numbers: readonly (string | null)[]): CardAnswer | null {
  const given = numbers.filter((number) => number !== null)
  if (given.length === 0) return { kind: 'withheld' }
  const nowMs = parts.core.clock.nowMs() + parts.core.store.getState().clockOffsetMs
  for (const number of given) {
    const card = parts.prepared.find(number, nowMs)
    if (card !== null) return card
  }
  return null
}

/** Whether the card that has come is the one a ring waits for. */
function isAwaited(parts: Parts): boolean {
  const { core } = parts
  const { call } = core.phone.snapshot
  if (!isNewRing(core.store.getState().phone, call) || call === null) return false
  return findCard(parts, [toView(core, call).number, call.number]) !== null
}

function showPrepared(parts: Parts): void {
  const { caller } = parts.core.store.getState()
  if (caller === null || caller.card !== null || caller.number === null) return
  const card = findCard(parts, [caller.number])
  if (card !== null) parts.core.store.setState({ caller: mergeCard(caller, card) })
}

/** On the screen, and for callers put aside. */
function showFresh({ core, book }: Parts, card: PreparedCard): void {
  const { caller } = core.store.getState()
  if (caller !== null && isOf(caller, card)) core.store.setState({ caller: mergeFresh(caller, card.answer) })
  for (const { sipCallId } of core.phone.snapshot.calls) {
    const aside = book.find(sipCallId)
    if (aside !== null && isOf(aside, card)) book.put(sipCallId, mergeFresh(aside, card.answer))
  }
}

function isOf({ callId, number }: CallerView, card: PreparedCard): boolean {
  return callId !== null && card.callId !== undefined ? callId === card.callId : number === card.dialString
}

function noteAnswer({ core }: Parts, call: PhoneCall): void {
  const { caller, clockOffsetMs } = core.store.getState()
  if (
    core.phone.snapshot.call?.sipCallId !== call.sipCallId ||
    caller === null ||
    caller.answeredAtMs !== null ||
    call.answeredAtMs === null
  )
    return
  core.store.setState({ caller: { ...caller, answeredAtMs: call.answeredAtMs + clockOffsetMs } })
}

function noteEnd(core: DeskCore, event: { readonly call: PhoneCall; readonly outcome: CallOutcome }): void {
  if (event.call.failure !== null) core.store.setState({ failure: event.call.failure })
}

function toAnnouncement(event: PhoneEvent, who: string | null): AnnouncementText | null {
  if (event.kind === 'invited') return { kind: 'ringing', who }
  if (event.kind === 'answered' && event.call.direction === 'out') return { kind: 'reached', who }
  if (event.kind !== 'ended') return { kind: event.kind, who }
  if (event.call.failure !== null) return { kind: 'failure', failure: event.call.failure }
  return { kind: toEndWord(event.outcome), who }
}

/** A call another phone took has ended here; it is not one this agent missed. */
function toEndWord(outcome: CallOutcome): 'ended' | 'declined' | 'missed' {
  return outcome === 'declined' || outcome === 'missed' ? outcome : 'ended'
}
