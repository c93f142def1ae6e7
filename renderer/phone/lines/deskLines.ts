/**
 * The calls this phone holds at once: one at most is talked on, or several that are mixed; the others ring or are on
 * hold. Which one is in focus is decided in `lineBook`, what is heard in `lineSound`, hand-overs in `handOver`.
 */
import type { Invitation, Inviter, Session } from 'sip.js'
import type { CallSettings } from '#contract/callSettings'
import { type Answer, done, failed } from '#contract/failure'
import type { Clock } from '#contract/time'
import type { Microphone } from '#renderer/phone/devices/microphone'
import type { CallMaker } from '#renderer/phone/dialling/dialTarget'
import { toAutoAnswerSeconds } from '#renderer/phone/lines/autoAnswer'
import { DialledCall } from '#renderer/phone/lines/dialledCall'
import { createHandOver, type HandOver } from '#renderer/phone/lines/handOver'
import { IncomingCall } from '#renderer/phone/lines/incomingCall'
import { LineSet } from '#renderer/phone/lines/lineSet'
import type { LineSound } from '#renderer/phone/lines/lineSound'
import { LineTalk } from '#renderer/phone/lines/lineTalk'
import type { PhoneLine, PhoneLineParts } from '#renderer/phone/lines/phoneLine'
import type { CallMedia, CallMediaParts } from '#renderer/phone/media/callMedia'
import type { LentLeg } from '#renderer/phone/monitoring/monitorLeg'
import type { AdoptedCaller } from '#renderer/phone/monitoring/phoneLegs'
import type { AnswerOptions, CallOutcome, DialOptions, PhoneEvent } from '#renderer/phone/phone'
import { type InviteIdentity, readInvite } from '#renderer/phone/sip/invite'
import type { PhoneCall } from '#renderer/state/deskModel'

export interface DeskLinesParts extends CallMaker {
  readonly clock: Clock
  /** From 0 up to but not including 1. */
  readonly random: () => number
  readonly report: (error: unknown) => void
  readonly sound: LineSound
  readonly settings: () => CallSettings
  readonly openMicrophone: () => Promise<Answer<Microphone>>
  readonly createMedia: (session: Session, on: Pick<CallMediaParts, 'onConnected'>) => CallMedia
  /** True for a call that shall be told at once that this phone is busy. */
  readonly isUnwanted: (identity: InviteIdentity) => boolean
  readonly onChange: (calls: readonly PhoneCall[], focus: PhoneCall | null) => void
  readonly onEvent: (event: PhoneEvent) => void
  /** An answer is being made: what is drawn meanwhile may wait; and it need not wait any longer. */
  readonly holdDrawing: () => void
  readonly releaseDrawing: () => void
  /** Whether a microphone opened for a call, or why it did not. */
  readonly onMicrophone: (outcome: Answer<unknown>) => void
  /** The last call has ended. */
  readonly onIdle: () => void
}

const busyStatus = 486

export class DeskLines {
  readonly #parts: DeskLinesParts
  readonly #handOver: HandOver
  readonly #lines: LineSet
  readonly #talk: LineTalk
  /** A number is being dialled, and its call is not among the others yet. */
  #isDialling = false

