/**
 * The life of one call that rang here.
 *
 * ringing ─answer─▶ connecting ─200─▶ talking ◀─re-INVITE─▶ held
 *    │ ▲ no microphone ─┘   │            │                    │
 *    └─┴── CANCEL, decline, │ BYE, socket lost ───────────────┴──▶ ended
 *
 * A monitoring leg that took its caller over comes in as talking, and may leave again when it is handed back.
 */
import type { Invitation } from 'sip.js'
import { type Answer, done, failed, toCallFailure, toFailure } from '#contract/failure'
import { toDialString } from '#contract/text'
import type { Microphone } from '#renderer/phone/devices/microphone'
import { newCall } from '#renderer/phone/lines/newCall'
import { closeUnused, PhoneLine, type PhoneLineParts } from '#renderer/phone/lines/phoneLine'
import type { AdoptedCaller } from '#renderer/phone/monitoring/phoneLegs'
import { sendEarlyAnswer, wantsEarlyAnswer } from '#renderer/phone/sip/answerEarly'
import { isAnsweredElsewhere } from '#renderer/phone/sip/endReason'
import { readInvite } from '#renderer/phone/sip/invite'
import type { PhoneCall, PhoneTransfer } from '#renderer/state/deskModel'

export interface IncomingCallParts extends PhoneLineParts {
  readonly invitation: Invitation
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

export class IncomingCall extends PhoneLine {
  readonly #invitation: Invitation
  #cancelLater: () => void = () => undefined
  #isPrepared = false
  /** True once the telephone system has the answer to its offer; null where it is given with the 200 alone. */
  #early: Promise<boolean> | null = null
  /** Its sound and its dialogue are a monitoring leg's again. */
  #isHandedBack = false
  #isAdopted = false

  constructor(parts: IncomingCallParts) {
    super(parts, parts.invitation, toRingingCall(parts.invitation, parts.clock.nowMs()))
    this.#invitation = parts.invitation
  }

  /** Says 180 and listens; the answer to the caller's offer is made meanwhile. */
  ring(): void {
    const { clock, report } = this.parts
    this.#listen()
    this.#cancelLater = clock.after(ringBackAfterMs, () => {
      this.#invitation.progress({ statusCode: 180 }).catch(report)
      this.#cancelLater = clock.after(prepareAfterMs - ringBackAfterMs, () => {
        this.#prepare()
        this.#early = wantsEarlyAnswer(this.#invitation) ? this.#answerEarly() : null
      })
    })
  }

  /** It came from a monitoring leg. */
  get isAdopted(): boolean {
    return this.#isAdopted
  }

  /** A leg that is up becomes this call, with its microphone; null where that was lost, and another is asked for. */
  takeUp(caller: AdoptedCaller, microphone: Microphone | null): void {
    this.#isAdopted = true
    this.#listen()
    this.put({ ...caller, state: 'talking', answeredAtMs: this.parts.clock.nowMs() })
    if (microphone === null) this.parts.onMicrophoneLost()
    else this.holdMicrophone(microphone)
  }

  /** The call ends here, and goes on as the monitoring leg it came from. */
  letGo(): void {
    this.#isHandedBack = true
    this.end('hung-up')
  }

  #listen(): void {
    const { report } = this.parts
    this.#invitation.delegate = {
      onCancel: ({ request }) =>
        this.end(isAnsweredElsewhere(request.getHeaders('reason')) ? 'answered-elsewhere' : 'missed'),
      onBye: (bye) => {
        void bye.accept().catch(report)
        this.takeBye()
      },
      // The library would follow a transfer by itself and make this phone dial anyone.
      onRefer: (referral) => void referral.reject().catch(report),
    }
    this.listen(() => this.end(this.call.answeredAtMs === null ? 'missed' : 'hung-up'))
  }

  async answer(): Promise<Answer<null>> {
    if (this.call.state !== 'ringing') return failed('wrong-state')
    const { media, openMicrophone, report } = this.parts
    // Asked for before the page is told, and so before it draws: both work at the same time then.
    const opening = openMicrophone()
    this.#prepare()
    this.change({ state: 'connecting' })
    const opened = await opening
    if (!this.#isConnecting()) return closeUnused(opened)
    if (!opened.ok) {
      this.change({ state: 'ringing' })
      return opened
    }
    this.holdMicrophone(opened.value)
    const isAnswered = await this.#early
    if (!this.#isConnecting()) return closeUnused(opened)
    if (isAnswered !== true && !(await this.#beginAnswer())) return this.#refuse(notAcceptableStatus)
    // From the click on it may be heard; the answer need not wait for it.
    media.setMicrophone(opened.value.track).catch(report)
    return this.#accept()
  }

  decline(): Answer<null> {
    if (this.call.state !== 'ringing' && this.call.state !== 'connecting') return failed('wrong-state')
    this.end('declined')
    this.#invitation.reject({ statusCode: declineStatus }).catch(this.parts.report)
    return done(null)
  }

  hangUp(): Answer<null> {
    if (!this.isLive) return failed('wrong-state')
    if (this.call.answeredAtMs === null) return this.decline()
    this.end('hung-up')
    this.sayBye()
    return done(null)
  }

  protected override closing(): void {
    this.#cancelLater()
    if (!this.#isHandedBack) super.closing()
  }

  async #accept(): Promise<Answer<null>> {
    try {
      await this.#invitation.accept()
    } catch (error) {
      if (!this.isLive) return failed('call-cancelled')
      this.parts.report(error)
      this.end('failed', toFailure('call-failed'))
      return failed('call-failed')
    }
    if (!this.isLive) return failed('call-cancelled')
    this.change({ state: 'talking', answeredAtMs: this.parts.clock.nowMs() })
    return done(null)
  }

  #prepare(): void {
    this.#cancelLater()
    const { body } = this.#invitation
    if (this.#isPrepared || body === undefined || body === '') return
    this.#isPrepared = true
    this.parts.media.prepare(body)
  }

  /** False where nothing was sent; why an offer cannot be answered is told at the answer. */
  async #answerEarly(): Promise<boolean> {
    if (!(await this.#beginAnswer()) || this.call.state !== 'ringing') return false
    try {
      await sendEarlyAnswer(this.#invitation)
      return true
    } catch (error) {
      if (this.isLive) this.parts.report(error)
      return false
    }
  }

  /** False for an offer this browser cannot answer. */
  #beginAnswer(): Promise<boolean> {
    return this.parts.media.beginAnswer().then(
      () => true,
      () => false,
    )
  }

  #refuse(status: number): Answer<null> {
    const failure = toCallFailure(status) ?? toFailure('call-failed')
    this.end('failed', failure)
    this.#invitation.reject({ statusCode: status }).catch(this.parts.report)
    return { ok: false, failure }
  }

  #isConnecting(): boolean {
    return this.call.state === 'connecting'
  }
}

function toRingingCall(invitation: Invitation, nowMs: number): PhoneCall {
  return newCall(invitation.request.callId.slice(0, 200), {
    ...readInvite(invitation),
    ringingAtMs: nowMs,
    transfer: toReturned(invitation.request.getHeader('x-najva-returned')),
  })
}

/** `X-Najva-Returned`: whom this caller was sent on to in vain; they are back where they came from. */
function toReturned(header: string | undefined): PhoneTransfer | null {
  const to = toDialString(header ?? '')
  return to === '' ? null : { kind: 'blind', state: 'returned', to, failure: null }
}
