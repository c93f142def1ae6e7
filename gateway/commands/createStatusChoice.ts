/** Puts a status in force, at once or after the call: the telephone system first, then the model. */
import type { ChosenStatus } from '#contract/agent'
import { type Answer, done, failed } from '#contract/failure'
import type { AgentId } from '#contract/ids'
import type { Clock } from '#contract/time'
import type { PbxSync } from '#gateway/commands/pbxSync'
import { withinTime } from '#gateway/commands/withinTime'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'
import { toEffect } from '#gateway/model/deskEvents'
import { toPauseReason } from '#gateway/model/pbxWish'

const answerWithinMs = 4500

/** Answered within 5 s; a refusal has changed nothing. */
export type ChooseStatus = (
  agentId: AgentId,
  status: ChosenStatus,
) => Promise<Answer<{ effect: 'now' | 'next' }>>

export interface StatusChoiceOptions {
  readonly centre: LiveCentre
  readonly sync: Pick<PbxSync, 'ask'>
  readonly clock: Clock
}

export function createStatusChoice({ centre, sync, clock }: StatusChoiceOptions): ChooseStatus {
  function isKnownReason(status: ChosenStatus): boolean {
    if (status.kind === 'available') return true
    return centre.floor.pauseReasons.some(({ id, kind }) => id === status.reasonId && kind === status.kind)
  }

  return async (agentId, status) => {
    const agent = centre.floor.agents.get(agentId)
    if (agent === undefined) return failed('not-found')
    if (!isKnownReason(status)) return failed('invalid', toPauseReason(status))
    const effect = toEffect(agent)
    const take = () => centre.tell({ kind: 'statusChosen', agentId, status, effect, atMs: clock.nowMs() })
    if (effect === 'next') {
      take()
      return done({ effect })
    }
    let isLate = false
    const wish = { signedIn: true, pausedReason: toPauseReason(status) } as const
    const asked = sync.ask(agentId, wish, take, () => isLate)
    const answer = await withinTime(asked, answerWithinMs, clock)
    isLate = true
    return answer.ok ? done({ effect }) : answer
  }
}
