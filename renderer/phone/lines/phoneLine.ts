/**
 * What every call of this phone has in common, whichever side began it: its sound, its microphone, hold, digits,
 * hand-over and end.
 *
 * talking ◀─re-INVITE─▶ held
 *    └──── BYE, or handed over ────┴──▶ ended
 */
import { type Session, SessionState, type URI } from 'sip.js'
import type { CallSettings } from '#contract/callSettings'
import { type Answer, done, type Failure, failed, toCallFailure, toFailure } from '#contract/failure'
import type { Clock } from '#contract/time'
import type { Microphone } from '#renderer/phone/devices/microphone'
import type { CallMedia } from '#renderer/phone/media/callMedia'
import type { CallOutcome } from '#renderer/phone/phone'
import { sendDigitInfo } from '#renderer/phone/sip/digitInfo'
import { sendRefer } from '#renderer/phone/sip/refer'
import { reinvite } from '#renderer/phone/sip/reinvite'
import type { PhoneCall } from '#renderer/state/deskModel'

export interface PhoneLineParts {
  readonly media: CallMedia
  readonly clock: Clock
  /** From 0 up to but not including 1. */
  readonly random: () => number
  readonly openMicrophone: () => Promise<Answer<Microphone>>
  /** How digits travel, asked at each. */
  readonly digits: () => CallSettings['digits']
  readonly onChange: (call: PhoneCall) => void
  readonly onEnded: (call: PhoneCall, outcome: CallOutcome) => void
  /** The open microphone went away during the call. */
  readonly onMicrophoneLost: () => void
  readonly report: (error: unknown) => void
}

/** Nobody is rung for longer. */
const unheardTransferMs = 30_000
const timedOutStatus = 408

export abstract class PhoneLine {
  protected readonly parts: PhoneLineParts
  protected readonly session: Session
  #call: PhoneCall
  #microphone: Microphone | null = null
  /** Sent in place of the microphone while the call is mixed with others. */
  #mixed: MediaStreamTrack | null = null
  #cancelDoubt: () => void = () => undefined

  constructor(parts: PhoneLineParts, session: Session, call: PhoneCall) {
    this.parts = parts
    this.session = session
    this.#call = call
  }

  get call(): PhoneCall {
    return this.#call
  }

  get media(): CallMedia {
    return this.parts.media
  }

  get isLive(): boolean {
    return this.#call.state !== 'ended'
  }

  /** Both sides have agreed to talk, and neither has hung up. */
  get isUp(): boolean {
    return this.isLive && this.#call.answeredAtMs !== null
  }

  /** The agent's own sound, for a mix; null while it is closed. */
  get microphone(): MediaStreamTrack | null {
    return this.#microphone?.track ?? null
  }

  /** Before the answer it refuses or takes back; afterwards it says BYE. */
  abstract hangUp(): Answer<null>

