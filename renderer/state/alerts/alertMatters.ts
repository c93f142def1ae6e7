/** Looks over the links, the queues and the agents for what a supervisor may have to be alerted to. */
import { type AlertSettings, type AlertThresholds, toThresholds } from '#contract/alertSettings'
import type { Centre } from '#contract/centre'
import type { QueueId } from '#contract/ids'
import type { LinkState } from '#contract/link'
import { type Alert, toAlert } from '#renderer/state/alerts/alert'
import type { Matter } from '#renderer/state/alerts/alertBook'
import { type AgentSight, findAgentMatters } from '#renderer/state/alerts/alertMattersOfAgents'
import { findQueueMatters } from '#renderer/state/alerts/alertMattersOfQueues'
import type { AlertSight } from '#renderer/state/alerts/alerts'

export interface WatchedLinks {
  /** Page to main. */
  readonly bridge: LinkState
  /** Main to gateway; null while nothing is known. */
  readonly gateway: LinkState | null
  /** Gateway clock minus page clock: both links above are stamped by the page's machine. */
  readonly offsetMs: number
}

export interface Matters {
  readonly found: readonly Matter[]
  /** Nothing fresh is known of the floor. */
  readonly areStale: boolean
}

/** A link that is made anew, or restarts, is not yet lost. */
const linkAfterMs = 2000

export function findMatters({ centre, links, settings, nowMs }: AlertSight): Matters {
  const lost = findLostLinks(centre, links)
  if (lost.length > 0 || centre === null) return { found: lost, areStale: true }
  const ofQueue = createThresholds(settings)
  const sight: AgentSight = {
    agents: new Map(centre.agents.map((agent) => [agent.id, agent])),
    calls: new Map(centre.calls.map((call) => [call.id, call])),
    ofQueue,
    nowMs,
  }
  const found = [
    ...findStrangers(centre, sight),
    ...findQueueMatters(centre, sight),
    ...findAgentMatters(centre.agents, sight),
  ]
  return { found, areStale: false }
}

/** Looked up once a queue and look-over, however many agents are in it. */
function createThresholds(settings: AlertSettings): (queueId: QueueId | null) => AlertThresholds {
  const known = new Map<QueueId | null, AlertThresholds>()
  return (queueId) => {
    const before = known.get(queueId)
    if (before !== undefined) return before
    const thresholds = toThresholds(settings, queueId)
    known.set(queueId, thresholds)
    return thresholds
  }
}

function findLostLinks(centre: Centre | null, { bridge, gateway, offsetMs }: WatchedLinks): Matter[] {
  const own = bridge.kind !== 'connected' ? bridge : gateway
  if (own !== null && own.kind !== 'connected') return [toLostLink('gateway', own.sinceMs + offsetMs)]
  return centre !== null && centre.pbx.kind !== 'connected' ? [toLostLink('switch', centre.pbx.sinceMs)] : []
}

function toLostLink(link: 'gateway' | 'switch', sinceMs: number): Matter {
  const alert = toAlert('link', link, 'bad', { subject: { kind: 'link', link }, sinceMs })
  return { alert, isBeyond: true, afterMs: linkAfterMs }
}

function findStrangers({ strangers }: Centre, { agents }: AgentSight): Matter[] {
  return strangers.map(({ spy, agentId, sinceMs }) => {
    const subject: Alert['subject'] = agentId === null ? { kind: 'spy', spy } : { kind: 'agent', agentId }
    const name = (agentId === null ? undefined : agents.get(agentId)?.name) ?? ''
    const alert = toAlert('stranger', spy, 'bad', { subject, name, sinceMs, text: spy })
    return { alert, isBeyond: true, afterMs: 0 }
  })
}
