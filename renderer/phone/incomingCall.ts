/**
 * The life of one call that rang here.
 *
 * ringing ─answer─▶ connecting ─200─▶ talking ◀─re-INVITE─▶ held
 *    │ ▲ no microphone ─┘   │            │                    │
 *    └─┴── CANCEL, decline, │ BYE, socket lost ───────────────┴──▶ ended
 *
 * A monitoring leg that took its caller over comes in as talking, and may leave again when it is handed back.
 */
import { type Invitation, SessionState } from 'sip.js'
import { type Answer, done, type Failure, failed, toCallFailure, toFailure } from '#contract/failure'
import type { Clock } from '#contract/time'
import type { CallMedia } from '#renderer/phone/callMedia'
import { isAnsweredElsewhere } from '#renderer/phone/endReason'
import { toInviteIdentity } from '#renderer/phone/invite'
import type { Microphone } from '#renderer/phone/microphone'
import type { CallOutcome } from '#renderer/phone/phone'
import type { AdoptedCaller } from '#renderer/phone/phoneLegs'
import { reinvite } from '#renderer/phone/reinvite'
import type { PhoneCall } from '#renderer/state/deskModel'

export interface IncomingCallParts {
  readonly invitation: Invitation
  readonly media: CallMedia
  readonly clock: Clock
  readonly random: () => number
  readonly openMicrophone: () => Promise<Answer<Microphone>>
  readonly onChange: (call: PhoneCall) => void
  readonly onEnded: (call: PhoneCall, outcome: CallOutcome) => void
  /** The open microphone went away during the call. */
  readonly onMicrophoneLost: () => void
  readonly report: (error: unknown) => void
}

/**
 * Busy here, not 603: a decline is this agent's, while 603 would tell a forking proxy to stop ringing the colleagues
 * too (RFC 3261 section 21.6.2).
 */
const declineStatus = 486
/** What this browser cannot answer (RFC 3261 section 21.4.26). */
const notAcceptableStatus = 488
/** The caller's ringing tone follows the card by a frame: neither phone nor switch shall work while it is drawn. */
const ringBackAfterMs = 20
/** The card is drawn first: the page would be busy with the media for as long as with half the card. */
const prepareAfterMs = 150

export class IncomingCall {
  readonly #parts: IncomingCallParts
  #call: PhoneCall
  #microphone: Microphone | null = null
  #cancelLater: () => void = () => undefined
  #isPrepared = false
  /** Its sound and its dialogue are a monitoring leg's again. */
  #isHandedBack = false

  constructor(parts: IncomingCallParts) {
    this.#parts = parts
    this.#call = toRingingCall(parts.invitation, parts.clock.nowMs())
  }

  get call(): PhoneCall {
    return this.#call
  }

  get isLive(): boolean {
    return this.#call.state !== 'ended'
  }

