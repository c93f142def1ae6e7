/** Turns what is told by calls into streams a page can read, without ever holding more than it must. */

/**
 * The newest value at once, then after each change; what changed while the reader was busy is told once. Ends when
 * the signal is aborted.
 */
export async function* streamLatest<T>(
  read: () => T,
  onChange: (listener: () => void) => () => void,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void> {
  const bell = createBell(signal)
  const stop = onChange(bell.ring)
  try {
    for (;;) {
      yield read()
      if (!(await bell.wait())) return
    }
  } finally {
    stop()
    bell.close()
  }
}

/**
 * Every message in order. A reader more than `limit` messages behind is cut off: the stream ends, and the reader
 * begins again with what `subscribe` gives at first.
 */
export async function* streamAll<T>(
  subscribe: (listener: (message: T) => void) => () => void,
  limit: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void> {
  const bell = createBell(signal)
  const waiting: T[] = []
  let isCut = false
  const stop = subscribe((message) => {
    if (waiting.length >= limit) isCut = true
    else waiting.push(message)
    bell.ring()
  })
  try {
    for (;;) {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) yield next
      if (isCut || !(await bell.wait())) return
    }
  } finally {
    stop()
    bell.close()
  }
}

/** Rings are remembered until waited for; `wait` answers false once the signal is aborted. */
function createBell(signal: AbortSignal | undefined) {
  let rung = false
  let wake: (() => void) | null = null
  const ring = (): void => {
    rung = true
    wake?.()
  }
  signal?.addEventListener('abort', ring)
  return {
    ring,
    async wait(): Promise<boolean> {
      // A signal that was aborted before the bell hung here rings no more.
      if (!rung && signal?.aborted !== true) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      rung = false
      wake = null
      return signal?.aborted !== true
    },
    close: () => signal?.removeEventListener('abort', ring),
  }
}
