/** Says how many desks may ask the CRM about one caller of a queue, by how many callers come. */
import type { Centre } from '#contract/centre'
import type { CallId, QueueId } from '#contract/ids'

export interface QueuePace {
  /** A new state of the floor. */
  see(centre: Centre, nowMs: number): void
  /** At least `fewestDesks`; the same at every desk that sees the same queue, without a word between them. */
  desksFor(queueId: QueueId, nowMs: number): number
}

/** What one queue may ask of the CRM in a second, all its desks together. */
const asksPerSecond = 10
/** The strategy may pass over the likeliest, and a likely one may be called away. */
const fewestDesks = 3
const watchedMs = 60_000

export function createQueuePace(): QueuePace {
  const arrivals = new Map<QueueId, number[]>()
  let known: ReadonlySet<CallId> = new Set()
  let sinceMs: number | null = null
  return {
    see(centre, nowMs) {
      const ids = new Set<CallId>()
      for (const { id, queueId, state, queuedAtMs } of centre.calls) {
        if (queueId === null || state.kind !== 'waiting') continue
        ids.add(id)
        if (known.has(id)) continue
        // Those found at the sign-in came when they came; the gateway's clock is near enough.
        const atMs = sinceMs === null ? Math.min(queuedAtMs ?? nowMs, nowMs) : nowMs
        arrivals.set(
          queueId,
          [...(arrivals.get(queueId) ?? []), atMs].filter((each) => nowMs - each < watchedMs),
        )
      }
      known = ids
      sinceMs ??= nowMs
    },
    desksFor(queueId, nowMs) {
      const recent = (arrivals.get(queueId) ?? []).filter((each) => nowMs - each < watchedMs).length
      const perSecond = Math.max(1, recent) / (watchedMs / 1000)
      return Math.max(fewestDesks, Math.floor(asksPerSecond / perSecond))
    },
  }
}
