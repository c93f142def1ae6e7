/** Stands between the read loop and the model: reading never waits, and a flood ends in a resync, not in memory. */

export interface Inbox<Item> {
  put(item: Item): void
  /** Forgets what has not been worked on. */
  clear(): void
  readonly size: number
}

export interface InboxOptions<Item> {
  work(item: Item): void
  /** The inbox was full: everything in it is gone, and what is known must be read anew. */
  onOverflow(): void
  /** 100,000 unless told: five seconds of 20,000 events each. */
  readonly limit?: number
}

/** Worked on in one go before other work of the process has its turn; about 10 ms. */
const perTurn = 500

export function createInbox<Item>({ work, onOverflow, limit = 100_000 }: InboxOptions<Item>): Inbox<Item> {
  let items: Item[] = []
  let next = 0
  let isScheduled = false

  function schedule(): void {
    if (isScheduled || next >= items.length) return
    isScheduled = true
    setImmediate(turn)
  }

  function turn(): void {
    isScheduled = false
    for (let done = 0; done < perTurn && next < items.length; done += 1) {
      const item = items[next]
      next += 1
      if (item !== undefined) work(item)
    }
    if (next >= items.length) clear()
    else if (next > 10_000) {
      items = items.slice(next)
      next = 0
    }
    schedule()
  }

  function clear(): void {
    items = []
    next = 0
  }

  return {
    put(item) {
      if (items.length - next >= limit) {
        clear()
        onOverflow()
      }
      items.push(item)
      schedule()
    },
    clear,
    get size() {
      return items.length - next
    },
  }
}
