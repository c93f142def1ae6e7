/** Keeps the view of each caller of this phone while another is on the screen, with the card and the person chosen. */
import type { PersonId } from '#contract/ids'
import { isOn } from '#renderer/state/caller/preparedCards'
import type { CallerView, PhoneCall } from '#renderer/state/deskModel'

export interface CallerBook {
  /** The view put aside for this call; null when there is none. */
  find(sipCallId: string): CallerView | null
  /** Puts a view aside, or changes the one that is. */
  put(sipCallId: string, view: CallerView): void
  /** Takes a person who was forgotten off every view. */
  forget(personId: PersonId): void
  /** Forgets the views of all other calls. */
  keepOnly(calls: readonly PhoneCall[]): void
}

export function createCallerBook(): CallerBook {
  const views = new Map<string, CallerView>()
  return {
    find: (sipCallId) => views.get(sipCallId) ?? null,
    put: (sipCallId, view) => void views.set(sipCallId, view),
    forget(personId) {
      for (const [sipCallId, view] of views) views.set(sipCallId, withoutPerson(view, personId))
    },
    keepOnly(calls) {
      const known = new Set(calls.map(({ sipCallId }) => sipCallId))
      for (const sipCallId of views.keys()) if (!known.has(sipCallId)) views.delete(sipCallId)
    },
  }
}

/** The view as if nobody knew them; any other view is left as it is. */
export function withoutPerson(view: CallerView, personId: PersonId): CallerView {
  if (!isOn(view.card, personId) && view.person?.personId !== personId) return view
  const { news: _, ...rest } = view
  return { ...rest, name: null, card: { kind: 'none' }, person: null }
}
