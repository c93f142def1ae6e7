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