  /** Says 180 and listens; the answer to the caller's offer is made meanwhile. */
  ring(): void {
    const { invitation, clock, report } = this.#parts
    this.#listen()
    this.#cancelLater = clock.after(ringBackAfterMs, () => {
      invitation.progress({ statusCode: 180 }).catch(report)
      this.#cancelLater = clock.after(prepareAfterMs - ringBackAfterMs, () => this.#prepare())
    })
  }

  /** A leg that is up becomes this call, with its microphone; null where that was lost, and another is asked for. */
  takeUp(caller: AdoptedCaller, microphone: Microphone | null): void {
    this.#listen()
    const answeredAtMs = this.#parts.clock.nowMs()
    this.#call = { ...this.#call, ...caller, state: 'talking', answeredAtMs }
    if (microphone === null) this.#parts.onMicrophoneLost()
    else this.#hold(microphone)
  }

  /** The call ends here, and goes on as the monitoring leg it came from. */
  letGo(): void {
    this.#isHandedBack = true
    this.#end('hung-up')
  }

  #listen(): void {
    const { invitation, report } = this.#parts
    invitation.delegate = {
      onCancel: ({ request }) =>
        this.#end(isAnsweredElsewhere(request.getHeaders('reason')) ? 'answered-elsewhere' : 'missed'),
      onBye: (bye) => {
        void bye.accept().catch(report)
        this.#end('hung-up')
      },
      // The library would follow a transfer by itself and make this phone dial anyone.
      onRefer: (referral) => void referral.reject().catch(report),
    }
    invitation.stateChange.addListener((state) => {
      if (state === SessionState.Terminated)
        this.#end(this.#call.answeredAtMs === null ? 'missed' : 'hung-up')
    })
  }

  async answer(): Promise<Answer<null>> {
    if (this.#call.state !== 'ringing') return failed('wrong-state')
    const { media, openMicrophone, report } = this.#parts
    // Asked for before the page is told, and so before it draws: both work at the same time then.
    const opening = openMicrophone()
    this.#prepare()
    this.#change({ state: 'connecting' })
    const opened = await opening
    if (!this.#isConnecting()) return closeUnused(opened)
    if (!opened.ok) {
      this.#change({ state: 'ringing' })
      return opened
    }
    this.#hold(opened.value)
    if (!(await this.#beginAnswer())) return this.#refuse(notAcceptableStatus)
    // In place long before the first packet can leave: the answer need not wait for it.
    media.setMicrophone(opened.value.track).catch(report)
    return this.#accept()
  }

  decline(): Answer<null> {
    if (this.#call.state !== 'ringing' && this.#call.state !== 'connecting') return failed('wrong-state')
    this.#end('declined')
    this.#parts.invitation.reject({ statusCode: declineStatus }).catch(this.#parts.report)
    return done(null)
  }

  hangUp(): Answer<null> {
    if (this.#call.state === 'ended') return failed('wrong-state')
    if (this.#call.answeredAtMs === null) return this.decline()
    this.#end('hung-up')
    this.#sayBye()
    return done(null)
  }

  setMuted(muted: boolean): Answer<null> {
    if (this.#call.state === 'ended' || this.#call.state === 'ringing') return failed('wrong-state')
    this.#change({ muted })
    this.#gateMicrophone()
    return done(null)
  }

  async setHeld(held: boolean): Promise<Answer<null>> {
    const from = held ? 'talking' : 'held'
    if (this.#call.state !== from || this.#call.holdPending) return failed('wrong-state')
    this.#change({ holdPending: true })
    this.#gateMicrophone()
    this.#parts.media.setHeld(held)
    const agreed = await reinvite(this.#parts.invitation, this.#parts.clock, this.#parts.random)
    if (!this.isLive) return failed('call-cancelled')
    if (!agreed.ok) this.#parts.media.setHeld(!held)
    this.#change({ holdPending: false, state: agreed.ok ? (held ? 'held' : 'talking') : from })
    this.#gateMicrophone()
    return agreed
  }

  sendDigit(digit: string): Answer<null> {
    if (this.#call.state !== 'talking') return failed('wrong-state')
    if (!/^[0-9*#]$/.test(digit)) return failed('invalid')
    return this.#parts.media.sendDigit(digit) ? done(null) : failed('call-not-acceptable')
  }

  /** Changes to the microphone chosen now; the old one stays when the new one does not open. */
  async changeMicrophone(): Promise<Answer<null>> {
    if (this.#microphone === null && this.#call.answeredAtMs === null) return done(null)
    const opened = await this.#parts.openMicrophone()
    if (!opened.ok) return opened
    if (!this.isLive) return closeUnused(opened)
    const old = this.#microphone
    this.#hold(opened.value)
    await this.#parts.media.setMicrophone(opened.value.track)
    old?.close()
    return done(null)
  }

  /** The socket the INVITE came on is gone: a call that only rings can no longer be answered. */
  loseSocket(): void {
    if (this.#call.answeredAtMs === null) this.#end('failed', toFailure('switch-away'))
  }

  async #accept(): Promise<Answer<null>> {
    try {
      await this.#parts.invitation.accept()
    } catch (error) {
      if (!this.isLive) return failed('call-cancelled')
      this.#parts.report(error)
      this.#end('failed', toFailure('call-failed'))
      return failed('call-failed')
    }
    if (!this.isLive) return failed('call-cancelled')
    this.#change({ state: 'talking', answeredAtMs: this.#parts.clock.nowMs() })
    this.#gateMicrophone()
    return done(null)
  }

  #prepare(): void {
    this.#cancelLater()
    const { invitation, media } = this.#parts
    if (this.#isPrepared || invitation.body === undefined || invitation.body === '') return
    this.#isPrepared = true
    media.prepare(invitation.body)
  }

  /** False for an offer this browser cannot answer. */
  #beginAnswer(): Promise<boolean> {
    return this.#parts.media.beginAnswer().then(
      () => true,
      () => false,
    )
  }

  #refuse(status: number): Answer<null> {
    const failure = toCallFailure(status) ?? toFailure('call-failed')
    this.#end('failed', failure)
    this.#parts.invitation.reject({ statusCode: status }).catch(this.#parts.report)
    return { ok: false, failure }
  }

  #hold(microphone: Microphone): void {
    this.#microphone = microphone
    microphone.track.addEventListener('ended', () => {
      if (this.isLive && this.#microphone === microphone) this.#parts.onMicrophoneLost()
    })
    this.#gateMicrophone()
  }

  /** Silent while muted, on hold, and from the moment a hold is asked for: the caller must not hear what is said then. */
  #gateMicrophone(): void {
    if (this.#microphone === null) return
    const { muted, state, holdPending } = this.#call
    this.#microphone.track.enabled = !muted && state !== 'held' && !holdPending
  }

  #isConnecting(): boolean {
    return this.#call.state === 'connecting'
  }

  #sayBye(): void {
    try {
      this.#parts.invitation.bye().catch(this.#parts.report)
    } catch (error) {
      this.#parts.report(error)
    }
  }

  #change(change: Partial<PhoneCall>): void {
    this.#call = { ...this.#call, ...change }
    this.#parts.onChange(this.#call)
  }

  #end(outcome: CallOutcome, failure: Failure | null = null): void {
    if (this.#call.state === 'ended') return
    this.#cancelLater()
    this.#microphone?.close()
    this.#microphone = null
    if (!this.#isHandedBack) this.#parts.media.close()
    this.#call = { ...this.#call, state: 'ended', holdPending: false, failure }
    this.#parts.onEnded(this.#call, outcome)
  }
}

function closeUnused(opened: Answer<Microphone>): Answer<null> {
  if (opened.ok) opened.value.close()
  return failed('call-cancelled')
}

function toRingingCall(invitation: Invitation, nowMs: number): PhoneCall {
  const { request, remoteIdentity, assertedIdentity } = invitation
  const caller = assertedIdentity ?? remoteIdentity
  const identity = toInviteIdentity({
    callHeader: request.getHeader('x-najva-call'),
    user: caller.uri.user,
    host: caller.uri.host,
    displayName: caller.displayName,
    privacy: request.getHeader('privacy'),
  })
  return {
    sipCallId: request.callId.slice(0, 200),
    ...identity,
    direction: 'in',
    state: 'ringing',
    progress: null,
    muted: false,
    holdPending: false,
    ringingAtMs: nowMs,
    answeredAtMs: null,
    transfer: null,
    consultsFor: null,
    isConferenced: false,
    failure: null,
  }
}
