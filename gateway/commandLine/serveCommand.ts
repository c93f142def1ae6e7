/** `npm run gateway`: the gateway alone on a server, between a site's Asterisk and its desks. */
import type { Logger } from 'pino'
import type { Clock } from '#contract/time'
import type { AsteriskLink } from '#gateway/asterisk/createAsteriskLink'
import { toMetrics } from '#gateway/commandLine/metrics'
import { readOwnPasswords } from '#gateway/commandLine/ownPasswords'
import { readText } from '#gateway/commandLine/readSite'
import { toBreakRules, toMonitorRights, toQueueRules } from '#gateway/commandLine/ruleParts'
import type { SiteFile } from '#gateway/commandLine/siteFile'
import { createSiteLink, type Environment, toNodes } from '#gateway/commandLine/siteLink'
import { shownNumbersBy, toDialling, toPersonId, toSeedPeople, toTeams } from '#gateway/commandLine/siteParts'
import { type Health, startWatchServer } from '#gateway/commandLine/watchServer'
import type { LostPagePlan } from '#gateway/commands/lostPage'
import { createGateway, type Gateway } from '#gateway/createGateway'
import { createSiteStore, type SiteStore } from '#gateway/store/createSiteStore'

export interface ServeOptions {
  readonly site: SiteFile
  readonly env: Environment
  readonly clock: Clock
  readonly log: Logger
}

export interface ServedGateway {
  /** What desks connect to. */
  readonly url: string
  /** Where `/health` and `/metrics` are. */
  readonly watchUrl: string
  readonly gateway: Gateway
  close(): Promise<void>
}

/** Rejects with `SiteMistake` or `StartRefused` for what a person must mend. */
export async function serveSite(options: ServeOptions): Promise<ServedGateway> {
  const { site, env, clock, log } = options
  const nodes = toNodes(site, env)
  const people = toSeedPeople(site)
  const teams = toTeams(site)
  const tls = readTls(site)
  const store = createSiteStore(site.store, clock, log)
  store.keepPeople(site.people.map(({ user }) => toPersonId(user)))
  const pbx = createSiteLink(site, nodes, readPhonePasswords(site, store, log), clock, log)
  try {
    const { host, port } = site.listen
    const gateway = await createGateway({
      pbx,
      storePath: site.store,
      clock,
      listen: { host, port, tls },
      people,
      teams,
      monitorRights: toMonitorRights(site),
      queueRules: toQueueRules(site),
      breakRules: toBreakRules(site),
      dialling: toDialling(site),
      shownNumbersOf: shownNumbersBy(site),
      reach: site.reachability,
      resumeRecordingAfterMs: toMsOrNull(site.recording.resumeAfterSeconds),
      ...(site.pauseReasons && { pauseReasons: site.pauseReasons }),
      lostPage: toLostPagePlan(site),
      statusAtSignIn: site.statusAtSignIn,
      timeZone: site.timeZone,
      log,
    })
    store.replaceTeams(teams)
    const watch = await startWatch(site, gateway, pbx).catch(async (error) => {
      await gateway.close()
      throw error
    })
    return {
      url: gateway.url,
      watchUrl: watch.url,
      gateway,
      async close() {
        await watch.close()
        await gateway.close()
        await pbx.close()
        store.close()
      },
    }
  } catch (error) {
    await pbx.close()
    store.close()
    throw error
  }
}

function toLostPagePlan({ lostPage }: SiteFile): LostPagePlan | null {
  const { enabled, parkAfterSeconds, giveBackWithinSeconds } = lostPage
  return enabled
    ? { parkAfterMs: parkAfterSeconds * 1000, giveBackWithinMs: giveBackWithinSeconds * 1000 }
    : null
}

const toMsOrNull = (seconds: number | null) => (seconds === null ? null : seconds * 1000)

function readTls({ listen: { tls } }: SiteFile) {
  if (tls === undefined) return undefined
  return {
    key: readText(tls.keyFile, 'The key of the gateway'),
    cert: readText(tls.certFile, 'The certificate of the gateway'),
  }
}

/** A phone without a password can never register: said once, at the start. */
function readPhonePasswords(site: SiteFile, store: SiteStore, log: Logger): Map<string, string> {
  const passwords = new Map<string, string>()
  const without: string[] = []
  const { phonePasswordsFile } = site.asterisk
  const own = phonePasswordsFile === undefined ? null : readOwnPasswords(phonePasswordsFile)
  for (const { extension } of site.people) {
    const password = own === null ? store.phonePassword(extension) : (own.get(extension) ?? null)
    if (password === null) without.push(extension)
    else passwords.set(extension, password)
  }
  if (without.length > 0) {
    const remedy = own === null ? 'run `npm run gateway -- provision`' : 'add them to phonePasswordsFile'
    log.warn({ extensions: without }, `phones without a password: ${remedy}`)
  }
  return passwords
}

function startWatch(site: SiteFile, gateway: Gateway, pbx: AsteriskLink) {
  return startWatchServer({
    ...site.watch,
    health: () => toHealth(gateway),
    metrics: () =>
      toMetrics({
        floor: gateway.floor,
        desks: gateway.desks,
        drift: pbx.drift,
        switches: pbx.state.map(({ node, kind }) => ({ name: node, isConnected: kind === 'live' })),
        residentBytes: process.memoryUsage.rss(),
        cpuSeconds: toSeconds(process.cpuUsage()),
      }),
  })
}

function toHealth({ floor: { pbx } }: Gateway): Health {
  if (pbx.kind === 'connected') return { ok: true, why: null }
  const { code, subject } = pbx.failure ?? { code: pbx.kind, subject: null }
  // What it concerns tells an administrator a certificate from a cable; a login's name they know.
  const about = code === 'switch-away' && subject !== null ? `: ${subject}` : ''
  return { ok: false, why: `switch ${code}${about}` }
}

const toSeconds = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1e6
