/** Reads a switch beside the running model: at the start, after a gap, and every minute to prove that they agree. */
import type { Logger } from 'pino'
import { type Failure, toFailure } from '#contract/failure'
import type { Clock } from '#contract/time'
import type { AmiConnection } from '#gateway/asterisk/ami/amiConnection'
import type { AmiMessage } from '#gateway/asterisk/ami/amiMessage'
import type { Fact } from '#gateway/asterisk/events/fact'
import { createTracker, type Tracker } from '#gateway/asterisk/events/tracker'
import { compareModels, hasNewPriority } from '#gateway/asterisk/link/compareModels'
import type { CentrePlan } from '#gateway/asterisk/link/plan'
import { type Reading, readSwitch } from '#gateway/asterisk/link/readSwitch'
import { toReadingFacts } from '#gateway/asterisk/link/toReadingFacts'
import { toRecorderFacts } from '#gateway/asterisk/link/toRecorderFacts'

export interface Drift {
  /** Comparisons of the running model with a new reading. */
  readonly checks: number
  /** Differences found in them, twice in a row; each is an event lost or misread. Must stay 0. */
  readonly differences: number
}

export type ResyncReason =
  | 'connected'
  | 'reload'
  | 'minute'
  | 'flood'
  | 'error'
  | 'asked'
  | 'reorder'
  | 'doubt'

export interface Resync {
  readonly drift: Drift
  begin(reason: ResyncReason): void
  /** Whether the event was about the reading and says nothing of calls. */
  hear(message: AmiMessage, atMs: number): boolean
  record(fact: Fact): void
  stop(): void
}

/** Of a reading, besides the model. */
export interface ReadAbout {
  readonly version: string
  readonly systemName: string | null
  readonly channels: readonly AmiMessage[]
}

export interface ResyncOptions {
  readonly plan: CentrePlan
  readonly clock: Clock
  readonly log: Logger
  newToken(): string
  connectionNow(): AmiConnection | null
  trackerNow(): Tracker | null
  take(read: Tracker, isNews: boolean, about: ReadAbout): void
  onFailed(failure: Failure): void
}

interface Run {
  readonly reason: ResyncReason
  readonly token: string
  readonly facts: Fact[]
  reading: Reading | null
  cancelFence: () => void
}

const everyMs = 60_000
const fenceTimeoutMs = 5000
/** Registrations travel on a way of their own in a switch, and may come behind the fence. */
const doubtMs = 500

export function createResync(options: ResyncOptions): Resync {
  const { plan, clock, log } = options
  const queues = plan.queues.map(({ id }): string => id)
  let run: Run | null = null
  /** Asked for while another was under way. */
  let next: ResyncReason | null = null
  let doubts: ReadonlyMap<string, string> = new Map()
  let drift: Drift = { checks: 0, differences: 0 }
  let cancelMinute = () => {}

  function begin(reason: ResyncReason): void {
    if (run !== null && reason !== 'connected' && reason !== 'flood') {
      next ??= reason
      return
    }
    run?.cancelFence()
    cancelMinute()
    const mine: Run = { reason, token: options.newToken(), facts: [], reading: null, cancelFence: () => {} }
    run = mine
    read(mine).catch((error: unknown) => {
      log.error({ err: error }, 'reading Asterisk broke')
      fail(mine, toFailure('internal'))
    })
  }

  async function read(mine: Run): Promise<void> {
    const connection = options.connectionNow()
    if (connection === null) return
    const reading = await readSwitch(connection, plan.extensions)
    if (run !== mine) return
    if (!reading.ok) {
      fail(mine, reading.failure)
      return
    }
    mine.reading = reading.value
    // Events that happened before the reading may still be on their way; this one comes back behind them all.
    mine.cancelFence = clock.after(fenceTimeoutMs, () => fail(mine, toFailure('forbidden', 'read=user')))
    const fence = await connection.send('UserEvent', [
      ['UserEvent', 'DeskFence'],
      ['Token', mine.token],
    ])
    if (!fence.ok && run === mine) fail(mine, fence.failure)
  }

  function fail(mine: Run, failure: Failure): void {
    if (run !== mine) return
    mine.cancelFence()
    run = null
    options.onFailed(failure)
  }

  /** Runs at the fence, before any later event is looked at. */
  function finish(mine: Run, reading: Reading, atMs: number): void {
    mine.cancelFence()
    run = null
    const live = options.trackerNow()
    const memories = new Map((live?.memories() ?? []).map(({ channel, memory }) => [channel.id, memory]))
    const tracker = createTracker(plan)
    for (const fact of toReadingFacts(reading, memories, atMs)) tracker.apply(fact)
    const isWatched = mine.reason !== 'connected' && mine.reason !== 'flood'
    if (!isWatched) for (const fact of toRecorderFacts(reading, atMs)) tracker.apply(fact)
    for (const fact of mine.facts) tracker.apply(fact)
    for (const fact of (isWatched && live?.recorders()) || []) tracker.apply(fact)
    // While the switch was away a hold may have ended unheard.
    for (const channel of (isWatched && live?.hiddenHolds()) || [])
      tracker.apply({ kind: 'holdChanged', atMs, channel, isHolding: true, isHidden: true })
    const { version, systemName, channels } = reading
    options.take(tracker, judge(mine, live, tracker), { version, systemName, channels })
    const reason = next
    next = null
    if (reason === 'doubt') cancelMinute = clock.after(doubtMs, () => begin('doubt'))
    else if (reason !== null) begin(reason)
    else cancelMinute = clock.after(everyMs, () => begin('minute'))
  }

  /** A difference counts when a second reading finds it too: in the middle of a change, both may be right. */
  function judge(mine: Run, live: Tracker | null, read: Tracker): boolean {
    if (live === null || mine.reason === 'connected' || mine.reason === 'flood') return true
    const found = compareModels(live, read, queues)
    const isSecond = mine.reason === 'doubt'
    const lasting = [...found].filter(([key, what]) => doubts.get(key) === what)
    if (!isSecond) drift = { ...drift, checks: drift.checks + 1 }
    if (mine.reason === 'reload' || mine.reason === 'reorder')
      return found.size > 0 || hasNewPriority(live, read)
    if (!isSecond) {
      doubts = found
      if (found.size > 0) next ??= 'doubt'
      return false
    }
    doubts = new Map()
    if (lasting.length === 0) return false
    drift = { ...drift, differences: drift.differences + lasting.length }
    log.error(
      { differences: lasting.slice(0, 20) },
      'the live model had drifted from Asterisk and was put right',
    )
    return true
  }

  return {
    get drift() {
      return drift
    },
    begin,
    hear(message, atMs) {
      if (message.name === 'UserEvent') {
        const mine = run
        const isFence = message.get('UserEvent') === 'DeskFence'
        const isMine = mine !== null && isFence && message.get('Token') === mine.token
        if (isMine && mine.reading !== null) finish(mine, mine.reading, atMs)
        return true
      }
      // Queues and endpoints may be others now, and no event says which.
      if (message.name === 'Reload' || message.name === 'FullyBooted') begin('reload')
      return message.name === 'Reload' || message.name === 'FullyBooted'
    },
    record(fact) {
      run?.facts.push(fact)
    },
    stop() {
      run?.cancelFence()
      run = null
      next = null
      cancelMinute()
    },
  }
}
