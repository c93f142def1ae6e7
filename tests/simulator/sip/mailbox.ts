/** Keeps what happens until a test asks for it, so that no test sleeps and none misses. */

export interface Mailbox<T> {
  readonly put: (item: T) => void
  /** The next item not yet taken. */
  take(): Promise<T>
  /** The next item that fits; those before it stay. */
  find(fits: (item: T) => boolean): Promise<T>
  /** Everything put and not taken. */
  readonly items: readonly T[]
}

export function createMailbox<T>(): Mailbox<T> {
  const items: T[] = []
  const waiting: { fits: (item: T) => boolean; done: (item: T) => void }[] = []
  const find = (fits: (item: T) => boolean) => {
    const index = items.findIndex(fits)
    if (index !== -1) return Promise.resolve(items.splice(index, 1)[0] as T)
    return new Promise<T>((done) => waiting.push({ fits, done }))
  }
  return {
    put(item) {
      const index = waiting.findIndex(({ fits }) => fits(item))
      if (index === -1) items.push(item)
      else waiting.splice(index, 1)[0]?.done(item)
    },
    take: () => find(() => true),
    find,
    items,
  }
}
