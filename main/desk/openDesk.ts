/** Opens a desk as the person asked for at the start: its profile, its gateway or a practice centre, its first sign-in. */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { type Answer, done, type Failure, failed } from '#contract/failure'
import type { Policy } from '#contract/policy'
import type { SiteSettings } from '#contract/siteSettings'
import type { Clock } from '#contract/time'
import { keepCrmSecrets } from '#main/crm/profile/crmSecrets'
import { findTemplateMistake, loadCrm } from '#main/crm/profile/loadCrm'
import { createDesk, type Desk, type DeskOptions } from '#main/desk/createDesk'
import { parseGatewayUrl } from '#main/desk/gateway/gatewayUrl'
import { createLog, type Log } from '#main/desk/log'
import { toConnectSource } from '#main/desk/pageHeaders'
import type { Practice, PracticeOptions } from '#main/desk/practice'
import {
  openProxyDesk,
  type ProxyDesk,
  type ProxySource,
  readSessionProxies,
} from '#main/desk/proxy/proxyDesk'
import { trustSystemRoots } from '#main/desk/proxy/systemRoots'
import { createRealClock, randomFraction } from '#main/desk/realTime'
import type { StartOptions } from '#main/desk/startOptions'
import { toSiteSettings } from '#main/policy/layers'
import { readPolicy } from '#main/policy/readPolicy'
import type { ReadPolicy } from '#main/policy/toPolicy'
import type { UpdateDeskOptions } from '#main/updates/updateDesk'
import { createNodeHidTransport } from '#native/nodeHidTransport'
import type { HeadsetTransport } from '#native/transport'

export interface OpenDeskOptions {
  readonly start: StartOptions
  /** Absolute. */
  readonly profileDir: string
  /** Where the program's `resources` lie. */
  readonly resourcesDir: string
  /** The profile's key, from a keychain or a file; a failure costs only what was kept from earlier days. */
  loadKey(clock: Clock, log: Log, site: SiteSettings): Answer<Uint8Array> | Promise<Answer<Uint8Array>>
  /** How this copy of the program renews itself; it does not when absent. */
  openUpdates?(site: SiteSettings): Pick<UpdateDeskOptions, 'updater' | 'off' | 'current'>
  /** How connections get out of here; by the variables of the session when absent. */
  readonly openProxies?: ((log: Log) => Promise<ProxySource>) | undefined
  /** What the organisation rules; asked of this system when absent. */
  readonly policy?: ReadPolicy | undefined
  /** The way to USB headsets; node-hid when absent. */
  readonly headsetTransport?: HeadsetTransport | undefined
}

export interface OpenedDesk {
  readonly desk: Desk
  readonly log: Log
  readonly proxies: ProxyDesk
  /** What the site decides for this desk. */
  readonly site: SiteSettings
  /** null when the desk works on a gateway elsewhere. */
  readonly practice: Practice | null
  /** What the page may connect to besides the shell: known addresses, or any `wss:` while none is. */
  connectTo(): readonly string[]
  /** Why nobody could be signed in, though a name was given; null when that went well or was not asked for. */
  readonly signInFailure: Failure | null
  close(): Promise<void>
}

/** Fails with `invalid` for a gateway address or a password file that cannot be used. */
export async function openDesk(options: OpenDeskOptions): Promise<Answer<OpenedDesk>> {
  const { start, profileDir } = options
  const credentials = readCredentials(start)
  if (!credentials.ok) return credentials
  const { policy, problems } = options.policy ?? readPolicy(process.platform, userInfo().username)
  const site = toSiteSettings(policy)
  const folder = prepareFolder(profileDir) ? join(profileDir, 'log') : null
  const log = createLog({ folder, level: site.privacy.logLevel })
  for (const problem of problems) log.warn({ problem }, 'a rule of the organisation is not in force')
  const clock = createRealClock()
  const key = await options.loadKey(clock, log, site)
  if (!key.ok) log.warn({ why: key.failure.code }, 'no key: what is kept today cannot be read tomorrow')
  const gateway = toGateway(start, policy)
  const practice = gateway === null ? await openPractice({ ...options, clock, log }) : null
  if (practice?.ok === false) return practice
  const gatewayUrl = practice === null ? parseGatewayUrl(gateway ?? '') : done(practice.value.gatewayUrl)
  if (!gatewayUrl.ok) return gatewayUrl
  const centre = practice?.value ?? null
  const customers = toCustomers(options, key, centre, log)
  // A desk that practises, or whose gateway is on this machine, speaks TLS to nobody, and starts without this.
  if (gatewayUrl.value.protocol === 'wss:' || customers.cardSource?.kind === 'crm') readSystemRoots(log)
  const source = (await options.openProxies?.(log)) ?? readSessionProxies(process.env)
  const proxies = await openProxyDesk({ source, clock, newId: randomUUID, log })
  const desk = createDesk({
    profileDir,
    key: key.ok ? key.value : new Uint8Array(randomBytes(32)),
    gatewayUrl: gatewayUrl.value,
    ...customers,
    proxies,
    locale: start.locale,
    policy,
    ...(options.openUpdates && { updates: { ...options.openUpdates(site), site: site.updates } }),
    headsetTransport: options.headsetTransport ?? createNodeHidTransport(),
    clock,
    random: randomFraction,
    newId: randomUUID,
    log,
  })
  const signInFailure = await signInFirst(desk, credentials.value, centre)
  if (centre !== null) {
    await untilBookIsReady(desk, clock)
    centre.centre.start()
  }
  return done({
    desk,
    log,
    proxies,
    site,
    practice: centre,
    connectTo: () => toConnectSources(desk, centre),
    signInFailure,
    async close() {
      proxies.signIn.close()
      await desk.close()
      await centre?.close()
      log.flush()
    },
  })
}

