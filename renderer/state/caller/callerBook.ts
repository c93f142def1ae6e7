/** Keeps the view of each caller of this phone while another is on the screen, with the card and the person chosen. */
import type { CallerView, PhoneCall } from '#renderer/state/deskModel'

export interface CallerBook {
  /** The view put aside for this call; null when there is none. */
  find(sipCallId: string): CallerView | null
  /** Puts a view aside, or changes the one that is. */
  put(sipCallId: string, view: CallerView): void
  /** Forgets the views of all other calls. */
  keepOnly(calls: readonly PhoneCall[]): void
}

export function createCallerBook(): CallerBook {
  const views = new Map<string, CallerView>()
  return {
    find: (sipCallId) => views.get(sipCallId) ?? null,
    put: (sipCallId, view) => void views.set(sipCallId, view),
    keepOnly(calls) {
      const known = new Set(calls.map(({ sipCallId }) => sipCallId))
      for (const sipCallId of views.keys()) if (!known.has(sipCallId)) views.delete(sipCallId)
    },
  }
}
