/**
 * The seam inside the practice centre: above it, queues and people decide who is connected to whom; below it,
 * phones ring over SIP and sound flows over RTP. Above knows no socket; below knows no queue.
 */
import type { MessageCount } from '#contract/messageCount'
import type { SipCredentials } from '#contract/session'

/** One phone's part in one call, below the seam. */
export type LegId = string

export interface RingRequest {
  readonly legId: LegId
  readonly extension: string
  /** Shown as the caller: From of the INVITE. Null number: anonymous (RFC 3323). */
  readonly from: { readonly number: string | null; readonly name: string | null }
  /** Extra SIP headers, for example `X-Najva-Call`. Values are checked for CR and LF below the seam. */
  readonly headers: Readonly<Record<string, string>>
}

/** What phones do, told upwards. `atMs` is not here: the side above stamps with its own clock. */
export type PhoneEvent =
  /** `place`: what the phone calls its own place; it keeps it through lost connections, a page loaded anew has another. */
  | { readonly kind: 'registered'; readonly extension: string; readonly place?: string }
  | { readonly kind: 'unregistered'; readonly extension: string }
  /** 180 arrived: the phone rings. */
  | { readonly kind: 'ringing'; readonly legId: LegId }
  /** 200 and ACK exchanged, media is being set up; sound flows as soon as both parties are in a conference. */
  | { readonly kind: 'answered'; readonly legId: LegId }
  /** The first sound of an answered phone has come: it is heard from now on. Once; a phone may never speak. */
  | { readonly kind: 'sounds'; readonly legId: LegId }
  /** A final answer of 300 or more to our INVITE, or no contact (480), or Timer B (408). */
  | { readonly kind: 'refused'; readonly legId: LegId; readonly sipStatus: number }
  /** The phone ended the leg (BYE), or its connection is lost for good. */
  | { readonly kind: 'hungUp'; readonly legId: LegId }
  /** re-INVITE with sendonly or inactive; and back. */
  | { readonly kind: 'held'; readonly legId: LegId }
  | { readonly kind: 'resumed'; readonly legId: LegId }
  /** The phone hears its own echo from now on; and does no more. */
  | { readonly kind: 'echo'; readonly extension: string; readonly isOver: boolean }
  /** One digit by RFC 4733 or INFO. */
  | { readonly kind: 'digit'; readonly legId: LegId; readonly digit: string; readonly durationMs: number }
  /** The phone dials: it stays in `Trying` until `accept` or `refuse` below. */
  | {
      readonly kind: 'dialled'
      readonly legId: LegId
      readonly extension: string
      readonly target: string
      /** The number it would show (P-Preferred-Identity, RFC 3325 section 9.2); absent where it asks for none. */
      readonly asksToShow?: string
    }
  /** REFER without Replaces: send the other party of this leg to `target`. Answered with NOTIFY by `reportTransfer`. */
  | { readonly kind: 'transferAsked'; readonly legId: LegId; readonly target: string }
  /** REFER with Replaces: join the other parties of these two legs. */
  | { readonly kind: 'transferToLegAsked'; readonly legId: LegId; readonly otherLegId: LegId }

/** 20 ms of sound: 160 samples at 8 kHz, 16-bit signed, mono. */
export type Frame = Int16Array
export const sampleRateHz = 8000
export const frameMs = 20
export const frameSamples = 160

/** A simulated person's mouth: the next 20 ms each time it is asked; null for silence. */
export interface Mouth {
  speak(): Frame | null
}

/** A simulated person's ear: is given every 20 ms what that person hears, silence included. */
export interface Ear {
  hear(frame: Frame): void
}

/**
 * A mixing room for one call. Every party hears the sum of the parties it may hear, and never itself. Members are
 * mixed every 20 ms by the media clock.
 */
export interface Conference {
  addLeg(legId: LegId): void
  addPerson(personId: string, mouth: Mouth, ear: Ear | null): void
  remove(partyId: string): void
  /** Whether `listener` hears `speaker`; true for everyone until said otherwise, effective from the next frame. */
  setHears(listener: string, speaker: string, hears: boolean): void
  close(): void
}

export interface Telephony {
  /** `ws://127.0.0.1:<port>/` that phones connect to. */
  readonly serverUrl: string
  /** Lets `extension` register with a new random password; the old one stops working. */
  issueCredentials(extension: string): SipCredentials
  isRegistered(extension: string): boolean
  onPhone(listener: (event: PhoneEvent) => void): () => void
  /** Sends INVITE; answers come as events. Unknown or unregistered extension: `refused` with 480. */
  ring(request: RingRequest): void
  /** Answers a `dialled` leg with 180, then 200. */
  progress(legId: LegId): void
  accept(legId: LegId): void
  /** Refuses a `dialled` leg with a final SIP status (400–699). */
  refuse(legId: LegId, sipStatus: number): void
  /** CANCEL before the answer, BYE after. `reason`: RFC 3326 text; `answered-elsewhere` sends cause 200. */
  hangUp(legId: LegId, reason: 'normal' | 'answered-elsewhere'): void
  /** NOTIFY with a sipfrag of this status for the last REFER on the leg; a final one ends the subscription. */
  reportTransfer(legId: LegId, sipStatus: number): void
  /** What waits in the mailbox of an extension: told to its phone at once, and whenever one registers (RFC 3842). */
  tellMessages(extension: string, count: MessageCount): void
  createConference(): Conference
  close(): Promise<void>
}