  constructor(parts: DeskLinesParts) {
    this.#parts = parts
    this.#lines = new LineSet(parts)
    const { onEvent } = parts
    this.#talk = new LineTalk({ lines: this.#lines, onEvent, onTurn: () => this.#followSound() })
    this.#handOver = createHandOver({
      liveLines: () => this.live,
      resume: (line) => this.#talk.resume(line),
      report: parts.report,
    })
  }

  get live(): readonly PhoneLine[] {
    return this.#lines.live
  }

  get focus(): PhoneLine | null {
    return this.#lines.focus
  }

  invited(invitation: Invitation): void {
    const { settings, isUnwanted, report, clock } = this.#parts
    if (this.live.length >= settings().lines || isUnwanted(readInvite(invitation))) {
      invitation.reject({ statusCode: busyStatus }).catch(report)
      return
    }
    const media = this.#parts.createMedia(invitation, { onConnected: () => this.#connected(call) })
    const call: IncomingCall = new IncomingCall({ ...this.#lineParts(() => call, media), invitation })
    const isAlone = this.live.length === 0
    this.#lines.add(call)
    call.ring()
    if (!call.isLive) return
    this.#lines.publish()
    this.#parts.onEvent({ kind: 'invited', call: call.call })
    this.#followSound()
    const seconds = settings().autoAnswer.whenAsked ? toAskedSeconds(invitation) : null
    if (seconds === null || !isAlone) return
    clock.after(seconds * 1000, () => void this.#answerAlone(call))
  }

  /** After a take-over: whatever rings gives way to the caller who is here already. */
  adopt({ invitation, media, microphone }: LentLeg, caller: AdoptedCaller): void {
    for (const line of this.live) line.hangUp()
    const call: IncomingCall = new IncomingCall({ ...this.#lineParts(() => call, media), invitation })
    this.#lines.add(call)
    this.#parts.sound.connected(call)
    call.takeUp(caller, microphone)
    this.#lines.publish()
    this.#followSound()
    this.#parts.onEvent({ kind: 'answered', call: call.call })
  }

  async answer(options: AnswerOptions = {}): Promise<Answer<null>> {
    const line = this.#findRinging(options.sipCallId)
    if (line === null) return failed('wrong-state')
    const others = this.#lines.talkedBeside(line)
    if (others.length > 0) {
      const aside = await this.#talk.setAside(others, options.other ?? 'hold')
      if (!aside.ok) return aside
    }
    this.#parts.holdDrawing()
    const answered = await line.answer()
    this.#parts.onMicrophone(answered)
    if (!answered.ok) {
      this.#parts.releaseDrawing()
      return answered
    }
    if (options.isAutomatic === true) this.#parts.sound.beep()
    this.#parts.onEvent({ kind: 'answered', call: line.call })
    return answered
  }

  async dial(number: string, options: DialOptions = {}): Promise<Answer<null>> {
    if (this.#isDialling || this.live.length >= this.#parts.settings().lines) return failed('wrong-state')
    const consultsFor = options.consultsFor ?? null
    if (consultsFor !== null && this.#lines.find(consultsFor)?.isUp !== true) return failed('wrong-state')
    const target = this.#parts.toAddress(number)
    if (!target.ok) return target
    this.#isDialling = true
    try {
      const inviter = this.#parts.createInviter(target.value, options.callerId ?? null)
      return await this.#place(inviter, number, consultsFor)
    } finally {
      this.#isDialling = false
    }
  }

  /** The microphone first: nobody's phone rings for an agent who cannot be heard. */
  async #place(inviter: Inviter, number: string, consultsFor: string | null): Promise<Answer<null>> {
    const { settings } = this.#parts
    const media = this.#parts.createMedia(inviter, { onConnected: () => this.#connected(call) })
    const call: DialledCall = new DialledCall({
      ...this.#lineParts(() => call, media),
      inviter,
      number,
      consultsFor,
      answerDueMs: settings().dialSeconds * 1000,
      onAnswered: (answered) => this.#parts.onEvent({ kind: 'answered', call: answered }),
    })
    const opened = await this.#parts.openMicrophone()
    this.#parts.onMicrophone(opened)
    const ready = opened.ok ? await this.#talk.setAside(this.#lines.talkedBeside(call), 'hold') : opened
    if (!opened.ok || !ready.ok) {
      if (opened.ok) opened.value.close()
      call.drop()
      return ready.ok ? failed('wrong-state') : ready
    }
    this.#lines.add(call)
    this.#lines.prefer(call, false)
    const sent = await call.send(opened.value)
    if (!sent.ok) return sent
    this.#lines.publish()
    this.#parts.onEvent({ kind: 'dialled', call: call.call })
    this.#followSound()
    return done(null)
  }

  async switchTo(sipCallId: string): Promise<Answer<null>> {
    const line = this.#lines.find(sipCallId)
    return line?.isUp === true ? this.#talk.turnTo(line) : failed('wrong-state')
  }

  decline(sipCallId?: string): Answer<null> {
    const line = this.#findRinging(sipCallId)
    return line?.decline() ?? failed('wrong-state')
  }

  hangUp(sipCallId?: string): Answer<null> {
    const line = sipCallId === undefined ? this.focus : this.#lines.find(sipCallId)
    return line?.hangUp() ?? failed('wrong-state')
  }

  /** Of calls that are mixed there is one microphone. */
  setMuted(muted: boolean): Answer<null> {
    const line = this.focus
    if (line === null) return failed('wrong-state')
    const others = line.call.isConferenced ? this.#lines.conferenced.filter((each) => each !== line) : []
    for (const other of others) other.setMuted(muted)
    return line.setMuted(muted)
  }

  /** Calls that are mixed are parted, and held all of them. */
  async setHeld(held: boolean): Promise<Answer<null>> {
    const line = this.focus
    if (line === null) return failed('wrong-state')
    if (!held) return line.call.state === 'held' ? this.#talk.turnTo(line) : failed('wrong-state')
    if (line.call.isConferenced) return this.#talk.setAside(this.#lines.conferenced, 'hold')
    return this.#talk.hold(line, true)
  }

  sendDigit(digit: string): Answer<null> {
    return this.focus?.sendDigit(digit) ?? failed('wrong-state')
  }

  async transfer(to: string): Promise<Answer<null>> {
    const line = this.focus
    if (line === null || line.call.isConferenced) return failed('wrong-state')
    const target = this.#parts.toAddress(to)
    return target.ok ? this.#handOver.blind(line, target.value, to) : target
  }

  async completeTransfer(): Promise<Answer<null>> {
    const consulted = this.#findConsultation()
    const caller = this.#lines.find(consulted?.call.consultsFor ?? '')
    if (consulted === null || caller === null) return failed('wrong-state')
    if (consulted.isUp) {
      this.#talk.part(consulted)
      return this.#handOver.attended(caller, consulted)
    }
    // Nobody has answered yet: the caller goes there by themselves, and rings on.
    const to = consulted.call.number ?? ''
    const target = this.#parts.toAddress(to)
    if (!target.ok) return target
    consulted.hangUp()
    return this.#handOver.blind(caller, target.value, to)
  }

  async setConferenced(on: boolean): Promise<Answer<null>> {
    const line = this.focus
    if (line === null) return failed('wrong-state')
    return on ? this.#talk.mix(line) : this.#talk.unmix(line)
  }

  async changeMicrophone(): Promise<void> {
    for (const line of this.live) this.#parts.onMicrophone(await line.changeMicrophone())
  }

  loseSocket(): void {
    for (const line of this.live) line.loseSocket()
  }

  /** The adopted leg is a monitoring leg again. */
  letGo(): void {
    for (const line of this.live) if (line instanceof IncomingCall && line.isAdopted) line.letGo()
  }

  close(): void {
    for (const line of this.live) line.hangUp()
    this.#lines.close()
  }

  #lineParts(line: () => PhoneLine, media: CallMedia): PhoneLineParts {
    return {
      clock: this.#parts.clock,
      random: this.#parts.random,
      report: this.#parts.report,
      openMicrophone: this.#parts.openMicrophone,
      media,
      digits: () => this.#parts.settings().digits,
      onChange: () => {
        this.#handOver.follow(line())
        this.#lines.publish()
        this.#followSound()
      },
      onEnded: (call, outcome) => this.#ended(line(), call, outcome),
      onMicrophoneLost: () => void this.#replaceMicrophone(line()),
    }
  }

  #ended(line: PhoneLine, call: PhoneCall, outcome: CallOutcome): void {
    const { onEvent, onIdle } = this.#parts
    if (!this.#lines.all.includes(line)) return
    this.#handOver.follow(line)
    for (const other of this.live) other.forgetConsulted(call.sipCallId)
    this.#talk.partLast()
    this.#followSound()
    this.#parts.releaseDrawing()
    this.#lines.publish()
    onEvent({ kind: 'ended', call, outcome })
    this.#lines.forgetLater(line)
    if (this.live.length === 0) onIdle()
  }

  async #answerAlone(call: IncomingCall): Promise<void> {
    const { sipCallId, state } = call.call
    if (state === 'ringing' && this.live.length === 1) await this.answer({ sipCallId, isAutomatic: true })
  }

  /** The one in focus, or the one for the call in focus: the caller may have been turned to in between. */
  #findConsultation(): PhoneLine | null {
    const line = this.focus
    if (line === null || line.call.consultsFor !== null) return line
    return this.live.find(({ call }) => call.consultsFor === line.call.sipCallId) ?? null
  }

  async #replaceMicrophone(line: PhoneLine): Promise<void> {
    this.#parts.onMicrophone(failed('microphone-absent'))
    const changed = await line.changeMicrophone()
    if (changed.ok && line.isLive) this.#parts.onMicrophone(changed)
  }

  /** The one named, else the one in focus, else the newest that rings. */
  #findRinging(sipCallId: string | undefined): IncomingCall | null {
    const ringing = this.live
      .filter((line) => line instanceof IncomingCall)
      .filter(({ call }) => call.state === 'ringing' || call.state === 'connecting')
    if (sipCallId !== undefined) return ringing.find(({ call }) => call.sipCallId === sipCallId) ?? null
    return ringing.find((line) => line === this.focus) ?? ringing.at(-1) ?? null
  }

  #connected(line: PhoneLine): void {
    this.#parts.sound.connected(line)
    this.#followSound()
  }

  #followSound(): void {
    this.#parts.sound.follow(this.#lines.all, this.focus)
  }
}

function toAskedSeconds({ request }: Invitation): number | null {
  return toAutoAnswerSeconds({
    callInfo: request.getHeaders('call-info'),
    alertInfo: request.getHeaders('alert-info'),
    answerMode: request.getHeader('answer-mode'),
  })
}
