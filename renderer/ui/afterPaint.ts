/** Leaves for after the next paint what would only delay it. */
import { useEffect, useState } from 'react'

/** A window nobody sees is not painted: there the task runs after this long, in milliseconds. */
const unseenMs = 100

/** Runs the task right after the next paint, unless taken back before. Returns how to take it back. */
export function afterPaint(task: () => void): () => void {
  let timer = setTimeout(task, unseenMs)
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer)
    timer = setTimeout(task)
  })
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}

/** The value as it was at the last paint: what shows it is drawn a frame behind the rest of the page. */
export function useAfterPaint<T>(value: T): T {
  const [painted, setPainted] = useState(value)
  useEffect(
    () => (Object.is(painted, value) ? undefined : afterPaint(() => setPainted(value))),
    [painted, value],
  )
  return painted
}

export interface Readable<S> {
  getState(): S
  subscribe(listener: () => void): () => void
}

/**
 * What is selected as it was at the last paint. Unlike `useAfterPaint`, whoever shows it is not drawn at all in the frame
 * that brings something new. `select` must be the same function at every call, and its value the same object while nothing
 * has changed.
 */
export function usePainted<S, T>(store: Readable<S>, select: (state: S) => T): T {
  const [painted, setPainted] = useState(() => select(store.getState()))
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is painted is where it begins, and follows from here
  useEffect(() => {
    let shown = painted
    let cancel: (() => void) | null = null
    const look = (): void => {
      cancel = null
      shown = select(store.getState())
      setPainted(() => shown)
    }
    const ask = (): void => {
      if (cancel === null && !Object.is(select(store.getState()), shown)) cancel = afterPaint(look)
    }
    ask()
    const stop = store.subscribe(ask)
    return () => {
      stop()
      cancel?.()
    }
  }, [store, select])
  return painted
}
