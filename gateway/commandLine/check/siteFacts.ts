/** What a check has read from one switch, before anything is judged. */
import type { AsteriskVersion } from '#gateway/commandLine/version'

export interface SiteFacts {
  /** null when the switch does not tell. */
  readonly version: AsteriskVersion | null
  /** Actions the gateway's login may run. */
  readonly actions: ReadonlySet<string>
  /** Whether events arrive with the switch's time, and how far it is from ours; null without `timestampevents`. */
  readonly clockApartMs: number | null
  /** Whether a message of our own came back: class `user`, without which no reading is safe. */
  readonly hearsItself: boolean
  readonly queues: ReadonlyMap<string, QueueFacts>
  readonly phones: ReadonlyMap<string, PhoneFacts>
  readonly dialplan: readonly DialplanLine[]
}

export interface QueueFacts {
  /** Of its members, as the switch says; empty strings where it does not. */
  readonly ringInUse: readonly string[]
}

/** Values as the switch writes them; empty where it knows no such endpoint or does not tell. */
export interface PhoneFacts {
  readonly exists: boolean
  readonly context: string
  /** Where its transfers lead; empty where that is `context` too. */
  readonly transferContext: string
  readonly allow: string
  readonly webrtc: string
  readonly directMedia: string
  readonly rtpTimeout: string
  readonly maxContacts: string
  readonly removeExisting: string
}

export interface DialplanLine {
  readonly context: string
  /** Empty for an include. */
  readonly extension: string
  readonly application: string
  readonly appData: string
  /** Empty unless the line includes another context. */
  readonly includes: string
}
