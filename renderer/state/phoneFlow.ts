/** Brings the phone into the model: the ring with its card, the call's states, and who holds the seat. */
import type { PhoneSeat } from '#contract/bridge'
import type { CardAnswer } from '#contract/callerCard'
import type { HeldTelling } from '#renderer/phone/heldTelling'
import type { CallOutcome, PhoneEvent, PhoneSnapshot } from '#renderer/phone/phone'
import { findLiveCall, mergeCard, mergeLiveCall, toRingingView, toWho } from '#renderer/state/callerView'
import type { AnnouncementText, DeskCore } from '#renderer/state/deskCore'
import type { CallerView, PhoneCall } from '#renderer/state/deskModel'
import { lookUpCard } from '#renderer/state/lookUpCard'
import type { PreparedCards } from '#renderer/state/preparedCards'

export interface PhoneFlowParts {
  readonly core: DeskCore
  readonly prepared: PreparedCards
  /** Held while a ring waits for what is to be drawn with it. */
  readonly screen: HeldTelling
  /** The caller on the screen is known better, or the call was answered or ended. */
  readonly onCaller: () => void
}

export interface PhoneFlow {
  takeSeat(seat: PhoneSeat): void
  /** A card was prepared late: it may be the one the screen waits for. */
  showPrepared(): void
  end(): void
}

export function createPhoneFlow(parts: PhoneFlowParts): PhoneFlow {
  const { core, screen } = parts
  const ends = [
    core.phone.onChange((snapshot) => {
      // A new ring is told once more in the same turn, as an event: it is drawn with its caller.
      if (isNewRing(core.store.getState().phone.call, snapshot.call)) return
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
    showPrepared() {
      if (isAwaited(parts)) screen.release()
      showPrepared(parts)
    },
    end() {
      for (const end of ends) end()
    },
  }
}

function isNewRing(before: PhoneCall | null, call: PhoneCall | null): boolean {
  return call?.state === 'ringing' && call.sipCallId !== before?.sipCallId
}

function isLive(call: PhoneCall | null): boolean {
  return call !== null && call.state !== 'ended'
}

function reportBusy(core: DeskCore, busy: boolean): void {
  core.bridge.tell((client) => client.phone.reportBusy({ busy }))
}

function applySnapshot({ core, screen }: PhoneFlowParts, snapshot: PhoneSnapshot): void {
  const before = core.store.getState().phone
  core.store.setState({ phone: { ...before, ...snapshot } })
  if (isLive(before.call) === isLive(snapshot.call)) return
  screen.tell(() => reportBusy(core, isLive(core.phone.snapshot.call)))
}

function applyEvent(parts: PhoneFlowParts, event: PhoneEvent): void {
  const { core } = parts
  if (event.kind === 'answered') noteAnswer(core, event.call)
  if (event.kind === 'ended') noteEnd(core, event)
  const text = toAnnouncement(event, toWho(core.store.getState().caller))
  if (text !== null) core.announce(text)
  parts.onCaller()
}

/**
 * A card that is there is on the screen in the turn of the INVITE, and what else comes in that moment waits until it is
 * painted; a card that must be asked for is waited for.
 */
function ring(parts: PhoneFlowParts, call: PhoneCall): void {
  const { core, screen } = parts
  const view = toView(core, call)
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
  const ringing = toRingingView(call)
  const live = findLiveCall(call.callId, centre, me)
  return live === null ? ringing : mergeLiveCall(ringing, live, centre, me)
}

function popScreen(parts: PhoneFlowParts, call: PhoneCall, card: CardAnswer | null): void {
  const { core } = parts
  applySnapshot(parts, core.phone.snapshot)
  const view = toView(core, call)
  core.store.setState({ caller: card === null ? view : mergeCard(view, card) })
  applyEvent(parts, { kind: 'invited', call })
}

/** The live model and the INVITE may write the number differently: either form may have been prepared. */
function findCard(parts: PhoneFlowParts, numbers: readonly (string | null)[]): CardAnswer | null {
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
function isAwaited(parts: PhoneFlowParts): boolean {
  const { core } = parts
  const { call } = core.phone.snapshot
  if (!isNewRing(core.store.getState().phone.call, call) || call === null) return false
  return findCard(parts, [toView(core, call).number, call.number]) !== null
}

function showPrepared(parts: PhoneFlowParts): void {
  const { caller } = parts.core.store.getState()
  if (caller === null || caller.card !== null || caller.number === null) return
  const card = findCard(parts, [caller.number])
  if (card !== null) parts.core.store.setState({ caller: mergeCard(caller, card) })
}

function noteAnswer(core: DeskCore, call: PhoneCall): void {
  const { caller, clockOffsetMs } = core.store.getState()
  if (caller === null || caller.answeredAtMs !== null || call.answeredAtMs === null) return
  core.store.setState({ caller: { ...caller, answeredAtMs: call.answeredAtMs + clockOffsetMs } })
}

function noteEnd(core: DeskCore, event: { readonly call: PhoneCall; readonly outcome: CallOutcome }): void {
  if (event.call.failure !== null) core.store.setState({ failure: event.call.failure })
}

function toAnnouncement(event: PhoneEvent, who: string | null): AnnouncementText | null {
  if (event.kind === 'invited') return { kind: 'ringing', who }
  if (event.kind !== 'ended') return { kind: event.kind, who }
  if (event.call.failure !== null) return { kind: 'failure', failure: event.call.failure }
  return { kind: toEndWord(event.outcome), who }
}

/** A call another phone took has ended here; it is not one this agent missed. */
function toEndWord(outcome: CallOutcome): 'ended' | 'declined' | 'missed' {
  return outcome === 'declined' || outcome === 'missed' ? outcome : 'ended'
}
