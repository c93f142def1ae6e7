/** Puts the parts of monitoring together: sessions, rights, the log, and what is asked of them over the wire. */
import type { Logger } from 'pino'
import type { AgentId } from '#contract/ids'
import type { MonitorRight } from '#contract/monitor'
import type { PbxLink } from '#contract/pbx'
import type { Clock } from '#contract/time'
import type { GatewayActs } from '#gateway/actRoutes'
import type { PbxSync } from '#gateway/commands/pbxSync'
import type { RunOnce } from '#gateway/commands/runOnce'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'
import type { Person } from '#gateway/model/createFloor'
import type { Scope } from '#gateway/model/scope'
import { createAuditor } from '#gateway/monitoring/auditor'
import { createAuditVerdict } from '#gateway/monitoring/auditVerdict'
import { voiceLeadMs } from '#gateway/monitoring/carryOutOrder'
import { createMonitorActs } from '#gateway/monitoring/createMonitorActs'
import { createMonitoring, type Monitoring } from '#gateway/monitoring/createMonitoring'
import { type QueueRules, toMonitorerOf } from '#gateway/monitoring/monitorRights'
import { createAgentPauses } from '#gateway/monitoring/pauseAgent'
import { createTellShown, type TellShown } from '#gateway/monitoring/tellShown'
import type { AuditLog } from '#gateway/store/auditLog'

export interface OpenMonitoringOptions {
  readonly people: readonly Pick<Person, 'id' | 'role'>[]
  /** How much a person may monitor; `full` for whoever is not named. */
  readonly rights: ReadonlyMap<AgentId, MonitorRight> | undefined
  /** None for a queue that is not named: its calls may be monitored, and its agents are told. */
  readonly rules: QueueRules | undefined
  readonly centre: LiveCentre
  readonly pbx: Pick<PbxLink, 'execute'>
  readonly sync: Pick<PbxSync, 'ask'>
  readonly audit: AuditLog
  readonly once: RunOnce
  scopeOf(agentId: AgentId): Scope | null
  isReached(extension: string): boolean
  newId(): string
  newToken(): string
  /** See `carryOutOrder`; its own unless told. */
  readonly voiceLeadMs?: number | undefined
  readonly clock: Clock
  readonly log: Logger
}

export interface OpenedMonitoring {
  readonly monitoring: Monitoring
  readonly acts: GatewayActs['monitor']
  /** Runs commands once, and has what was refused and what supervisors did in the log before it is answered. */
  readonly once: RunOnce
  onSignedOut(former: AgentId, act: string): void
  readonly tellShown: TellShown
  /** Ends the sessions, and writes what the log still lacks. */
  close(): void
  /** How much a person may monitor: nothing, for an agent. */
  rightOf(agentId: AgentId): MonitorRight
}

export function openMonitoring(options: OpenMonitoringOptions): OpenedMonitoring {
  const { people, centre, pbx, sync, audit, scopeOf, isReached, newId, newToken, clock, log } = options
  const rules = options.rules ?? new Map()
  const monitorerOf = toMonitorerOf(people, scopeOf, options.rights)
  const roleOf = (agentId: AgentId) => monitorerOf(agentId).role
  const auditor = createAuditor({ audit, centre, roleOf, clock, log })
  const once = auditor.over(options.once)
  const pauses = createAgentPauses(centre, pbx, sync)
  const judgeLog = createAuditVerdict(audit, clock)
  const shared = { centre, audit, rules, monitorerOf }
  const lead = { voiceLeadMs: options.voiceLeadMs ?? voiceLeadMs }
  const monitoring = createMonitoring({ ...shared, ...lead, pbx, pauses, auditor, isReached, clock, log })
  audit.onRefused(monitoring.stopAll)
  return {
    monitoring,
    acts: createMonitorActs({ ...shared, judgeLog, monitoring, once, newId, newToken }),
    once,
    onSignedOut: auditor.writeSignedOut,
    tellShown: createTellShown({ auditor, audit, once: options.once }),
    close() {
      monitoring.close()
      auditor.close()
    },
    rightOf(agentId) {
      const { role, right } = monitorerOf(agentId)
      return role === 'agent' ? 'none' : right
    },
  }
}
