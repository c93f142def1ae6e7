/** What every leg is, whichever side began it, and what legs need from around them. */
import type { LegAudio } from '#simulator/media/legAudio'
import type { MediaEngine } from '#simulator/media/mediaEngine'
import type { PhoneConnection } from '#simulator/sip/phoneConnection'
import type { TelephonyLog } from '#simulator/sip/telephonyLog'
import type { LegId, PhoneEvent } from '#simulator/telephony'

export interface PhoneLeg {
  readonly legId: LegId
  readonly extension: string
  readonly connection: PhoneConnection
  readonly audio: LegAudio
  progress(): void
  accept(): void
  refuse(sipStatus: number): void
  hangUp(reason: 'normal' | 'answered-elsewhere'): void
  reportTransfer(sipStatus: number): void
  /** Whether this is the dialogue a Replaces header names (RFC 3891 section 3); the tags in either order. */
  isDialogue(callId: string, oneTag: string, otherTag: string): boolean
  /** Its sound needs no socket: the call goes on, and its phone may come back to it over another. */
  readonly outlivesSocket: boolean
  /** The socket is gone for good: nothing can be sent any more. */
  connectionLost(): void
}

export interface LegSurroundings {
  readonly media: MediaEngine
  readonly log: TelephonyLog
  tell(event: PhoneEvent): void
  /** The leg is over and may be forgotten. */
  ended(legId: LegId): void
  /** The leg of the same phone with this dialogue; null when there is none. */
  findDialogue(connection: PhoneConnection, callId: string, oneTag: string, otherTag: string): LegId | null
}
