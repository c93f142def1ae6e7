/** Keeps the gateway's live stream whole, so that every listener, early or late, sees a snapshot and no gap. */
import {
  applyChanges,
  type Centre,
  judgeMessage,
  type LiveMessage,
  type LivePosition,
} from '#contract/centre'
import type { Clock } from '#contract/time'

export interface LiveKeeper {
  /** Where the stream stands; null before the first snapshot. */
  readonly position: LivePosition | null
  /** The model after the last message; null before the first snapshot, and from a gap to the next one. */
  readonly centre: Centre | null
  /** Takes a message in and passes it on. `gap`: it was dropped, a new snapshot is needed. */
  accept(message: LiveMessage): 'applied' | 'stale' | 'gap'
  /** Forgets everything: another person sees another centre. */
  reset(): void
  /** A snapshot at once when one is known, then every message in order. */
  onLive(listener: (message: LiveMessage) => void): () => void
}

interface Kept {
  readonly position: LivePosition
  readonly centre: Centre
  /** The gateway's clock in the last message, and ours when it came. */
  readonly atMs: number
  readonly heardAtMs: number
}

export function createLiveKeeper(clock: Clock): LiveKeeper {
  let kept: Kept | null = null
  const listeners = new Set<(message: LiveMessage) => void>()

  return {
    get position() {
      return kept?.position ?? null
    },
    get centre() {
      return kept?.centre ?? null
    },
    accept(message) {
      const verdict = judgeMessage(kept?.position ?? null, message)
      if (verdict === 'stale') return 'stale'
      const next = verdict === 'apply' ? applyMessage(kept, message, clock.nowMs()) : null
      if (next === null) {
        kept = null
        return 'gap'
      }
      kept = next
      for (const listener of [...listeners]) listener(message)
      return 'applied'
    },
    reset() {
      kept = null
    },
    onLive(listener) {
      listeners.add(listener)
      if (kept !== null) listener(toSnapshot(kept, clock.nowMs()))
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

function applyMessage(kept: Kept | null, message: LiveMessage, nowMs: number): Kept | null {
  const stamp = { position: message.position, atMs: message.atMs, heardAtMs: nowMs }
  if (message.kind === 'snapshot') return { ...stamp, centre: message.centre }
  if (kept === null) return null
  const centre = message.kind === 'delta' ? applyChanges(kept.centre, message.changes) : kept.centre
  return { ...stamp, centre }
}

/** The present as a snapshot, stamped with what the gateway's clock must show now. */
function toSnapshot(kept: Kept, nowMs: number): LiveMessage {
  const atMs = kept.atMs + Math.max(0, nowMs - kept.heardAtMs)
  return { kind: 'snapshot', position: kept.position, atMs, centre: kept.centre }
}
