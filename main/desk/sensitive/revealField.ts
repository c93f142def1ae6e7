/** Shows one sensitive field of a card: first it is on record who asked for it, then it is given out. */
import type { CallerCard, CardAnswer, SensitiveField } from '#contract/callerCard'
import { type Answer, done, failed } from '#contract/failure'
import type { BridgeParts } from '#main/desk/bridgeRouter'
import { withOnly } from '#main/desk/sensitive/sensitiveFields'

export interface RevealRequest {
  /** The number the card was found by. */
  readonly dialString: string
  readonly field: SensitiveField
}

export function revealField(
  { link, cache, shownLog, nowMs }: Pick<BridgeParts, 'link' | 'cache' | 'shownLog' | 'nowMs'>,
  { dialString, field }: RevealRequest,
): Answer<CallerCard> {
  if (link.session === null) return failed('signed-out')
  const found = cache.lookup(dialString)
  if (!found.ok) return found
  const card = toCards(found.value).find(({ personId }) => personId === field.personId)
  const shown = card === undefined ? null : withOnly(card, field)
  if (shown === null) return failed('not-found')
  const { agentId, userName } = link.session
  const noted = shownLog.note({ atMs: nowMs(), agentId, userName, ...field })
  return noted.ok ? done(shown) : noted
}

function toCards(answer: CardAnswer): readonly CallerCard[] {
  if (answer.kind === 'one') return [answer.card]
  return answer.kind === 'several' ? answer.cards : []
}
