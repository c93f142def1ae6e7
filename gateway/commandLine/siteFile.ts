/** The file a site writes for its gateway, `gateway.yaml`: every field with its default, checked when it is read. */
import { z } from 'zod'
import { Role } from '#contract/agent'
import { DialRules } from '#contract/dialRules'
import { QueueStrategy } from '#contract/queue'
import { ReachPolicy } from '#contract/reach'
import { Disposition, PauseReason } from '#contract/reason'
import { refuseContradictions } from '#gateway/commandLine/siteContradictions'
import {
  SiteBreaks,
  SiteMonitorRight,
  SiteQueueMonitoring,
  SiteShownNumber,
} from '#gateway/commandLine/siteRules'
import { defaultLostPagePlan } from '#gateway/commands/lostPage'

/** Goes into Asterisk's files and events: a word no configuration file can misread. */
const Name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'letters, digits, - and _, at most 64')
const Extension = z
  .union([z.string(), z.number().int().transform(String)])
  .pipe(z.string().regex(/^\d{2,16}$/, 'two to sixteen digits'))
const Port = z.number().int().min(0).max(65_535)
const Path = z.string().min(1).max(4096)
const Host = z.string().regex(/^[A-Za-z0-9.:_-]{1,253}$/, 'a host name or address')

/** A secret lies in a file of its own or in the environment, never in this file. */
const secret = {
  secretFile: Path.optional(),
  secretEnv: z.string().min(1).max(128).optional(),
}

const TimeZone = z.string().refine(isTimeZone, 'an IANA name such as Asia/Tehran')

const Listen = z.strictObject({
  host: Host.default('127.0.0.1'),
  port: Port.default(4690),
  /** PEM files; needed for any address that is not loopback. */
  tls: z.strictObject({ keyFile: Path, certFile: Path }).optional(),
})

/** SIP over WebSocket. `ws:` only for loopback: desks let their page reach no other in clear. */
const SipServerUrl = z
  .url({ protocol: /^wss?$/ })
  .regex(
    /^(wss:\/\/|ws:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?(\/|$))/i,
    'must begin with wss:// (ws:// only for this machine itself: desks refuse another in clear)',
  )

/** PEM files on the switch, and the address it serves them at. */
const switchTls = (port: number) =>
  z
    .strictObject({
      host: Host.default('0.0.0.0'),
      port: Port.default(port),
      certFile: Path,
      keyFile: Path,
    })
    .optional()

/** `{extension}` is replaced; a comma or a line break would leave its place in an action. */
const Naming = z
  .string()
  .regex(/^[A-Za-z0-9:/@{}._-]{1,120}$/, 'an interface of Asterisk such as PJSIP/{extension}')
  .includes('{extension}')

const AsteriskNode = z.strictObject({
  /** What people and queues of this switch name it by; needed only where a centre has several. */
  name: Name.optional(),
  host: Host.default('127.0.0.1'),
  port: Port.default(5038),
  user: Name.default('najva'),
  ...secret,
  /** An empty object trusts the system's authorities and checks the name of `host`. */
  tls: z.strictObject({ caFile: Path.optional(), serverName: Host.optional() }).optional(),
  /** Where the phones of this switch's people connect, if not to `sip.serverUrl`. */
  sipServerUrl: SipServerUrl.optional(),
})

const Web = z.strictObject({
  host: Host.default('127.0.0.1'),
  port: Port.default(8088),
  tls: switchTls(8089),
})

const SiteAsterisk = z.strictObject({
  nodes: z.array(AsteriskNode).min(1),
  /** Where phones connect. */
  sip: z.strictObject({ serverUrl: SipServerUrl }),
  /**
   * How the phones' endpoints come to the switch: `provision` writes them section by section, or for Asterisk's
   * pjsip wizard, or not at all where the site makes them itself.
   */
  pjsip: z.enum(['static', 'wizard', 'none']).default('static'),
  /** With `pjsip: none`: the passwords the site gave its phones, a line `extension = password` each. */
  phonePasswordsFile: Path.optional(),
  /** How people are queue members; FreePBX has `Local/{extension}@from-queue/n` and `hint:{extension}@ext-local`. */
  members: z
    .strictObject({
      interface: Naming.default('PJSIP/{extension}'),
      stateInterface: Naming.default('PJSIP/{extension}'),
    })
    .prefault({}),
  /** Written into the switch's own files by `provision`. */
  web: Web.prefault({}),
  rtp: z
    .strictObject({ start: Port.default(10_000), end: Port.default(20_000) })
    .refine(({ start, end }) => start < end, 'the end lies before the start')
    .prefault({}),
  /** Manager by TLS, for a gateway on another machine. */
  managerTls: switchTls(5039),
  /** Who may log in to the manager, as `address/mask`; this machine unless told. */
  permit: z
    .string()
    .regex(/^[0-9a-fA-F.:]+\/[0-9.]+$/, 'an address and a mask')
    .default('127.0.0.1/255.255.255.255'),
  /** Writes mailboxes for everybody into the switch's files: `*` and an extension leave a message, `*97` plays one's own. */
  voicemail: z.boolean().default(false),
  /** Whether calls of one phone are joined on the switch, by the dialplan's `najva-conference`; on the desk otherwise. */
  conference: z.boolean().default(false),
  /** A context of the site's own through which people may dial out. */
  outboundContext: Name.optional(),
})

