/** What runs inside the page while the floor is measured; handed over as text, so everything it needs is inside. */

declare global {
  interface Window {
    floorProbe: {
      /** From now on everything is counted. */
      begin(): void
      read(): FloorFigures
    }
  }
}

export interface FloorFigures {
  /** Milliseconds from frame to frame. */
  readonly framesMs: readonly number[]
  /** Long tasks, milliseconds each: over 50 ms by their definition. */
  readonly longTasksMs: readonly number[]
  /** The number shown in the first queue's row, and when the frame that first showed it was painted (epoch, ms). */
  readonly painted: readonly { readonly serial: number; readonly atMs: number }[]
}

/** Watches the first queue's `Offered` figure, frames and long tasks. `column` is that of the figure, from 1. */
export function installFloorProbe(column: number): void {
  /** By the page's own clock; null before. */
  let beganAtMs: number | null = null
  const framesMs: number[] = []
  const longTasksMs: number[] = []
  const painted: { serial: number; atMs: number }[] = []
  let last = 0
  let shown = -1
  const readSerial = (): number => {
    const row = document.querySelector('[role=grid][aria-label=Queues] [aria-rowindex="2"]')
    const cell = row?.querySelector(`:scope > :nth-child(${column})`)
    return Number(cell?.textContent?.replace(/\D/g, '') ?? -1)
  }
  const afterPaint = new MessageChannel()
  afterPaint.port1.onmessage = ({ data }) => {
    if (beganAtMs !== null)
      painted.push({ serial: Number(data), atMs: performance.timeOrigin + performance.now() })
  }
  const look = (atMs: number): void => {
    requestAnimationFrame(look)
    if (beganAtMs !== null && last !== 0) framesMs.push(atMs - last)
    last = atMs
    // Every write of this frame is done by now or follows in it: what the next task finds has been painted.
    queueMicrotask(() => {
      const serial = readSerial()
      if (serial === shown) return
      shown = serial
      afterPaint.port2.postMessage(serial)
    })
  }
  requestAnimationFrame(look)
  // Told some time after they were: those of the heap's reading, just before, are not the page's.
  const note = (entries: PerformanceEntryList): void => {
    for (const { startTime, duration } of entries)
      if (beganAtMs !== null && startTime >= beganAtMs) longTasksMs.push(duration)
  }
  const longTasks = new PerformanceObserver((list) => note(list.getEntries()))
  longTasks.observe({ type: 'longtask' })
  window.floorProbe = {
    begin() {
      beganAtMs = performance.now()
      last = 0
    },
    read() {
      note(longTasks.takeRecords())
      return { framesMs, longTasksMs, painted }
    },
  }
}
