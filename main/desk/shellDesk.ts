/** Carries wishes from the program around the page to the page with the phone, and how that phone is back to the program. */
import type { PopOutCall } from '#contract/popOut'
import { idlePhone, type PhoneSign, type ShellWish } from '#contract/shell'
import type { Clock } from '#contract/time'
import { createListeners } from '#main/desk/listeners'
import type { PageId, SeatKeeper } from '#main/desk/phoneSeat'
import type { TelephoneLink } from '#main/desk/telephoneLink'

export interface ShellDesk {
  /** How the phone is; `idlePhone` while no page holds it. */
  readonly phone: PhoneSign
  onPhone(listener: () => void): () => void
  /** Heeded only from the page that holds the phone. */
  reportPhone(page: PageId, sign: PhoneSign): void
  /** What the pop-out card shows of the phone's call; null while no page holds the phone, or it has none. */
  readonly card: PopOutCall | null
  onCard(listener: () => void): () => void
  /** Heeded only from the page that holds the phone. */
  reportCard(page: PageId, card: PopOutCall | null): void
  /** Lost where no page listens; the phone decides what it does with it. */
  wish(wish: ShellWish): void
  /** Told to the page that holds the phone within a minute: the one that was there has just gone. */
  tellNext(wish: ShellWish): void
  /**
   * Another program asks for a call. It waits a minute for a page: the link may have started the program. `always`: the person
   * marked the number, and is asked also where the site trusts its programs.
   */
  askCall(link: TelephoneLink, options?: { readonly always: boolean }): void
  /** Told to the page while it holds the phone. */
  onWish(page: PageId, listener: (wish: ShellWish) => void): () => void
  close(): void
}

export interface ShellDeskOptions {
  readonly seats: SeatKeeper
  /** Of the site: whether a person is asked before a link's number is called. */
  readonly confirmLinks: boolean
  readonly clock: Clock
}

/** Beyond it nobody remembers having clicked. */
const waitMs = 60_000

export function createShellDesk({ seats, confirmLinks, clock }: ShellDeskOptions): ShellDesk {
  const listeners = createListeners()
  const cardListeners = createListeners()
  const pages = new Map<PageId, (wish: ShellWish) => void>()
  let sign: { readonly page: PageId; readonly phone: PhoneSign } | null = null
  let shown: { readonly page: PageId; readonly card: PopOutCall | null } | null = null
  let waiting: ShellWish | null = null
  let news: ShellWish | null = null
  let cancelNews: () => void = () => undefined
  let cancelWait: () => void = () => undefined

  const holder = () => [...pages].find(([page]) => seats.holds(page))?.[1] ?? null
  const deliver = (): void => {
    const tell = holder()
    if (tell === null) return
    const last = news
    news = null
    cancelNews()
    if (last !== null) tell(last)
    if (waiting === null) return
    const wish = waiting
    forget()
    tell(wish)
  }
  const forget = (): void => {
    cancelWait()
    waiting = null
  }
  const stopSeats = seats.onChange(() => {
    if (sign !== null && !seats.holds(sign.page)) {
      sign = null
      listeners.tell()
    }
    if (shown !== null && !seats.holds(shown.page)) {
      shown = null
      cardListeners.tell()
    }
    deliver()
  })
  return {
    get phone() {
      return sign?.phone ?? idlePhone
    },
    onPhone: listeners.on,
    reportPhone(page, phone) {
      if (!seats.holds(page)) return
      sign = { page, phone }
      listeners.tell()
    },
    get card() {
      return shown?.card ?? null
    },
    onCard: cardListeners.on,
    reportCard(page, card) {
      if (!seats.holds(page)) return
      shown = { page, card }
      cardListeners.tell()
    },
    wish: (wish) => holder()?.(wish),
    tellNext(wish) {
      news = wish
      cancelNews()
      cancelNews = clock.after(waitMs, () => (news = null))
    },
    askCall(link, { always } = { always: false }) {
      // The first one stays: what a person is about to confirm must not change under their hand.
      if (waiting !== null) return
      waiting = {
        kind: 'call',
        ...link,
        asksFirst: confirmLinks || always,
        ...(always && { isMarked: true }),
      }
      cancelWait = clock.after(waitMs, forget)
      deliver()
    },
    onWish(page, listener) {
      pages.set(page, listener)
      deliver()
      return () => {
        if (pages.get(page) === listener) pages.delete(page)
      }
    },
    close() {
      forget()
      cancelNews()
      stopSeats()
    },
  }
}