/** Loaded only where it is played: a desk at work starts without the whole simulator. */
async function openPractice(options: PracticeOptions): Promise<Answer<Practice>> {
  const { createPractice } = await import('#main/desk/practice')
  return createPractice(options)
}

/** Said once: a company's own authority that is missing here explains every connection that fails. */
function readSystemRoots(log: Log): void {
  const { count, cause } = trustSystemRoots()
  if (cause !== null) log.warn({ err: cause }, 'the authorities of the system cannot be read')
  else if (count === 0) log.warn('the system names no authorities; those of the runtime are trusted')
}

/** Pure: an enforced gateway, else the one named at the start, else the organisation's usual one; null for practice. */
function toGateway(start: StartOptions, policy: Policy): string | null {
  const enforced = policy.enforced['gateway.url']
  if (typeof enforced === 'string' && enforced !== '') return enforced
  return start.gateway ?? (toSiteSettings(policy).gateway.url || null)
}

/**
 * Where the customers come from: the site's CRM, or the practice book. A practice desk asks a real CRM only when told to
 * at the start, for what is practised there would be written to it. Settings that cannot be used cost the CRM, and no call.
 */
function toCustomers(
  { start, profileDir }: OpenDeskOptions,
  key: Answer<Uint8Array>,
  centre: Practice | null,
  log: Log,
): Pick<DeskOptions, 'cardSource' | 'keepSecrets' | 'crmMistake' | 'recordingAddress'> {
  const inPractice = { cardSource: centre?.cardSource ?? null }
  if (!key.ok || (centre !== null && start.crm === null)) return inPractice
  const crm = loadCrm(profileDir, key.value, start.crm)
  if (!crm.ok)
    log.error({ why: crm.failure.code, where: crm.failure.subject }, 'no CRM: crm.yaml cannot be used')
  if (!crm.ok) return { ...inPractice, crmMistake: crm.mistake }
  if (crm.value === null) return inPractice
  const { recordingAddress, ...source } = crm.value
  return {
    cardSource: { kind: 'crm', ...source },
    recordingAddress,
    crmMistake: findTemplateMistake(source.config),
    keepSecrets(changed) {
      const kept = keepCrmSecrets(profileDir, key.value, changed)
      if (!kept.ok) log.warn({ why: kept.failure.code }, 'a renewed sign-in to the CRM is not kept')
    },
  }
}

interface Credentials {
  readonly user: string
  readonly password: string
}

/** Who was named on the command line; null when nobody was, or the practice centre knows the password itself. */
function readCredentials(start: StartOptions): Answer<Credentials | null> {
  const file = start['password-file']
  if (start.user === null || file === null) return done(null)
  try {
    const password = readFileSync(file, 'utf8').split(/\r?\n/, 1)[0] ?? ''
    return password === '' ? failed('invalid', 'password-file') : done({ user: start.user, password })
  } catch {
    return failed('invalid', 'password-file')
  }
}

/** In practice the person of this desk sits down ready for a call, whatever they chose when they last got up. */
async function signInFirst(
  desk: Desk,
  named: Credentials | null,
  centre: Practice | null,
): Promise<Failure | null> {
  const person = named ?? centre?.person
  if (person === undefined) return null
  const answer = await desk.link.signIn(person.user, person.password)
  if (!answer.ok) return answer.failure
  if (centre !== null) await desk.link.chooseStatus({ kind: 'available' })
  return null
}

/** How long a practice desk waits for the customer book it is drawn from; a slow disk must not keep it shut. */
const bookLimitMs = 20_000

/** Settles when the callers' cards are in the cache, so that the first call already has one. */
function untilBookIsReady({ cache }: Desk, clock: Clock): Promise<void> {
  const isSettled = () => cache.state.state === 'ready' || cache.state.state === 'unavailable'
  if (isSettled()) return Promise.resolve()
  return new Promise((resolve) => {
    const settle = () => {
      stopTimer()
      stopListening()
      resolve()
    }
    const stopTimer = clock.after(bookLimitMs, settle)
    const stopListening = cache.onState(() => isSettled() && settle())
  })
}

function toConnectSources({ link }: Desk, centre: Practice | null): readonly string[] {
  const serverUrl = link.sip?.serverUrl ?? centre?.sipUrl ?? null
  const source = serverUrl === null ? null : toConnectSource(serverUrl)
  return [source ?? 'wss:']
}

/** False when the folder cannot be made: the desk then works from memory, and says so where it matters. */
function prepareFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return true
  } catch {
    return false
  }
}
