/** Keeps the last raw reports for support: bytes only, nothing about callers. */
import type { HeadsetKey, HeadsetLogEntry } from '#contract/headset'
import { toHex } from '#native/report/hex'

export interface ReportLog {
  record(atMs: number, key: HeadsetKey, direction: HeadsetLogEntry['direction'], bytes: Uint8Array): void
  /** Oldest first. */
  entries(): HeadsetLogEntry[]
}

const maxBytes = 1024

export function createReportLog(capacity: number): ReportLog {
  interface Kept {
    readonly atMs: number
    readonly key: HeadsetKey
    readonly direction: HeadsetLogEntry['direction']
    readonly bytes: Uint8Array
  }
  const ring: Kept[] = []
  let next = 0
  return {
    record(atMs, key, direction, bytes) {
      ring[next] = { atMs, key, direction, bytes: bytes.slice(0, maxBytes) }
      next = (next + 1) % capacity
    },
    entries() {
      const ordered = [...ring.slice(next), ...ring.slice(0, next)]
      return ordered.map(({ bytes, ...entry }) => ({ ...entry, hex: toHex(bytes) }))
    },
  }
}
