/** Turns what a site's file says of monitoring and breaks into the rules a gateway is given. */
import type { BreakRule } from '#contract/breakRule'
import { type AgentId, QueueId } from '#contract/ids'
import type { MonitorRight } from '#contract/monitor'
import type { SiteFile } from '#gateway/commandLine/siteFile'
import { toPersonId } from '#gateway/commandLine/siteParts'
import type { QueueRule } from '#gateway/monitoring/monitorRights'

/** By person: supervisors and admins as the file says. */
export function toMonitorRights({ people }: SiteFile): Map<AgentId, MonitorRight> {
  return new Map(
    people.map(({ user, role, monitoring }) => [
      toPersonId(user),
      role === 'agent' ? 'none' : (monitoring ?? 'full'),
    ]),
  )
}

/** By queue, each of the site's. */
export function toQueueRules({ queues }: SiteFile): Map<QueueId, QueueRule> {
  return new Map(
    queues.map(({ id, monitoring }) => [
      QueueId.parse(id),
      {
        monitoring: monitoring?.allowed ?? true,
        tellsAgent: monitoring?.tellAgent ?? true,
        ...(monitoring?.shadow === true && { allowsShadow: true }),
      },
    ]),
  )
}

/** One for each team that has a rule. */
export function toBreakRules({ teams, people }: SiteFile): BreakRule[] {
  return teams.flatMap(({ id, queues, breaks }): BreakRule[] => {
    if (breaks === undefined) return []
    return [
      {
        queueIds: queues.map((queue) => QueueId.parse(queue)),
        personIds: people.filter((each) => each.teams.includes(id)).map(({ user }) => toPersonId(user)),
        maxOnBreak: breaks.maxOnBreak ?? null,
        minServiceLevel: breaks.minServiceLevel ?? null,
        needsApproval: breaks.needsApproval ?? false,
      },
    ]
  })
}
