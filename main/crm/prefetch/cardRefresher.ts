/** Asks the CRM about callers within this desk's budget: the nearest first, each once while they are here, never in a storm. */
import type { CallId } from '#contract/ids'
import type { Clock } from '#contract/time'
import { type CrmAnswer, type CrmProblem, hasProblem } from '#main/crm/connector/crmAnswer'
import type { Ask } from '#main/crm/prefetch/likelyCallers'
import type { CacheWriter } from '#main/crm/sync/cacheWriter'
import type { Log } from '#main/desk/log'

export interface CardRefresherOptions {
  readonly writer: Pick<CacheWriter, 'can' | 'refresh'>
  /** The cache holds what the CRM says of this caller now. */
  readonly onFresh: (ask: Ask, atMs: number) => void
  readonly clock: Clock
  /** 0 to 1. */
  readonly random: () => number
  readonly log: Log
}

export interface CardRefresher {
  /** Whom to ask about, all of them: who is not among them any more is let go. */
  want(asks: readonly Ask[]): void
  /** When the CRM was asked about this call; null where it was not, or has not answered. */
  freshAtMs(callId: CallId): number | null
  end(): void
}

/** What one desk may ask in a second, and how much of it at once. */
const asksPerSecond = 4
const mostAtOnce = 8
/** Asked and not answered yet. */
const mostOpen = 4
const answerWithinMs = 5000
/** The likeliest desk asks at once, the last of those that may within this time. */
const spreadMs = 500
/** Desks of the same turn do not ask in the same instant. */
const jitterMs = 80
/** A caller who still waits after this time is asked about again. */
const againAfterMs = 120_000
const mostTries = 3
const firstPauseMs = 2000
const longestPauseMs = 60_000

interface Tracked {
  readonly ask: Ask
  readonly dueAtMs: number
  readonly tries: number
  readonly isOpen: boolean
  readonly freshAtMs: number | null
}

export function createCardRefresher(options: CardRefresherOptions): CardRefresher {
  const { writer, onFresh, clock, random, log } = options
  const tracked = new Map<CallId, Tracked>()
  let budget = mostAtOnce
  let budgetAtMs = clock.nowMs()
  let open = 0
  let pausedUntilMs = 0
  let pauses = 0
  let cancelTimer: (() => void) | null = null
  let isEnded = false

  const wake = (inMs: number): void => {
    cancelTimer?.()
    cancelTimer = clock.after(Math.max(1, Math.ceil(inMs)), review)
  }

  const review = (): void => {
    cancelTimer?.()
    cancelTimer = null
    if (isEnded || !writer.can.lookup) return
    const nowMs = clock.nowMs()
    budget = Math.min(mostAtOnce, budget + (Math.max(0, nowMs - budgetAtMs) / 1000) * asksPerSecond)
    budgetAtMs = nowMs
    const waiting = [...tracked.values()]
      .filter(({ isOpen, tries }) => !isOpen && tries < mostTries)
      .toSorted((a, b) => a.ask.share - b.ask.share || a.dueAtMs - b.dueAtMs)
    let nextAtMs = Number.POSITIVE_INFINITY
    for (const each of waiting) {
      const dueAtMs = Math.max(each.dueAtMs, pausedUntilMs)
      if (dueAtMs > nowMs) nextAtMs = Math.min(nextAtMs, dueAtMs)
      // An answer that comes in looks again. A CRM that was in trouble is tried with one.
      else if (open >= (pauses > 0 ? 1 : mostOpen)) break
      else if (budget < 1) nextAtMs = Math.min(nextAtMs, nowMs + ((1 - budget) / asksPerSecond) * 1000)
      else void send(each)
    }
    if (nextAtMs < Number.POSITIVE_INFINITY) wake(nextAtMs - nowMs)
  }

  const send = async (each: Tracked): Promise<void> => {
    const { ask } = each
    tracked.set(ask.callId, { ...each, isOpen: true })
    budget -= 1
    open += 1
    const askedAtMs = clock.nowMs()
    const answer = await writer.refresh({ number: ask.number }, answerWithinMs).catch(surprise)
    open -= 1
    if (isEnded) return
    const now = tracked.get(ask.callId)
    if (answer.ok) {
      pauses = 0
      if (now !== undefined) {
        const dueAtMs = clock.nowMs() + againAfterMs
        tracked.set(ask.callId, { ...now, isOpen: false, tries: 0, dueAtMs, freshAtMs: askedAtMs })
        onFresh(ask, askedAtMs)
      }
    } else {
      hold(answer.problem)
      const dueAtMs = clock.nowMs() + firstPauseMs
      if (now !== undefined) tracked.set(ask.callId, { ...now, isOpen: false, tries: now.tries + 1, dueAtMs })
    }
    review()
  }

  const surprise = (error: unknown): CrmAnswer<never> => {
    log.error({ err: error }, 'The connector failed')
    return hasProblem('nonsense', 'The connector failed')
  }

  /** A CRM in trouble is left alone, ever longer; an answer that is none may be this caller's alone. */
  const hold = ({ kind, retryAfterMs, detail }: CrmProblem): void => {
    if (kind === 'nonsense' || kind === 'rejected' || kind === 'timed-out') return
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(pauses, 10))
    const drawnMs = Math.floor(pauseMs * (0.5 + random() / 2))
    pausedUntilMs = clock.nowMs() + Math.max(drawnMs, Math.min(retryAfterMs ?? 0, longestPauseMs * 10))
    if (pauses === 0) log.warn({ why: kind, detail }, 'Cards are not refreshed for now')
    pauses += 1
  }

  return {
    want(asks) {
      const wanted = new Set(asks.map(({ callId }) => callId))
      for (const callId of tracked.keys()) if (!wanted.has(callId)) tracked.delete(callId)
      for (const ask of asks) {
        const known = tracked.get(ask.callId)
        if (known === undefined) {
          const dueAtMs = clock.nowMs() + toDelayMs(ask, random)
          tracked.set(ask.callId, { ask, dueAtMs, tries: 0, isOpen: false, freshAtMs: null })
        } else if (ask.share < known.ask.share) {
          // They have come nearer: what waited for its turn goes sooner, what was asked stays as it is.
          const isAsked = known.freshAtMs !== null || known.tries > 0
          const dueAtMs = isAsked
            ? known.dueAtMs
            : Math.min(known.dueAtMs, clock.nowMs() + toDelayMs(ask, random))
          tracked.set(ask.callId, { ...known, ask, dueAtMs })
        }
      }
      review()
    },
    freshAtMs: (callId) => tracked.get(callId)?.freshAtMs ?? null,
    end() {
      isEnded = true
      cancelTimer?.()
      tracked.clear()
    },
  }
}

/** Whoever rings, or is talked to, is not kept waiting. */
function toDelayMs({ share }: Ask, random: () => number): number {
  return share === 0 ? 0 : share * spreadMs + random() * jitterMs
}
