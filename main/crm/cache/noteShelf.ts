/** Holds the agent's notes that the cache's file could not take yet, and shows them on cards meanwhile. */
import type { CallerCard } from '#contract/callerCard'
import { type OwnNote, withNotes } from '#main/crm/cache/cardNotes'

export interface NoteShelf {
  readonly isEmpty: boolean
  put(note: OwnNote): void
  all(): readonly OwnNote[]
  /** Shows these no longer, once they are on the disk. */
  drop(notes: readonly OwnNote[]): void
  /** Holds again what was dropped in this run: the file may be another, or have lost its newest pages. */
  takeBack(): void
  /** Removes what is held of a person who is to be forgotten. */
  forget(personId: string): void
  /** The card with the notes held for its person. */
  show(card: CallerCard): CallerCard
}

/** The records themselves are in the outbox; losing the oldest of so many loses a line on a card, no work. */
const mostHeld = 500

export function createNoteShelf(): NoteShelf {
  let held: readonly OwnNote[] = []
  let dropped: readonly OwnNote[] = []
  return {
    get isEmpty() {
      return held.length === 0
    },
    put(note) {
      held = [...held, note].slice(-mostHeld)
    },
    all: () => held,
    drop(notes) {
      held = held.filter((note) => !notes.includes(note))
      dropped = [...dropped, ...notes].slice(-mostHeld)
    },
    takeBack() {
      held = [...dropped, ...held].slice(-mostHeld)
      dropped = []
    },
    forget(personId) {
      held = held.filter((note) => note.personId !== personId)
      dropped = dropped.filter((note) => note.personId !== personId)
    },
    show(card) {
      const own = held.filter((note) => note.personId === card.personId)
      return withNotes(
        card,
        own.map(({ atMs, authorName, text }) => ({ atMs, authorName, text })),
      )
    },
  }
}
