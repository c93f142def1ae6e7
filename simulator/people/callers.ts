/** The lives of simulated callers: they lose patience, talk for a while, say goodbye and hang up. */
import type { CallId } from '#contract/ids'
import type { PbxEvent } from '#contract/pbx'
import type { Clock } from '#contract/time'

/** What one caller will do. */
export interface CallerPlan {
  /** Waits this long in a queue or alone with music, each time; null for ever. */
  readonly patienceMs: number | null
  /** Talks this long with each person who answers; null until they hang up. */
  readonly talkMs: number | null
}

export interface Callers {
  /** Makes a caller known before the call enters. */
  expect(callId: CallId, plan: CallerPlan): void
  /** What the floor tells of every call; those of nobody here are ignored. */
  handleEvent(event: PbxEvent): void
  /** Everyone stays where they are and does nothing more. */
  close(): void
}

export interface CallersOptions {
  readonly clock: Clock
  /** The caller hangs up. */
  leave(callId: CallId): void
  /** Says goodbye aloud where someone can hear it, then calls `onSaid`; at once where nobody can. */
  sayGoodbye(callId: CallId, onSaid: () => void): void
}

/** How long a caller on hold goes on waiting once they wanted to end, looked at this often. */
const holdCheckMs = 15_000
const holdChecks = 16

interface Life {
  readonly plan: CallerPlan
  /** Who talks with them. */
  readonly talkers: Set<string>
  isHeld: boolean
  cancel: () => void
}

export function createCallers(options: CallersOptions): Callers {
  const lives = new Map<CallId, Life>()

  const after = (life: Life, delayMs: number | null, task: () => void) => {
    life.cancel()
    life.cancel = delayMs === null ? () => {} : options.clock.after(delayMs, task)
  }

  const end = (callId: CallId, life: Life, checksLeft: number) => {
    if (life.isHeld && checksLeft > 0) {
      after(life, holdCheckMs, () => end(callId, life, checksLeft - 1))
      return
    }
    options.sayGoodbye(callId, () => {
      if (lives.get(callId) === life) options.leave(callId)
    })
  }

  const live = (callId: CallId, life: Life, event: PbxEvent) => {
    switch (event.kind) {
      case 'callQueued':
        life.isHeld = false
        life.talkers.clear()
        after(life, life.plan.patienceMs, () => options.leave(callId))
        return
      case 'callUnqueued':
        // Someone who is brought elsewhere is as impatient as before.
        if (event.why === 'timed-out') life.cancel()
        return
      case 'callConnected':
        life.isHeld = false
        life.talkers.add(event.extension)
        after(life, life.plan.talkMs, () => end(callId, life, holdChecks))
        return
      case 'callTransferred':
        life.talkers.delete(event.extension)
        if (life.talkers.size > 0) return
        // Alone with the music: as long as they would wait in a queue.
        life.isHeld = false
        after(life, life.plan.patienceMs, () => options.leave(callId))
        return
      case 'callHeld':
        life.isHeld = true
        return
      case 'callResumed':
        life.isHeld = false
        return
      case 'callEnded':
        life.cancel()
        lives.delete(callId)
        return
    }
  }

  return {
    expect(callId, plan) {
      lives.set(callId, { plan, talkers: new Set(), isHeld: false, cancel: () => {} })
    },
    handleEvent(event) {
      if (!('callId' in event)) return
      const life = lives.get(event.callId)
      if (life !== undefined) live(event.callId, life, event)
    },
    close() {
      for (const life of lives.values()) life.cancel()
      lives.clear()
    },
  }
}