  /**
   * The socket is gone: a call that is not answered yet cannot be any more, and how a hand-over ended may have been told
   * to nobody.
   */
  loseSocket(): void {
    if (this.#call.answeredAtMs === null) this.end('failed', toFailure('switch-away'))
    else if (this.isHandingOver) this.#doubtTransfer()
  }

  setMuted(muted: boolean): Answer<null> {
    if (this.#call.state === 'ended' || this.#call.state === 'ringing') return failed('wrong-state')
    this.change({ muted })
    return done(null)
  }

  async setHeld(held: boolean): Promise<Answer<null>> {
    const from = held ? 'talking' : 'held'
    if (this.#call.state !== from || this.#call.holdPending) return failed('wrong-state')
    this.change({ holdPending: true })
    this.parts.media.setHeld(held)
    const agreed = await reinvite(this.session, this.parts.clock, this.parts.random)
    if (!this.isLive) return failed('call-cancelled')
    if (!agreed.ok) this.parts.media.setHeld(!held)
    this.change({ holdPending: false, state: agreed.ok ? (held ? 'held' : 'talking') : from })
    return agreed
  }

  sendDigit(digit: string): Answer<null> {
    if (this.#call.state !== 'talking' && this.#call.progress !== 'early-media') return failed('wrong-state')
    if (!/^[0-9*#]$/.test(digit)) return failed('invalid')
    if (this.parts.digits() === 'info' && this.isUp) {
      sendDigitInfo(this.session, digit).catch(this.parts.report)
      return done(null)
    }
    return this.parts.media.sendDigit(digit) ? done(null) : failed('call-not-acceptable')
  }

  /** Changes to the microphone chosen now; the old one stays when the new one does not open. */
  async changeMicrophone(): Promise<Answer<null>> {
    if (this.#microphone === null && this.#call.answeredAtMs === null) return done(null)
    const opened = await this.parts.openMicrophone()
    if (!opened.ok) return opened
    if (!this.isLive) return closeUnused(opened)
    const old = this.#microphone
    this.holdMicrophone(opened.value)
    await this.parts.media.setMicrophone(this.#mixed ?? opened.value.track)
    old?.close()
    this.parts.onChange(this.#call)
    return done(null)
  }

  /** Sends this sound in place of the microphone, and the microphone again with null. */
  setMixed(track: MediaStreamTrack | null): void {
    if (track === this.#mixed) return
    this.#mixed = track
    if (this.isLive) this.parts.media.setMicrophone(track ?? this.microphone).catch(this.parts.report)
  }

  /** The call this one consults for has ended. */
  forgetConsulted(sipCallId: string): void {
    if (this.isLive && this.#call.consultsFor === sipCallId) this.change({ consultsFor: null })
  }

  setConferenced(isConferenced: boolean): void {
    if (this.isLive && this.#call.isConferenced !== isConferenced) this.change({ isConferenced })
  }

  /**
   * Asks the telephone system to bring the other side to `target`, a number or the other side of another call. `to` is
   * what the page shows. Settles with its acceptance or refusal; the outcome comes as the call's `transfer`.
   */
  async refer(target: URI | PhoneLine, to: string): Promise<Answer<null>> {
    if (!this.isUp || this.isHandingOver) return failed('wrong-state')
    this.#cancelDoubt()
    const kind = target instanceof PhoneLine ? 'attended' : 'blind'
    this.change({ transfer: { kind, state: 'asking', to, failure: null } })
    const referTo = target instanceof PhoneLine ? target.session : target
    const answer = await sendRefer(this.session, referTo, (status) => this.#takeReport(status))
    // Refused by the last word of the call itself: it was handed over faster than it was said.
    if (!this.isLive) return done(null)
    if (!answer.ok) this.change({ transfer: null })
    return answer
  }

  get isHandingOver(): boolean {
    const state = this.#call.transfer?.state
    return state === 'asking' || state === 'ringing'
  }

  protected change(change: Partial<PhoneCall>): void {
    this.#call = { ...this.#call, ...change }
    this.#gateMicrophone()
    this.parts.onChange(this.#call)
  }

  /** Without a word to anyone. */
  protected put(change: Partial<PhoneCall>): void {
    this.#call = { ...this.#call, ...change }
    this.#gateMicrophone()
  }

  protected holdMicrophone(microphone: Microphone): void {
    this.#microphone = microphone
    microphone.track.addEventListener('ended', () => {
      if (this.isLive && this.#microphone === microphone) this.parts.onMicrophoneLost()
    })
    this.#gateMicrophone()
  }

  protected end(outcome: CallOutcome, failure: Failure | null = null): void {
    if (!this.isLive) return
    this.#cancelDoubt()
    this.#microphone?.close()
    this.#microphone = null
    this.closing()
    this.#call = {
      ...this.#call,
      state: 'ended',
      progress: null,
      holdPending: false,
      isConferenced: false,
      failure,
    }
    this.parts.onEnded(this.#call, outcome)
  }

  /** What a kind of call lets go of besides. */
  protected closing(): void {
    this.parts.media.close()
  }

  protected sayBye(): void {
    try {
      this.session.bye().catch(this.parts.report)
    } catch (error) {
      this.parts.report(error)
    }
  }

  /** The other side, or the telephone system, ends the call that is up. */
  protected takeBye(): void {
    // A call that is taken away after a hand-over was accepted has been handed over.
    if (this.isHandingOver && this.#call.transfer !== null)
      this.put({ transfer: { ...this.#call.transfer, state: 'done' } })
    this.end('hung-up')
  }

  /** Without a word by then the caller is still here, for whoever they were to go to would have them. */
  #doubtTransfer(): void {
    this.#cancelDoubt()
    this.#cancelDoubt = this.parts.clock.after(unheardTransferMs, () => this.#takeReport(timedOutStatus))
  }

  /** RFC 3515 section 2.4.4: how the hand-over goes, as the status of the call it leads to. */
  #takeReport(status: number): void {
    const { transfer } = this.#call
    if (!this.isUp || transfer === null || !this.isHandingOver) return
    if (status < 200) {
      if (status > 100 && transfer.state === 'asking')
        this.change({ transfer: { ...transfer, state: 'ringing' } })
      return
    }
    if (status < 300) {
      this.change({ transfer: { ...transfer, state: 'done' } })
      this.hangUp()
      return
    }
    const failure = toCallFailure(status) ?? toFailure('call-failed')
    this.change({ transfer: { ...transfer, state: 'returned', failure } })
  }

  /** Silent while muted, on hold, and from the moment a hold is asked for: the caller must not hear what is said then. */
  #gateMicrophone(): void {
    if (this.#microphone === null) return
    const { muted, state, holdPending } = this.#call
    this.#microphone.track.enabled = !muted && !holdPending && (state === 'talking' || state === 'connecting')
  }

  protected listen(onTerminated: () => void): void {
    this.session.stateChange.addListener((state) => {
      if (state === SessionState.Terminated) onTerminated()
    })
  }
}

export function closeUnused(opened: Answer<Microphone>): Answer<null> {
  if (opened.ok) opened.value.close()
  return failed('call-cancelled')
}
