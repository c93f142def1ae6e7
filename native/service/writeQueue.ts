/** The one writer of a device: one write at a time, the last state of each report wins, a stuck write ends it. */
import type { HeadsetFailure } from '#contract/headset'
import type { Clock } from '#contract/time'
import type { OutputReport } from '#native/report/encodeLights'
import { toHex } from '#native/report/hex'
import type { HidAnswer } from '#native/transport'

export interface WriteQueueParts {
  write(bytes: Uint8Array): Promise<HidAnswer<null>>
  sendFeature(bytes: Uint8Array): Promise<HidAnswer<null>>
  readonly clock: Clock
  /** A write that takes longer counts as stuck. */
  readonly timeoutMs: number
  onWritten(direction: 'out' | 'feature', bytes: Uint8Array): void
  /** After `write-timed-out` and `gone` the queue takes nothing more. */
  onFailure(failure: HeadsetFailure, detail: string): void
}

export interface WriteQueue {
  push(reports: readonly OutputReport[]): void
  pushFeature(bytes: Uint8Array): void
  /** Settles when nothing is left to write, at the latest when a write is given up. */
  idle(): Promise<void>
  close(): void
}

interface Waiting {
  readonly direction: 'out' | 'feature'
  readonly bytes: Uint8Array
  readonly force: boolean
}

export function createWriteQueue(parts: WriteQueueParts): WriteQueue {
  const waiting = new Map<string, Waiting>()
  const sent = new Map<string, string>()
  const idlers = new Set<() => void>()
  let busy = false
  let closed = false

  const finish = (): void => {
    for (const resolve of idlers) resolve()
    idlers.clear()
  }
  const giveUp = (): void => {
    closed = true
    waiting.clear()
    finish()
  }

  /** The next report worth writing, taken out of the queue. */
  const next = (): readonly [string, Waiting] | null => {
    for (const [key, each] of waiting) {
      waiting.delete(key)
      // A light the device was never told of is off.
      const told =
        sent.get(key) ?? toHex(new Uint8Array(each.bytes.length).fill(0).with(0, each.bytes[0] ?? 0))
      if (each.force || told !== toHex(each.bytes)) return [key, each]
    }
    return null
  }

  const settle = (key: string, each: Waiting, answer: HidAnswer<null>): void => {
    if (answer.ok) {
      parts.onWritten(each.direction, each.bytes)
      return
    }
    // Nobody knows what the device shows now: the next write of this report must not be left out.
    sent.set(key, 'unknown')
    if (answer.failure === 'gone') giveUp()
    parts.onFailure(answer.failure, answer.detail)
  }

  const run = async (): Promise<void> => {
    busy = true
    for (let entry = next(); entry !== null && !closed; entry = next()) {
      const [key, each] = entry
      if (each.direction === 'out') sent.set(key, toHex(each.bytes))
      const answer = await withTimeout(each)
      if (answer === null) {
        giveUp()
        parts.onFailure('write-timed-out', `no answer within ${parts.timeoutMs} ms`)
      } else settle(key, each, answer)
    }
    busy = false
    finish()
  }

  /** null when the write does not come back. */
  const withTimeout = (each: Waiting): Promise<HidAnswer<null> | null> =>
    new Promise((resolve) => {
      const cancel = parts.clock.after(parts.timeoutMs, () => resolve(null))
      const write = each.direction === 'out' ? parts.write(each.bytes) : parts.sendFeature(each.bytes)
      void write.then((answer) => {
        cancel()
        resolve(answer)
      })
    })

  const add = (key: string, entry: Waiting): void => {
    if (closed) return
    const force = entry.force || waiting.get(key)?.force === true
    // Deleted first, so that it moves to the end: the order of the last plan counts.
    waiting.delete(key)
    waiting.set(key, { ...entry, force })
    if (!busy) void run()
  }

  return {
    push(reports) {
      for (const { reportId, bytes, force } of reports)
        add(`out${reportId}`, { direction: 'out', bytes, force })
    },
    pushFeature(bytes) {
      add(`feature${bytes[0] ?? 0}`, { direction: 'feature', bytes, force: true })
    },
    idle() {
      return new Promise((resolve) => {
        if (closed || (!busy && waiting.size === 0)) resolve()
        else idlers.add(resolve)
      })
    },
    close: giveUp,
  }
}
