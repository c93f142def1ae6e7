/** A stream of the bridge as the test tells it: each reader hears what is put, and what was kept for it. */

export interface Stream<T> {
  /** Tells every reader, and keeps it for the next one. */
  put(value: T): void
  /** Tells the readers there are, and nobody later. */
  tell(value: T): void
  /** What the next reader is told first. */
  keep(values: readonly T[]): void
  /** Readers that are open now. */
  readonly readers: number
  read(signal: AbortSignal | undefined): AsyncGenerator<T>
}

/** `keep` says what a new reader is told first: nothing, the last value, or everything so far. */
export function createStream<T>(keep: 'last' | 'all', first: readonly T[] = []): Stream<T> {
  let kept = [...first]
  const readers = new Set<(value: T) => void>()
  const tell = (value: T) => {
    for (const reader of readers) reader(value)
  }
  return {
    put(value) {
      kept = keep === 'last' ? [value] : [...kept, value]
      tell(value)
    },
    tell,
    keep(values) {
      kept = [...values]
    },
    get readers() {
      return readers.size
    },
    async *read(signal) {
      const waiting = [...kept]
      let wake: () => void = () => undefined
      const reader = (value: T) => {
        waiting.push(value)
        wake()
      }
      readers.add(reader)
      signal?.addEventListener('abort', () => wake())
      try {
        while (signal?.aborted !== true) {
          const next = waiting.shift()
          if (next !== undefined) yield next
          else await new Promise<void>((resolve) => (wake = resolve))
        }
      } finally {
        readers.delete(reader)
      }
    },
  }
}
