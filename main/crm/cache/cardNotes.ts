/** The notes of a card: the CRM's and those written at this desk, in one list. Pure. */
import type { CallerCard, Note } from '#contract/callerCard'

/** As many notes as the door lets in. */
export const mostNotes = 100

/** The CRM may date a note it was sent by its own clock, and when it got round to it. */
export const cameBackWithinMs = 3_600_000

/** A note written at this desk, of whom. */
export interface OwnNote extends Note {
  readonly personId: string
}

/**
 * The card with these notes among its own, newest first. Each that is there already, by its words and within
 * `toleranceMs` of its time, is not told twice. The block is as fresh as its newest note.
 */
export function withNotes(card: CallerCard, added: readonly Note[], toleranceMs = 0): CallerCard {
  if (added.length === 0) return card
  const kept = [...card.notes.value]
  const missing = added.filter((own) => {
    const at = kept.findIndex(
      ({ atMs, text }) => Math.abs(atMs - own.atMs) <= toleranceMs && text.trim() === own.text.trim(),
    )
    // An agent writes "no answer" twice in an hour: one row of the CRM answers for one of them.
    if (at >= 0) kept.splice(at, 1)
    return at < 0
  })
  if (missing.length === 0) return card
  const value = [...missing, ...card.notes.value].toSorted((a, b) => b.atMs - a.atMs).slice(0, mostNotes)
  const asOfMs = Math.max(card.notes.asOfMs ?? 0, ...missing.map((note) => note.atMs))
  return { ...card, notes: { asOfMs, value } }
}

/** When anybody last dealt with the person, as far as the card knows; null when it tells of nothing. */
export function toLastContactMs({ contacts, notes, orders }: CallerCard): number | null {
  const times = [
    ...contacts.value.map((each) => each.atMs),
    ...notes.value.map((each) => each.atMs),
    ...orders.value.map((each) => each.orderedAtMs),
  ]
  return times.length === 0 ? null : Math.max(...times)
}
