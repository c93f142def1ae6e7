/** What a softphone is to the rest of the page: plain data out, commands in, no SIP. */
import type { CallSettings } from '#contract/callSettings'
import type { Answer } from '#contract/failure'
import type { SipCredentials } from '#contract/session'
import type { Settings } from '#contract/settings'
import type { soundPatch } from '#contract/soundSettings'
import type { PhoneLegs } from '#renderer/phone/monitoring/phoneLegs'
import type { PhoneSound } from '#renderer/phone/quality/phoneSound'
import type { ReachOutcome } from '#renderer/phone/reach/reachProof'
import type { InviteIdentity } from '#renderer/phone/sip/invite'
import type { PhoneCall, PhoneModel } from '#renderer/state/deskModel'

/** The phone as it is now. A call stays for a moment in `ended` so that the page can say why. */
export type PhoneSnapshot = Pick<
  PhoneModel,
  'link' | 'call' | 'calls' | 'messages' | 'devices' | 'deviceFailure'
>

/**
 * How a call ended.
 * - `hung-up` either side, after the answer
 * - `declined` by this agent
 * - `missed` the caller gave up or the offer ran out
 * - `answered-elsewhere` another phone took it (RFC 3326, cause 200): not a missed call
 * - `failed` see `failure` of the call
 */
export type CallOutcome = 'hung-up' | 'declined' | 'missed' | 'answered-elsewhere' | 'failed'

export type PhoneEvent =
  /** Told in the same turn as the INVITE was parsed, so that the card can be painted with the ring. */
  | { readonly kind: 'invited'; readonly call: PhoneCall }
  /** The INVITE of an outgoing call is on its way. */
  | { readonly kind: 'dialled'; readonly call: PhoneCall }
  | { readonly kind: 'answered'; readonly call: PhoneCall }
  | { readonly kind: 'held'; readonly call: PhoneCall }
  | { readonly kind: 'resumed'; readonly call: PhoneCall }
  | { readonly kind: 'ended'; readonly call: PhoneCall; readonly outcome: CallOutcome }

export type AudioSettings = Pick<Settings, keyof typeof soundPatch>

export interface AnswerOptions {
  /** Absent: the call in focus, else the newest that rings. */
  readonly sipCallId?: string
  /** What becomes of the one talked to meanwhile; absent: it is held. */
  readonly other?: 'hold' | 'end'
  /** By a rule and not by hand: a beep in the agent's ear says so. */
  readonly isAutomatic?: boolean
}

export interface DialOptions {
  /** The number to show, where the site offers several; null or absent for its usual one. */
  readonly callerId?: string | null
  /** SIP Call-ID of the call about which this one asks a colleague. */
  readonly consultsFor?: string | null
}

export interface Phone {
  readonly snapshot: PhoneSnapshot
  /** The monitoring legs beside the ordinary call; they never ring and never disturb it. */
  readonly legs: PhoneLegs
  /** What is known of the sound of the call in focus, and a try of the devices outside calls. */
  readonly sound: PhoneSound
  onChange(listener: (snapshot: PhoneSnapshot) => void): () => void
  onEvent(listener: (event: PhoneEvent) => void): () => void
  /**
   * Registers with these, or unregisters with null. During a call the change waits for its end, so that new
   * credentials never cost a caller; monitoring legs are hung up with the registration, and waited for otherwise.
   */
  setCredentials(credentials: SipCredentials | null): void
  setAudio(settings: AudioSettings): void
  setCalls(settings: CallSettings): void
  /** Asked at each INVITE: true for a call that is told at once that this phone is busy. None is until this is called. */
  screenCalls(isUnwanted: (identity: InviteIdentity) => boolean): void
  /**
   * Measures the link now, or tries at once where it is down: the page was shown again, the machine woke, or it is in
   * another network. After the last, the sound of calls finds a new way.
   */
  checkLink(cause?: 'shown' | 'woken' | 'network'): void
  /** Calls the telephone system's echo for a moment, with a tone in place of the microphone; never beside a call. */
  proveReach(): Promise<ReachOutcome>
  /**
   * Refused (`microphone-…`) while the microphone cannot be opened: the call rings on and may be answered again.
   * The call talked to meanwhile is held (the default) or ended.
   */
  answer(options?: AnswerOptions): Promise<Answer<null>>
  /** Without a key: the call in focus. */
  decline(sipCallId?: string): Answer<null>
  hangUp(sipCallId?: string): Answer<null>
  /**
   * Holds the call talked to, and dials. Settles when the INVITE is on its way; what becomes of it comes as the call.
   * Refused: `wrong-state` when every line is taken, `invalid` for what is no number, `microphone-…`, `switch-away`.
   */
  dial(number: string, options?: DialOptions): Promise<Answer<null>>
  /** Talks to this one; the one talked to is held first ("swap"). Settles when the other side has agreed. */
  focus(sipCallId: string): Promise<Answer<null>>
  /**
   * Hands the call in focus over without asking (REFER, RFC 3515). Settles when the telephone system has accepted or
   * refused; the outcome comes as `transfer` of the call.
   */
  transfer(to: string): Promise<Answer<null>>
  /** Hands the caller for whom the call in focus consults to the one consulted (REFER with Replaces, RFC 3891). */
  completeTransfer(): Promise<Answer<null>>
  /** Mixes the calls that are up, each hearing all others, or parts them: all but the one in focus are held again. */
  setConferenced(on: boolean): Promise<Answer<null>>
  setMuted(muted: boolean): Answer<null>
  /** Settles when the other side has agreed, or refused. */
  setHeld(held: boolean): Promise<Answer<null>>
  /** One of `0–9 * #`, RFC 4733. */
  sendDigit(digit: string): Answer<null>
  /** Opens the microphone for a moment, so that the browser gives the devices their names. */
  refreshDevices(): Promise<Answer<null>>
  /** Rings once on the chosen ringer. */
  testRinger(): Promise<void>
  dismissDeviceFailure(): void
  /** Hangs up, unregisters and lets go of every device. */
  close(): Promise<void>
}
