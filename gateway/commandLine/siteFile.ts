/** The file a site writes for its gateway, `gateway.yaml`: every field with its default, checked when it is read. */
import { z } from 'zod'
import { Role } from '#contract/agent'
import { QueueStrategy } from '#contract/queue'
import { Disposition, PauseReason } from '#contract/reason'

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

const AsteriskNode = z.strictObject({
  host: Host.default('127.0.0.1'),
  port: Port.default(5038),
  user: Name.default('najva'),
  ...secret,
  /** An empty object trusts the system's authorities and checks the name of `host`. */
  tls: z.strictObject({ caFile: Path.optional(), serverName: Host.optional() }).optional(),
})

const Web = z.strictObject({
  host: Host.default('127.0.0.1'),
  port: Port.default(8088),
  tls: z
    .strictObject({ host: Host.default('0.0.0.0'), port: Port.default(8089), certFile: Path, keyFile: Path })
    .optional(),
})

const SiteAsterisk = z.strictObject({
  nodes: z.array(AsteriskNode).min(1),
  sip: z.strictObject({
    /** Where phones connect: SIP over WebSocket. `ws:` only for loopback. */
    serverUrl: z.url({ protocol: /^wss?$/ }),
  }),
  /** Written into the switch's own files by `provision`. */
  web: Web.prefault({}),
  rtp: z
    .strictObject({ start: Port.default(10_000), end: Port.default(20_000) })
    .refine(({ start, end }) => start < end, 'the end lies before the start')
    .prefault({}),
  /** Who may log in to the manager, as `address/mask`; this machine unless told. */
  permit: z
    .string()
    .regex(/^[0-9a-fA-F.:]+\/[0-9.]+$/, 'an address and a mask')
    .default('127.0.0.1/255.255.255.255'),
  /** A context of the site's own through which people may dial out. */
  outboundContext: Name.optional(),
})

const Seconds = z.number().int().min(0).max(86_400)

const SiteQueueEntry = z.strictObject({
  id: Name,
  name: z.string().min(1).max(120),
  strategy: QueueStrategy.default('least-recent'),
  ringSeconds: Seconds.min(5).default(20),
  wrapUpSeconds: Seconds.default(30),
  serviceLevelSeconds: Seconds.default(20),
  maxWaitSeconds: Seconds.min(1).optional(),
  /** Called numbers that lead here, as the trunk writes them. */
  numbers: z.array(z.string().regex(/^\+?[0-9*#]{1,32}$/, 'digits, with or without +')).default([]),
  dispositions: z.array(Disposition).default([]),
})

const Team = z.strictObject({
  id: Name,
  name: z.string().min(1).max(120),
  /** The queues its agents answer and its supervisors watch. */
  queues: z.array(Name).default([]),
})

const SitePersonEntry = z.strictObject({
  user: z.string().min(1).max(64),
  name: z.string().min(1).max(120),
  role: Role.default('agent'),
  extension: Extension,
  teams: z.array(Name).default([]),
  /** 0 is asked first. */
  penalty: z.number().int().min(0).max(100).default(0),
  /** One of the two: a file with the password, or its hash from `npm run gateway -- hash-password`. */
  passwordFile: Path.optional(),
  passwordHash: z.string().startsWith('scrypt$').max(512).optional(),
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

type Complaints = z.core.$RefinementCtx<unknown>

interface Checked {
  readonly queues: readonly { readonly id: string; readonly numbers: readonly string[] }[]
  readonly teams: readonly { readonly id: string; readonly queues: readonly string[] }[]
  readonly people: readonly {
    readonly user: string
    readonly extension: string
    readonly teams: readonly string[]
    readonly passwordFile?: string | undefined
    readonly passwordHash?: string | undefined
  }[]
}

function refuseContradictions(site: Checked, complaints: Complaints): void {
  const { queues, teams, people } = site
  refuseDoubles(
    complaints,
    ['queues'],
    'id',
    queues.map(({ id }) => id),
  )
  refuseDoubles(
    complaints,
    ['teams'],
    'id',
    teams.map(({ id }) => id),
  )
  refuseDoubles(
    complaints,
    ['people'],
    'user',
    people.map(({ user }) => user.toLowerCase()),
  )
  refuseDoubles(
    complaints,
    ['people'],
    'extension',
    people.map(({ extension }) => extension),
  )
  refuseDoubles(
    complaints,
    ['queues'],
    'numbers',
    queues.flatMap(({ numbers }) => [...new Set(numbers)]),
  )
  const queueIds = new Set(queues.map(({ id }) => id))
  for (const [index, team] of teams.entries()) {
    refuseUnknown(complaints, ['teams', index, 'queues'], 'queue', team.queues, queueIds)
  }
  const teamIds = new Set(teams.map(({ id }) => id))
  for (const [index, person] of people.entries()) {
    refuseUnknown(complaints, ['people', index, 'teams'], 'team', person.teams, teamIds)
    if ((person.passwordFile === undefined) === (person.passwordHash === undefined)) {
      const message = 'needs either passwordFile or passwordHash'
      complaints.addIssue({ code: 'custom', path: ['people', index], message })
    }
  }
}

function refuseDoubles(
  complaints: Complaints,
  path: PropertyKey[],
  field: string,
  values: readonly string[],
): void {
  for (const [index, value] of values.entries()) {
    if (values.indexOf(value) === index) continue
    const message = `${value} is there twice`
    complaints.addIssue({
      code: 'custom',
      path: field === 'numbers' ? path : [...path, index, field],
      message,
    })
  }
}

function refuseUnknown(
  complaints: Complaints,
  path: PropertyKey[],
  what: string,
  names: readonly string[],
  known: ReadonlySet<string>,
): void {
  for (const [index, name] of names.entries()) {
    if (known.has(name)) continue
    const message = `no ${what} is called ${name}`
    complaints.addIssue({ code: 'custom', path: [...path, index], message })
  }
}
