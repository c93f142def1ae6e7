/** Holds the one floor and moves it: PBX events, what happens at the gateway, wrap-ups running out and midnight. */
import type { Logger } from 'pino'
import type { PbxEvent } from '#contract/pbx'
import type { Clock } from '#contract/time'
import { nextDayMs, toDayKey } from '#gateway/localDay'
import { nextDeadlineMs } from '#gateway/model/deskEvents'
import type { Floor } from '#gateway/model/floor'
import type { GatewayEvent } from '#gateway/model/gatewayEvent'
import { reduceGateway, reducePbx } from '#gateway/model/reduce'

export interface LiveCentre {
  readonly floor: Floor
  hear(event: PbxEvent): void
  tell(event: GatewayEvent): void
  /** Called after every step that changed something, in order; a listener may itself tell an event. */
  onStep(listener: (after: Floor, before: Floor) => void): () => void
  close(): void
}

export interface LiveCentreOptions {
  readonly floor: Floor
  readonly clock: Clock
  readonly timeZone: string
  readonly log: Logger
}

export function createLiveCentre({ floor: first, clock, timeZone, log }: LiveCentreOptions): LiveCentre {
  const listeners = new Set<(after: Floor, before: Floor) => void>()
  const queue: ((floor: Floor) => Floor)[] = []
  let floor = first
  let midnightMs = nextDayMs(clock.nowMs(), timeZone)
  let isStepping = false
  let cancelDeadline = () => {}
  let cancelMidnight = () => {}
  let deadlineMs: number | null = null

  /** Steps never nest: what a listener tells waits until the others have heard of the step before. */
  function step(change: (floor: Floor) => Floor): void {
    queue.push(change)
    if (isStepping) return
    isStepping = true
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) apply(next)
    } finally {
      isStepping = false
    }
  }

  function apply(change: (floor: Floor) => Floor): void {
    const before = floor
    try {
      floor = change(before)
    } catch (error) {
      log.error({ err: error }, 'an event broke the live model and was left out')
      return
    }
    if (floor === before) return
    armDeadline()
    for (const listener of listeners) listener(floor, before)
  }

  function armDeadline(): void {
    const next = nextDeadlineMs(floor)
    if (next === deadlineMs) return
    cancelDeadline()
    deadlineMs = next
    if (next === null) return
    cancelDeadline = clock.after(Math.max(0, next - clock.nowMs()), () => {
      deadlineMs = null
      tell({ kind: 'timePassed', atMs: clock.nowMs() })
      armDeadline()
    })
  }

  /** The clock can jump, so the day is looked at with every event too; it never goes back. */
  function checkDay(): void {
    const atMs = clock.nowMs()
    if (atMs < midnightMs) return
    step((now) => reduceGateway(now, { kind: 'dayBegan', day: toDayKey(atMs, timeZone), atMs }))
    armMidnight()
  }

  function armMidnight(): void {
    const atMs = clock.nowMs()
    midnightMs = nextDayMs(atMs, timeZone)
    cancelMidnight()
    cancelMidnight = clock.after(midnightMs - atMs, checkDay)
  }

  function tell(event: GatewayEvent): void {
    checkDay()
    step((now) => reduceGateway(now, event))
  }

  armMidnight()
  armDeadline()
  return {
    get floor() {
      return floor
    },
    hear(event) {
      checkDay()
      step((now) => reducePbx(now, event))
    },
    tell,
    onStep(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      cancelDeadline()
      cancelMidnight()
      listeners.clear()
    },
  }
}