const Seconds = z.number().int().min(0).max(86_400)

const SiteQueueEntry = z.strictObject({
  id: Name,
  name: z.string().min(1).max(120),
  /** The switch it is on; every switch unless told. */
  node: Name.optional(),
  strategy: QueueStrategy.default('least-recent'),
  ringSeconds: Seconds.min(5).default(20),
  wrapUpSeconds: Seconds.default(30),
  serviceLevelSeconds: Seconds.default(20),
  maxWaitSeconds: Seconds.min(1).optional(),
  /** Called numbers that lead here, as the trunk writes them. */
  numbers: z.array(z.string().regex(/^\+?[0-9*#]{1,32}$/, 'digits, with or without +')).default([]),
  dispositions: z.array(Disposition).default([]),
  monitoring: SiteQueueMonitoring.optional(),
  /** Whether `provision` has the switch record its calls. */
  recorded: z.boolean().default(false),
})

const Team = z.strictObject({
  id: Name,
  name: z.string().min(1).max(120),
  /** The queues its agents answer and its supervisors watch. */
  queues: z.array(Name).default([]),
  breaks: SiteBreaks.optional(),
})

const SitePersonEntry = z.strictObject({
  user: z.string().min(1).max(64),
  name: z.string().min(1).max(120),
  role: Role.default('agent'),
  extension: Extension,
  teams: z.array(Name).default([]),
  monitoring: SiteMonitorRight.optional(),
  /** The switch their phone is on; every switch unless told. */
  node: Name.optional(),
  /** 0 is asked first. */
  penalty: z.number().int().min(0).max(100).default(0),
  /** One of the two: a file with the password, or its hash from `npm run gateway -- hash-password`. */
  passwordFile: Path.optional(),
  passwordHash: z.string().startsWith('scrypt$').max(512).optional(),
})

/** When an agent's page is lost in a queue call: the caller hears music, is given back, or goes to the queue's head. */
const LostPage = z.strictObject({
  enabled: z.boolean().default(true),
  /** A voice outlives a short loss of the page's connection; taken away sooner, it would be cut. */
  parkAfterSeconds: Seconds.max(60).default(defaultLostPagePlan.parkAfterMs / 1000),
  /** From the loss on. */
  giveBackWithinSeconds: Seconds.max(3600).default(defaultLostPagePlan.giveBackWithinMs / 1000),
})

const SiteDial = DialRules.extend({
  /** What reaches a person's voicemail, such as `*{extension}`. */
  voicemail: z
    .string()
    .regex(/^[0-9*#]{0,8}\{extension\}[0-9*#]{0,8}$/, 'digits, * and # around {extension}')
    .nullable()
    .default(null),
  /** What one dials for one's own messages, such as `*97`. */
  mailbox: z
    .string()
    .regex(/^[0-9*#]{1,16}$/, 'digits, * and #')
    .nullable()
    .default(null),
  /** What people may show to whoever they call outside; the first of somebody's is their usual one. */
  shownNumbers: z.array(SiteShownNumber).max(50).default([]),
})

/** A recording somebody paused stays so until it is resumed, unless the site would rather have it go on. */
const SiteRecording = z.strictObject({
  resumeAfterSeconds: Seconds.min(10).max(3600).nullable().default(null),
})

export const SiteFile = z
  .strictObject({
    listen: Listen.prefault({}),
    /** `/health` and `/metrics`; keep it on loopback, it asks for no password. */
    watch: z.strictObject({ host: Host.default('127.0.0.1'), port: Port.default(4691) }).prefault({}),
    /** The SQLite file of the gateway. Its folder is made where it is missing. */
    store: Path.default('/var/lib/najva/gateway.db'),
    timeZone: TimeZone.default('UTC'),
    logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    statusAtSignIn: z.enum(['available', 'notReady']).default('notReady'),
    asterisk: SiteAsterisk,
    queues: z.array(SiteQueueEntry).min(1),
    teams: z.array(Team).default([]),
    people: z.array(SitePersonEntry).default([]),
    pauseReasons: z.array(PauseReason).min(1).optional(),
    lostPage: LostPage.prefault({}),
    dialling: SiteDial.prefault({}),
    /** Needs the echo of the dialplan that `provision` writes. */
    reachability: ReachPolicy.default('off'),
    recording: SiteRecording.prefault({}),
  })
  .superRefine(refuseContradictions)
export type SiteFile = z.infer<typeof SiteFile>

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
