/** The telephone system of a centre that runs Asterisk: one or several switches behind the gateway's one seam. */
import type { Logger } from 'pino'
import { done, failed } from '#contract/failure'
import type { PbxLink } from '#contract/pbx'
import type { SipCredentials } from '#contract/session'
import type { Clock } from '#contract/time'
import { createConferences } from '#gateway/asterisk/floor/conferences'
import { execute } from '#gateway/asterisk/floor/executeCommand'
import { createFloorOperations } from '#gateway/asterisk/floor/floorOperations'
import { createRecordings } from '#gateway/asterisk/floor/recordings'
import { createRescue } from '#gateway/asterisk/floor/rescue'
import { composeNodes } from '#gateway/asterisk/link/composeNodes'
import { createNodeLink, type NodeAddress, type NodeState } from '#gateway/asterisk/link/nodeLink'
import {
  type AsteriskQueue,
  type CentrePlan,
  createPlan,
  type MemberNaming,
} from '#gateway/asterisk/link/plan'
import type { Drift } from '#gateway/asterisk/link/resync'
import { createMonitoring } from '#gateway/asterisk/monitoring/createMonitoring'

export interface AsteriskNode {
  readonly host: string
  readonly port: number
  /** Absent: a plain connection, refused for any host but loopback. */
  readonly tls?: { readonly ca?: string; readonly serverName?: string }
  readonly user: string
  readonly secret: string
  /** Of a centre with several switches: what is on this one. Absent: everything. */
  readonly holds?: { readonly queues: ReadonlySet<string>; readonly extensions: ReadonlySet<string> }
}

export interface AsteriskLinkOptions {
  readonly nodes: readonly AsteriskNode[]
  readonly queues: readonly AsteriskQueue[]
  /** SIP passwords by extension, the same as in the switch's own files. */
  readonly credentials: ReadonlyMap<string, string>
  /** What phones connect to, for example `wss://pbx.example/ws`; each extension has its switch's own. */
  readonly sipServerUrl: string | ((extension: string) => string)
  /** How phones are queue members; `PJSIP/{extension}` unless told. */
  readonly naming?: MemberNaming
  /** Whether the switches have the dialplan's `najva-conference`; no, unless told. */
  readonly joinsCalls?: boolean
  readonly clock: Clock
  random(): number
  newId(): string
  readonly log: Logger
}

export interface AsteriskLink extends PbxLink {
  readonly kind: 'asterisk'
  /** Of all switches together; differences must stay 0. */
  readonly drift: Drift
  readonly state: readonly (NodeState & { readonly node: string; readonly roundTripMs: number | null })[]
}

/** Throws on a plain connection to another machine: the secret would cross the network in clear. */
export function createAsteriskLink(options: AsteriskLinkOptions): AsteriskLink {
  const { clock, log, credentials, sipServerUrl } = options
  for (const node of options.nodes) refusePlain(node)
  const centre = composeNodes(options.nodes.length, clock)
  const rescue = createRescue()
  const monitoring = createMonitoring({ centre, rescue, clock, log: log.child({ room: 'asterisk' }) })
  const nodes = options.nodes.map((node, index) =>
    createNodeLink({
      address: toAddress(node),
      plan: toNodePlan(node, options),
      clock,
      random: options.random,
      newId: options.newId,
      log: log.child({ room: 'asterisk' }),
      onEvent: (event) => centre.hear(index, event),
      onFact: (fact) => monitoring.hear(index, fact),
      onReading: (channels, isFirst) => monitoring.read(index, channels, isFirst),
    }),
  )
  centre.attach(nodes)
  const floor = createFloorOperations({ centre, rescue, clock, newId: options.newId })
  const recordings = createRecordings(centre, clock)
  const conferences = createConferences(centre, clock)
  return {
    kind: 'asterisk',
    joinsCalls: options.joinsCalls === true,
    listen: centre.listen,
    reaches: centre.reaches,
    execute: (command) => execute(command, { centre, floor, recordings, conferences, monitoring, clock }),
    async issueCredentials(extension) {
      const password = credentials.get(extension)
      return password === undefined
        ? failed('not-found', extension)
        : done(toCredentials(extension, password, toServerUrl(sipServerUrl, extension)))
    },
    async close() {
      monitoring.close()
      centre.close()
      for (const node of nodes) node.close()
    },
    get drift() {
      return centre.drift
    },
    get state() {
      return nodes.map(({ state, name, roundTripMs }) => ({ ...state, node: name, roundTripMs }))
    },
  }
}

const loopback = /^(?:127\.\d+\.\d+\.\d+|::1|localhost)$/

function refusePlain({ host, tls }: AsteriskNode): void {
  if (tls === undefined && !loopback.test(host)) {
    throw new Error(`The manager connection to ${host} needs TLS: only loopback may be plain`)
  }
}

function toAddress({ host, port, tls, user, secret }: AsteriskNode): NodeAddress {
  const safe = tls === undefined ? null : { ca: tls.ca ?? null, serverName: tls.serverName ?? null }
  return { host, port, tls: safe, user, secret }
}

function toNodePlan(
  { holds }: AsteriskNode,
  { queues, credentials, naming }: AsteriskLinkOptions,
): CentrePlan {
  if (holds === undefined) return createPlan(queues, credentials.keys(), naming)
  const isHere = ({ extension }: { readonly extension: string }) => holds.extensions.has(extension)
  const own = queues
    .filter(({ id }) => holds.queues.has(id))
    .map((queue) => ({ ...queue, members: queue.members.filter(isHere) }))
  return createPlan(own, holds.extensions, naming)
}

function toServerUrl(from: AsteriskLinkOptions['sipServerUrl'], extension: string): string {
  return typeof from === 'string' ? from : from(extension)
}

/** Static passwords: the switch's files hold the same one, so a new issue cannot replace it. */
function toCredentials(extension: string, password: string, serverUrl: string): SipCredentials {
  const { hostname } = new URL(serverUrl)
  return {
    uri: `sip:${extension}@${hostname}`,
    authorizationUser: extension,
    password,
    serverUrl,
    expiresSeconds: 120,
  }
}
