/**
 * The life of one call this desk dialled.
 *
 * dialling ─180, 183─▶ dialling ─200─▶ talking ◀─re-INVITE─▶ held
 *    │                    │               │                    │
 *    └── CANCEL, refused, not answered in time, socket lost ───┴─ BYE ──▶ ended
 */
import { type Inviter, SessionState } from 'sip.js'
import { type Answer, done, failed, toCallFailure, toFailure } from '#contract/failure'
import { CallId } from '#contract/ids'
import type { Microphone } from '#renderer/phone/devices/microphone'
import { newCall } from '#renderer/phone/lines/newCall'
import { closeUnused, PhoneLine, type PhoneLineParts } from '#renderer/phone/lines/phoneLine'
import type { PhoneCall } from '#renderer/state/deskModel'

export interface DialledCallParts extends PhoneLineParts {
  readonly inviter: Inviter
  /** As dialled. */
  readonly number: string
  readonly consultsFor: string | null
  /** How long it may ring, in milliseconds. */
  readonly answerDueMs: number
  readonly onAnswered: (call: PhoneCall) => void
}

/** The parts of a response this call reads; every field is hostile. */
interface Response {
  readonly statusCode?: number | undefined
  readonly body: string
  getHeader(name: string): string | undefined
}

export class DialledCall extends PhoneLine {
  readonly #inviter: Inviter
  readonly #onAnswered: (call: PhoneCall) => void
  readonly #answerDueMs: number
  #stopWaiting: () => void = () => undefined

  constructor(parts: DialledCallParts) {
    super(parts, parts.inviter, toDialledCall(parts))
    this.#inviter = parts.inviter
    this.#onAnswered = parts.onAnswered
    this.#answerDueMs = parts.answerDueMs
    // Made while the microphone opens.
    parts.media.beginAnswer().catch(toldWithTheInvite)
  }

  /** Sends the INVITE with this microphone, which is heard from the answer on. */
  async send(microphone: Microphone): Promise<Answer<null>> {
    if (!this.isLive) return closeUnused(done(microphone))
    this.holdMicrophone(microphone)
    this.#listen()
    try {
      await this.parts.media.setMicrophone(microphone.track)
      await this.#inviter.invite({
        requestDelegate: {
          onProgress: ({ message }) => this.#progressed(message),
          onAccept: ({ message }) => this.#accepted(message),
          onRedirect: ({ message }) => this.#refused(message),
          onReject: ({ message }) => this.#refused(message),
        },
      })
    } catch (error) {
      if (!this.isLive) return failed('call-cancelled')
      this.parts.report(error)
      this.end('failed', toFailure('call-failed'))
      return failed('call-failed')
    }
    this.#stopWaiting = this.parts.clock.after(this.#answerDueMs, () => this.#giveUp())
    return done(null)
  }

  hangUp(): Answer<null> {
    if (!this.isLive) return failed('wrong-state')
    const isUp = this.call.answeredAtMs !== null
    this.end('hung-up')
    if (isUp) this.sayBye()
    else this.#cancel()
    return done(null)
  }

  /** Nothing was sent, and nobody was told. */
  drop(): void {
    super.closing()
    this.#inviter.dispose().catch(this.parts.report)
  }

  /** An answer that comes after all, over the next socket, finds the call taken back. */
  override loseSocket(): void {
    if (!this.isLive) return
    const wasAnswered = this.call.answeredAtMs !== null
    super.loseSocket()
    if (!wasAnswered) this.#cancel()
  }

  protected override closing(): void {
    this.#stopWaiting()
    super.closing()
  }

  #listen(): void {
    const { report } = this.parts
    this.#inviter.delegate = {
      onBye: (bye) => {
        void bye.accept().catch(report)
        this.takeBye()
      },
      // The library would follow a transfer by itself and make this phone dial anyone.
      onRefer: (referral) => void referral.reject().catch(report),
    }
    this.listen(() => {
      if (this.call.answeredAtMs !== null) this.end('hung-up')
      // A refusal is told in the same turn, with its reason.
      else queueMicrotask(() => this.end('failed', toFailure('call-failed')))
    })
  }

  #progressed(message: Response): void {
    if (this.call.state !== 'dialling') return
    this.#noteCallId(message)
    // Once the network itself is heard it stays so, whatever it says next (RFC 3960 section 3.2).
    if (this.call.progress === 'early-media') return
    if (message.body !== '') this.change({ progress: 'early-media' })
    else if (message.statusCode === 180) this.change({ progress: 'ringing' })
  }

  #accepted(message: Response): void {
    if (this.call.state !== 'dialling') return
    this.#stopWaiting()
    if (this.#inviter.state !== SessionState.Established) {
      this.end('failed', toFailure('call-not-acceptable', '488'))
      return
    }
    this.#noteCallId(message)
    this.change({ state: 'talking', progress: null, answeredAtMs: this.parts.clock.nowMs() })
    this.#onAnswered(this.call)
  }

  #refused({ statusCode }: Response): void {
    this.end('failed', toCallFailure(statusCode ?? 0) ?? toFailure('call-failed'))
  }

  #giveUp(): void {
    if (this.call.state !== 'dialling') return
    this.end('failed', toFailure('call-unanswered'))
    this.#cancel()
  }

  #cancel(): void {
    this.#inviter.cancel().catch(this.parts.report)
  }

  #noteCallId(message: Response): void {
    const callId = CallId.safeParse(message.getHeader('x-najva-call')?.trim())
    if (callId.success) this.put({ callId: callId.data })
  }
}

/** An offer that cannot be made is told when the INVITE is to be sent. */
function toldWithTheInvite(): void {}

function toDialledCall({ inviter, number, consultsFor, clock }: DialledCallParts): PhoneCall {
  return newCall(inviter.request.callId.slice(0, 200), {
    direction: 'out',
    state: 'dialling',
    progress: 'sent',
    number,
    ringingAtMs: clock.nowMs(),
    consultsFor,
  })
}
