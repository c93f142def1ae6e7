/** Builds the link to a site's Asterisk from its file and its secrets. */
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Clock } from '#contract/time'
import { type AsteriskNode, createAsteriskLink } from '#gateway/asterisk/createAsteriskLink'
import { readSecret, readText } from '#gateway/commandLine/readSite'
import { randomFraction } from '#gateway/commandLine/realTime'
import type { SiteFile } from '#gateway/commandLine/siteFile'
import { toNodeSite, toPbxQueues } from '#gateway/commandLine/siteParts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Throws `SiteMistake` for a secret or certificate that cannot be read. */
export function toNodes(site: SiteFile, env: Environment): AsteriskNode[] {
  return site.asterisk.nodes.map(({ name: own, host, port, user, tls, ...from }) => {
    const secret = readSecret(from, env, `The manager secret of ${host}`)
    const node = { host, port, user, secret, holds: toHolds(site, own) }
    if (tls === undefined) return node
    const ca = tls.caFile === undefined ? {} : { ca: readText(tls.caFile, `The authority of ${host}`) }
    const name = tls.serverName === undefined ? {} : { serverName: tls.serverName }
    return { ...node, tls: { ...ca, ...name } }
  })
}

/** What the file says is on a switch, and what it says is on every one. */
function toHolds(site: SiteFile, name: string | undefined) {
  const { queues, people } = toNodeSite(site, name)
  return {
    queues: new Set(queues.map(({ id }) => id)),
    extensions: new Set(people.map(({ extension }) => extension)),
  }
}

export function createSiteLink(
  site: SiteFile,
  nodes: readonly AsteriskNode[],
  phonePasswords: ReadonlyMap<string, string>,
  clock: Clock,
  log: Logger,
) {
  return createAsteriskLink({
    nodes,
    queues: toPbxQueues(site),
    credentials: phonePasswords,
    sipServerUrl: (extension) => toSipServerUrl(site, extension),
    naming: site.asterisk.members,
    joinsCalls: site.asterisk.conference,
    clock,
    random: randomFraction,
    newId: randomUUID,
    log,
  })
}

/** A person's phone connects to their own switch. */
function toSipServerUrl({ asterisk, people }: SiteFile, extension: string): string {
  const person = people.find((each) => each.extension === extension)
  const own = asterisk.nodes.find(({ name }) => name !== undefined && name === person?.node)
  return own?.sipServerUrl ?? asterisk.sip.serverUrl
}
