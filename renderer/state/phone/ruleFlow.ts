/** Answers by rule, and tells the phone which calls are not wanted. */
import type { DeskCore } from '#renderer/state/deskCore'
import { isUnwanted, toAnsweredByRule } from '#renderer/state/phone/callRules'

export interface RuleFlow {
  /** The caller on the screen is known better. */
  review(): void
}

/** The card is seen, and the ring heard once, before somebody is on the line. */
const answerAfterMs = 500

export function createRuleFlow(core: DeskCore): RuleFlow {
  let last: string | null = null
  core.phone.screenCalls((identity) => isUnwanted(core.store.getState(), identity))
  const answer = async (sipCallId: string) => {
    if (toAnsweredByRule(core.store.getState())?.sipCallId !== sipCallId) return
    core.settle(await core.phone.answer({ sipCallId, isAutomatic: true }))
  }
  return {
    review() {
      const call = toAnsweredByRule(core.store.getState())
      if (call === null || call.sipCallId === last) return
      last = call.sipCallId
      core.clock.after(answerAfterMs, () => void answer(call.sipCallId))
    },
  }
}
