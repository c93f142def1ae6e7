/** Decides which page may register the desk's phone: one at a time, and never moved away from a call. */
import { type Answer, done, failed } from '#contract/failure'
import { createListeners } from '#main/desk/listeners'

export type PageId = string

/** `pages` are the open ones, oldest first; the holder is one of them. */
export interface SeatState {
  readonly pages: readonly PageId[]
  readonly holder: PageId | null
  /** The holder is in a call. */
  readonly isBusy: boolean
}

export const emptySeat: SeatState = { pages: [], holder: null, isBusy: false }

/** A page asks for the phone by being there; the first one gets it. */
export function pageOpened(seat: SeatState, page: PageId): SeatState {
  if (seat.pages.includes(page)) return seat
  return { ...seat, pages: [...seat.pages, page], holder: seat.holder ?? page }
}

/** A holder that leaves passes the phone to the page that has been open longest. */
export function pageClosed(seat: SeatState, page: PageId): SeatState {
  const pages = seat.pages.filter((each) => each !== page)
  if (seat.holder !== page) return { ...seat, pages }
  return { pages, holder: pages[0] ?? null, isBusy: false }
}

export function busyReported(seat: SeatState, page: PageId, isBusy: boolean): SeatState {
  return seat.holder === page ? { ...seat, isBusy } : seat
}

/** Moves the phone to `page`; `wrong-state` during a call, `not-found` for a page that does not watch the seat. */
export function takePhone(seat: SeatState, page: PageId): Answer<SeatState> {
  if (seat.holder === page) return done(seat)
  if (!seat.pages.includes(page)) return failed('not-found')
  if (seat.isBusy) return failed('wrong-state')
  return done({ ...seat, holder: page, isBusy: false })
}

export interface SeatKeeper {
  holds(page: PageId): boolean
  /** The page that holds the phone is in a call. */
  readonly isBusy: boolean
  /** Opens the page's claim; the function returned ends it. */
  open(page: PageId): () => void
  take(page: PageId): Answer<null>
  reportBusy(page: PageId, isBusy: boolean): void
  onChange(listener: () => void): () => void
}

export function createSeatKeeper(): SeatKeeper {
  let seat = emptySeat
  const listeners = createListeners()
  const change = (next: SeatState): void => {
    if (next === seat) return
    seat = next
    listeners.tell()
  }
  return {
    holds: (page) => seat.holder === page,
    get isBusy() {
      return seat.isBusy
    },
    open(page) {
      change(pageOpened(seat, page))
      return () => change(pageClosed(seat, page))
    },
    take(page) {
      const answer = takePhone(seat, page)
      if (!answer.ok) return answer
      change(answer.value)
      return done(null)
    },
    reportBusy: (page, isBusy) => change(busyReported(seat, page, isBusy)),
    onChange: listeners.on,
  }
}
