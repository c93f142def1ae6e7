/** Keeps back what a site marks as sensitive on a card, and gives out one field of it at a time. Pure. */
import type { CallerCard, CardAnswer, CardBlock, SensitiveField } from '#contract/callerCard'
import type { Answer } from '#contract/failure'

/** The answer as the page may have it before anybody asked for more. */
export function withhold(answer: Answer<CardAnswer>): Answer<CardAnswer> {
  return answer.ok ? { ok: true, value: withholdFrom(answer.value) } : answer
}

/** A card without anything sensitive stays the same object: nearly all are, and a ring waits for it. */
export function withholdFrom(answer: CardAnswer): CardAnswer {
  switch (answer.kind) {
    case 'one':
      return hasSensitive(answer.card) ? { ...answer, card: withoutFields(answer.card, null) } : answer
    case 'several':
      return answer.cards.some(hasSensitive)
        ? { ...answer, cards: answer.cards.map((card) => withoutFields(card, null)) }
        : answer
    case 'none':
    case 'withheld':
      return answer
  }
}

/** As `withholdFrom`, of one card. */
export function withholdCard(card: CallerCard): CallerCard {
  return hasSensitive(card) ? withoutFields(card, null) : card
}

/** The card with this one sensitive field in it and no other; null when the field is not one. */
export function withOnly(card: CallerCard, field: SensitiveField): CallerCard | null {
  const isThere =
    field.name === null
      ? card.sensitive?.includes(field.block) === true
      : field.block === 'extra' && card.extra.value.some((each) => each.sensitive && each.name === field.name)
  return isThere ? withoutFields(card, field) : null
}

function hasSensitive({ sensitive, extra }: CallerCard): boolean {
  return (sensitive?.length ?? 0) > 0 || extra.value.some((field) => field.sensitive)
}

function withoutFields(card: CallerCard, but: SensitiveField | null): CallerCard {
  const hidden = (card.sensitive ?? []).filter((block) => but?.name !== null || block !== but.block)
  const emptied: CallerCard = Object.assign({}, card, ...hidden.map((block) => toEmpty(card, block)))
  const value = emptied.extra.value.map((field) =>
    field.sensitive && field.name !== but?.name ? { ...field, value: '' } : field,
  )
  return { ...emptied, extra: { ...emptied.extra, value } }
}

function toEmpty(card: CallerCard, block: CardBlock): Partial<CallerCard> {
  const { asOfMs } = card[block]
  switch (block) {
    case 'account':
    case 'openIssue':
    case 'satisfaction':
    case 'campaign':
      return { [block]: { asOfMs, value: null } }
    case 'orders':
    case 'contacts':
    case 'notes':
    case 'extra':
      return { [block]: { asOfMs, value: [] } }
  }
}
