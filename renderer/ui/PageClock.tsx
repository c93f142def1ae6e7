/** One tick for the whole page: every running figure is written again in the same frame, once a second. */
import { createContext, type ReactNode, use, useSyncExternalStore } from 'react'

/** Gateway clock minus page clock, in milliseconds. */
const OffsetContext = createContext(0)

export function PageClock({
  offsetMs,
  children,
}: {
  readonly offsetMs: number
  readonly children: ReactNode
}) {
  return <OffsetContext value={offsetMs}>{children}</OffsetContext>
}

/** `gateway` for stamps of the live model, `page` for stamps made on this machine. */
export type ClockName = 'gateway' | 'page'

/** Now by the clock named, renewed every second, or every `stepMs` for what is told in minutes and days. */
export function useNowMs(clock: ClockName, stepMs = 1000): number {
  const offsetMs = use(OffsetContext)
  const nowMs = useSyncExternalStore(listen, () => toStep(readNow(), stepMs))
  return clock === 'gateway' ? nowMs + offsetMs : nowMs
}

function toStep(nowMs: number, stepMs: number): number {
  return stepMs <= 1000 ? nowMs : Math.floor(nowMs / stepMs) * stepMs
}

const listeners = new Set<() => void>()
let tickedAtMs = 0
let stop: (() => void) | null = null

/** The same value for everyone within a tick, as React demands of a snapshot. */
function readNow(): number {
  if (stop === null || tickedAtMs === 0) return Math.floor(Date.now() / 1000) * 1000
  return tickedAtMs
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  if (stop === null) stop = start()
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0 || stop === null) return
    stop()
    stop = null
  }
}

function start(): () => void {
  tickedAtMs = Date.now()
  const timer = setInterval(() => {
    tickedAtMs = Date.now()
    for (const listener of listeners) listener()
  }, 1000)
  return () => clearInterval(timer)
}
