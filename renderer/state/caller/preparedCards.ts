/** Keeps the cards made ready for callers who wait, so that the ring and the card come together. */
import type { CardAnswer, PreparedCard } from '#contract/callerCard'
import type { PersonId } from '#contract/ids'

export interface PreparedCards {
  put(card: PreparedCard): void
  /** null when none was prepared, or so long ago that the CRM may know better. */
  find(dialString: string, nowMs: number): CardAnswer | null
  /** A person was forgotten: every card they are on goes. */
  forget(personId: PersonId): void
  clear(): void
}

/** The longest queue a desk needs ready; the oldest go first. */
const capacity = 500
/** A caller who waited longer is looked up again: the lookup takes a millisecond, an old card misleads. */
const freshMs = 60 * 60 * 1000

export function createPreparedCards(): PreparedCards {
  const cards = new Map<string, PreparedCard>()
  return {
    put(card) {
      cards.delete(card.dialString)
      cards.set(card.dialString, card)
      for (const oldest of cards.keys()) {
        if (cards.size <= capacity) break
        cards.delete(oldest)
      }
    },
    find(dialString, nowMs) {
      const card = cards.get(dialString)
      return card === undefined || nowMs - card.preparedAtMs > freshMs ? null : card.answer
    },
    forget(personId) {
      for (const [dialString, { answer }] of cards) if (isOn(answer, personId)) cards.delete(dialString)
    },
    clear: () => cards.clear(),
  }
}

export function isOn(answer: CardAnswer | null, personId: PersonId): boolean {
  if (answer?.kind === 'one') return answer.card.personId === personId
  return answer?.kind === 'several' && answer.cards.some((card) => card.personId === personId)
}
