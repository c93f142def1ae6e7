/**
 * Takes what desks measure of their calls. A report is of the person's own call or it is refused; it is no command, and
 * no log keeps it. The live model is told only when the score has moved by a step.
 */
import { type Answer, done, failed } from '#contract/failure'
import type { AgentId } from '#contract/ids'
import { type QualityReport, qualityNotBeforeMs, toToldMos } from '#contract/quality'
import type { Clock } from '#contract/time'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'
import { callIdOf } from '#gateway/model/agentWork'

export interface QualityReports {
  /** `wrong-state` for a call this person is not in, `too-many-attempts` for one too soon after the last. */
  take(agentId: AgentId, report: QualityReport): Answer<null>
}

export interface QualityReportsOptions {
  readonly centre: Pick<LiveCentre, 'floor' | 'tell'>
  readonly clock: Clock
}

export function createQualityReports({ centre, clock }: QualityReportsOptions): QualityReports {
  const takenAtMs = new Map<AgentId, number>()
  return {
    take(agentId, { callId, mos }) {
      const agent = centre.floor.agents.get(agentId)
      const isUp = agent?.activity.kind === 'talking' || agent?.activity.kind === 'held'
      if (agent === undefined || !isUp || callIdOf(agent) !== callId) return failed('wrong-state')
      const nowMs = clock.nowMs()
      const waitMs = (takenAtMs.get(agentId) ?? Number.NEGATIVE_INFINITY) + qualityNotBeforeMs - nowMs
      // A clock that was set back must not keep a desk out for long.
      if (waitMs > 0 && waitMs <= qualityNotBeforeMs) return failed('too-many-attempts', null, waitMs)
      takenAtMs.set(agentId, nowMs)
      const told = agent.quality?.callId === callId ? agent.quality.mos : null
      const next = toToldMos(told, mos)
      if (next !== null) centre.tell({ kind: 'qualityNoted', agentId, callId, mos: next, atMs: nowMs })
      return done(null)
    },
  }
}
