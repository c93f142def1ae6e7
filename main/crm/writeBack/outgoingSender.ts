/** Writes an agent's records into the CRM: one at a time, in order for each person, tried again for as long as it takes. */
import type { Clock } from '#contract/time'
import { type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import type { CacheWriter } from '#main/crm/sync/cacheWriter'
import { type Outgoing, toDueInMs, toHeads, toOutcome } from '#main/crm/writeBack/outgoing'
import type { OutgoingStore } from '#main/crm/writeBack/outgoingStore'
import type { Log } from '#main/desk/log'

export interface OutgoingSenderOptions {
  readonly store: Pick<OutgoingStore, 'all' | 'put' | 'close'>
  readonly writer: Pick<CacheWriter, 'writeActivity'>
  /** Whether the agent is signed in here and the CRM takes records. */
  readonly isReady: () => boolean
  /** Something about the records has changed. */
  readonly onChange: () => void
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
}

export interface OutgoingSender {
  /** Looks whether something can be sent now: there is a new record, the agent is back, the CRM is. */
  review(): void
  /** A person says so: whatever pauses for the CRM's sake pauses no longer. */
  hurry(): void
  end(): void
}

/** A CRM that has not answered a small record in this time does not answer it. */
const answerWithinMs = 30_000

/**
 * resting ──a record is due──▶ sending ──answered──▶ resting
 * A trouble of the CRM itself pauses everybody's records; one of a record pauses its person's.
 */
export function createOutgoingSender(options: OutgoingSenderOptions): OutgoingSender {
  const { store, writer, clock, random, log } = options
  let isSending = false
  let isEnded = false
  let pausedUntilMs = 0
  let cancelTimer: (() => void) | null = null

  const review = (): void => {
    cancelTimer?.()
    cancelTimer = null
    if (isSending || isEnded || !options.isReady()) return
    const next = findNext(store.all, clock.nowMs(), pausedUntilMs)
    if (next === null) return
    if (next.dueInMs > 0) cancelTimer = clock.after(next.dueInMs, review)
    else void send(next.outgoing)
  }

  const send = async (outgoing: Outgoing): Promise<void> => {
    isSending = true
    const answer = await writer.writeActivity(outgoing.activity, answerWithinMs).catch(surprise)
    isSending = false
    if (isEnded) return
    settle(outgoing, toOutcome(outgoing, answer, clock.nowMs(), random))
    options.onChange()
    review()
  }

  /** A fault of ours is no reason to stop: the record is tried again like any other. */
  const surprise = (error: unknown): CrmAnswer<null> => {
    log.error({ err: error }, 'The connector failed')
    return hasProblem('nonsense', 'The connector failed; the log of this desk says how')
  }

  const settle = (sent: Outgoing, outcome: ReturnType<typeof toOutcome>): void => {
    const { activityId, callId } = sent.activity
    // Dropped by hand, or forgotten, while it was on its way.
    if (!store.all.some(({ activity }) => activity.activityId === activityId)) return
    if (outcome.kind === 'written') {
      pausedUntilMs = 0
      store.close(activityId)
      return
    }
    const { problem, nextTryAtMs } = outcome.outgoing
    if (outcome.isEverybodys) pausedUntilMs = nextTryAtMs
    store.put(outcome.outgoing)
    log.warn(
      { callId, why: problem?.kind, detail: problem?.detail, nextTryAtMs },
      'A record waits for the CRM',
    )
  }

  return {
    review,
    hurry() {
      pausedUntilMs = 0
      review()
    },
    end() {
      isEnded = true
      cancelTimer?.()
    },
  }
}

/** The record that can go first, and in how many milliseconds; the oldest of those that can go now. */
function findNext(
  all: readonly Outgoing[],
  nowMs: number,
  pausedUntilMs: number,
): { readonly outgoing: Outgoing; readonly dueInMs: number } | null {
  let next: { outgoing: Outgoing; dueInMs: number } | null = null
  for (const outgoing of toHeads(all)) {
    const dueInMs = Math.max(
      toDueInMs(outgoing, nowMs),
      toDueInMs({ ...outgoing, nextTryAtMs: pausedUntilMs }, nowMs),
    )
    if (next === null || dueInMs < next.dueInMs) next = { outgoing, dueInMs }
  }
  return next
}
