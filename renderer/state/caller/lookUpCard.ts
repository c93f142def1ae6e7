/** Asks the CRM cache for the caller on the screen. */
import type { CardAnswer } from '#contract/callerCard'
import type { Answer } from '#contract/failure'
import { mergeCard, mergeCardFailure } from '#renderer/state/caller/callerView'
import type { DeskCore } from '#renderer/state/deskCore'
import type { CallerView } from '#renderer/state/deskModel'

/**
 * Asks the cache and shows what it says, if the same caller is still on the screen. A cache that is being filled says
 * when to ask again, and is asked for as long as the caller stays. `onAnswer` is called before the answer is shown.
 */
export async function lookUpCard(
  core: DeskCore,
  view: CallerView,
  onAnswer: (answer: Answer<CardAnswer>) => void = () => undefined,
): Promise<void> {
  const answer = await core.bridge.ask((client) => client.card.lookup({ dialString: view.number }))
  onAnswer(answer)
  const { caller } = core.store.getState()
  if (caller === null || caller.key !== view.key) return
  const shown = answer.ok ? mergeCard(caller, answer.value) : mergeCardFailure(caller, answer.failure)
  core.store.setState({ caller: shown })
  const retryAfterMs = answer.ok ? null : answer.failure.retryAfterMs
  if (retryAfterMs !== null) core.clock.after(retryAfterMs, () => void askAgain(core, view.key))
}

async function askAgain(core: DeskCore, key: string): Promise<void> {
  const { caller } = core.store.getState()
  if (caller !== null && caller.key === key && caller.card === null) await lookUpCard(core, caller)
}
