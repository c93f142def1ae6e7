/** What a switch must be told so that it can be worked with: the facts the shipped configuration is filled in with. */
import type { QueueStrategy } from '#contract/queue'

export interface AsteriskSite {
  /** 18 to 23: the dialplan is written for this version. */
  readonly asteriskMajor: number
  readonly manager: {
    readonly host: string
    readonly port: number
    readonly user: string
    readonly secret: string
    /** Who may log in, as `address/mask`. */
    readonly permit: string
    /** A site needs one session; a spare gateway that watches the same login needs this. */
    readonly allowMultiple: boolean
    /** For a gateway on another machine; null for none. */
    readonly tls: SwitchTls | null
  }
  readonly web: {
    readonly host: string
    readonly port: number
    readonly tls: SwitchTls | null
    readonly maxSessions: number
  }
  /** UDP ports, two per leg. */
  readonly rtp: { readonly start: number; readonly end: number }
  /** How the phones' endpoints are written: section by section, for the pjsip wizard, or not at all. */
  readonly pjsip: 'static' | 'wizard' | 'none'
  readonly queues: readonly SiteQueue[]
  readonly people: readonly SitePerson[]
  /** A context of the site's own through which people reach the outside; null for none. */
  readonly outboundContext: string | null
  /** Whether everybody has a mailbox; absent for no. */
  readonly voicemail?: boolean
}

export interface SwitchTls {
  readonly port: number
  readonly host: string
  /** PEM files, as the switch finds them. */
  readonly certFile: string
  readonly keyFile: string
}

export interface SiteQueue {
  readonly id: string
  readonly strategy: QueueStrategy
  readonly ringSeconds: number
  /** null for no limit. */
  readonly maxWaitSeconds: number | null
  readonly serviceLevelSeconds: number
  /** Called numbers that lead into this queue, as the trunk writes them. */
  readonly numbers: readonly string[]
  /** Whether the switch records its calls; absent for no. */
  readonly recorded?: boolean
}

export interface SitePerson {
  readonly extension: string
  readonly name: string
  readonly sipPassword: string
  /** What they may show outside, the usual one first; absent for none. */
  readonly shownNumbers?: readonly string[]
}
