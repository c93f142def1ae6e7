/**
 * Proves that this desk can be reached and heard: a short call to the telephone system's echo. A tone is sent in place
 * of the microphone, which stays closed; the same tone must come back, and must be gone once the call is muted.
 */
import { type Inviter, SessionState } from 'sip.js'
import { echoExtension } from '#contract/echoTest'
import { type Failure, toCallFailure, toFailure } from '#contract/failure'
import type { Clock } from '#contract/time'
import type { CallMaker } from '#renderer/phone/dialling/dialTarget'
import type { CallMedia } from '#renderer/phone/media/callMedia'
import { createProofTone, type ProofTone } from '#renderer/phone/reach/proofTone'

/** What was tried, in this order. */
export type ReachStep = 'registration' | 'call' | 'sound' | 'mute'

export type ReachOutcome =
  | { readonly kind: 'proven' }
  | { readonly kind: 'failed'; readonly step: ReachStep; readonly failure: Failure | null }
  /** A call came first, or is up: it must not be disturbed. */
  | { readonly kind: 'interrupted' }
  /** The browser lets a page make no sound before somebody has clicked in it. */
  | { readonly kind: 'silenced' }

export interface ReachProof {
  /** One at a time: asked again meanwhile, it answers `interrupted`. */
  prove(): Promise<ReachOutcome>
  /** Gives way at once. */
  interrupt(): void
}

export interface ReachProofParts extends CallMaker {
  readonly clock: Clock
  /** Registers anew; false when the registrar did not take it. */
  readonly renew: () => Promise<boolean>
  readonly createMedia: (inviter: Inviter) => CallMedia
  readonly report: (error: unknown) => void
}

/** An echo answers at once; what takes longer is no way to reach somebody. */
const answerWithinMs = 5000
const soundWithinMs = 4000
const lookEveryMs = 50
/** As many looks in a row must agree: a tone is there soon, and a gap in the sound is no mute. */
const looksForSound = 4
const looksForSilence = 10

export function createReachProof(parts: ReachProofParts): ReachProof {
  let current: Attempt | null = null
  return {
    async prove() {
      if (current !== null) return { kind: 'interrupted' }
      const attempt = new Attempt(parts)
      current = attempt
      try {
        return await attempt.run()
      } finally {
        current = null
      }
    },
    interrupt: () => current?.settle({ kind: 'interrupted' }),
  }
}

class Attempt {
  readonly #parts: ReachProofParts
  readonly #outcome: Promise<ReachOutcome>
  #settle: (outcome: ReachOutcome) => void = () => undefined
  #isOver = false
  #ends: (() => void)[] = []

  constructor(parts: ReachProofParts) {
    this.#parts = parts
    this.#outcome = new Promise((resolve) => {
      this.#settle = resolve
    })
  }

  async run(): Promise<ReachOutcome> {
    this.#try().catch((error) => {
      this.#parts.report(error)
      this.#fail('call', toFailure('internal'))
    })
    return await this.#outcome
  }

  settle(outcome: ReachOutcome): void {
    if (this.#isOver) return
    this.#isOver = true
    for (const end of this.#ends.reverse()) end()
    this.#settle(outcome)
  }

  async #try(): Promise<void> {
    const tone = await createProofTone(this.#parts.clock)
    if (tone === null) return this.settle({ kind: 'silenced' })
    this.#endWith(() => tone.close())
    if (!(await this.#parts.renew())) return this.#fail('registration', toFailure('switch-away'))
    if (this.#isOver) return
    const target = this.#parts.toAddress(echoExtension)
    if (!target.ok) return this.#fail('registration', target.failure)
    const inviter = this.#parts.createInviter(target.value, null)
    const media = this.#parts.createMedia(inviter)
    this.#endWith(() => this.#hangUp(inviter, media))
    await media.setMicrophone(tone.track)
    if (this.#isOver || !(await this.#dial(inviter))) return
    this.#endWith(tone.listenTo(media.remote))
    if (!(await this.#hears(tone, true))) return this.#fail('sound', null)
    tone.track.enabled = false
    if (!(await this.#hears(tone, false))) return this.#fail('mute', null)
    // It was the mute that was heard, and not a call that had just died.
    tone.track.enabled = true
    if (!(await this.#hears(tone, true))) return this.#fail('sound', null)
    this.settle({ kind: 'proven' })
  }

  /** False when it has failed, which is told then. */
  #dial(inviter: Inviter): Promise<boolean> {
    return new Promise((resolve) => {
      const refuse = (status: number | undefined) => {
        this.#fail('call', toCallFailure(status ?? 0) ?? toFailure('call-failed'))
        resolve(false)
      }
      this.#endWith(this.#parts.clock.after(answerWithinMs, () => refuse(408)))
      this.#endWith(() => resolve(false))
      inviter
        .invite({
          requestDelegate: {
            onAccept: () => resolve(!this.#isOver),
            onReject: ({ message }) => refuse(message.statusCode),
            onRedirect: ({ message }) => refuse(message.statusCode),
          },
        })
        .catch(() => refuse(undefined))
    })
  }

  /** Whether the tone is heard, or not heard, several times in a row within the time it may take. */
  #hears(tone: ProofTone, expected: boolean): Promise<boolean> {
    return new Promise((resolve) => {
      const untilMs = this.#parts.clock.nowMs() + soundWithinMs
      const enough = expected ? looksForSound : looksForSilence
      let inARow = 0
      const look = () => {
        if (this.#isOver) return resolve(false)
        inARow = tone.isHeard() === expected ? inARow + 1 : 0
        if (inARow >= enough) return resolve(true)
        if (this.#parts.clock.nowMs() >= untilMs) return resolve(false)
        this.#parts.clock.after(lookEveryMs, look)
      }
      look()
    })
  }

  #fail(step: ReachStep, failure: Failure | null): void {
    this.settle({ kind: 'failed', step, failure })
  }

  #endWith(end: () => void): void {
    if (this.#isOver) end()
    else this.#ends.push(end)
  }

  #hangUp(inviter: Inviter, media: CallMedia): void {
    const { report } = this.#parts
    media.close()
    if (inviter.state === SessionState.Established) inviter.bye().catch(report)
    else if (inviter.state === SessionState.Establishing) inviter.cancel().catch(report)
    else if (inviter.state === SessionState.Initial) inviter.dispose().catch(report)
  }
}
