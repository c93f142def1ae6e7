/** Watches for devices coming and going, without asking the system more often than it can bear. */
import type { HeadsetFailure } from '#contract/headset'
import type { Clock } from '#contract/time'
import { groupPaths, type HidGroup } from '#native/service/groupPaths'
import type { HeadsetTransport } from '#native/transport'

export interface DiscoveryParts {
  readonly transport: HeadsetTransport
  readonly clock: Clock
  /** The devices that have been there long enough to be opened, all of them each time. */
  onDevices(groups: readonly HidGroup[]): void
  /** Told once, until listing works again. */
  onFailure(failure: HeadsetFailure, detail: string): void
  onChange(): void
}

export interface Discovery {
  start(): void
  readonly failure: HeadsetFailure | null
  hint(): void
  close(): Promise<void>
}

/** Between two listings. */
const pollMs = 3000
/** A device just plugged in is not ready at once. */
const settleMs = 2000
/** Hints come in swarms, for a headset brings several audio devices; so many may share one listing. */
const hintMs = 1000

export function createDiscovery(parts: DiscoveryParts): Discovery {
  const { clock } = parts
  /** When each device was first seen; what was there at the start counts as settled. */
  const seenAtMs = new Map<string, number>()
  let isFirst = true
  let failure: HeadsetFailure | null = null
  let closed = false
  let running: Promise<void> | null = null
  let cancel: (() => void) | null = null
  let hinted = false

  const schedule = (delayMs: number): void => {
    cancel?.()
    if (!closed) cancel = clock.after(delayMs, poll)
  }

  const poll = (): void => {
    if (running !== null) return
    hinted = false
    running = look().finally(() => {
      running = null
      schedule(hinted ? hintMs : nextDelayMs())
    })
  }

  /** Sooner than the next poll when a new device will have settled before it. */
  const nextDelayMs = (): number => {
    const now = clock.nowMs()
    const settling = [...seenAtMs.values()].map((atMs) => atMs + settleMs - now).filter((ms) => ms > 0)
    return Math.min(pollMs, ...settling)
  }

  const look = async (): Promise<void> => {
    const answer = await parts.transport.list()
    if (closed) return
    if (!answer.ok) {
      if (failure !== answer.failure) parts.onFailure(answer.failure, answer.detail)
      failure = answer.failure
      parts.onChange()
      return
    }
    const recovered = failure !== null
    failure = null
    parts.onDevices(settled(groupPaths(answer.value)))
    if (recovered) parts.onChange()
  }

  const settled = (groups: readonly HidGroup[]): HidGroup[] => {
    const now = clock.nowMs()
    const present = new Set(groups.map((group) => group.instance))
    for (const instance of seenAtMs.keys()) if (!present.has(instance)) seenAtMs.delete(instance)
    for (const instance of present) {
      if (!seenAtMs.has(instance)) seenAtMs.set(instance, isFirst ? now - settleMs : now)
    }
    isFirst = false
    return groups.filter((group) => {
      const waitedMs = now - (seenAtMs.get(group.instance) ?? now)
      // A wall clock set back must not keep a device waiting for hours.
      return waitedMs >= settleMs || waitedMs < 0
    })
  }

  return {
    start: poll,
    get failure() {
      return failure
    },
    hint() {
      if (!hinted && running === null) schedule(hintMs)
      hinted = true
    },
    async close() {
      closed = true
      cancel?.()
      await running
    },
  }
}
