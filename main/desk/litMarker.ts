/** Remembers in a file that headset lights are on, so that a desk that was killed in a call puts them out next time. */
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import type { Log } from '#main/desk/log'
import type { LitMarker } from '#native/headsetService'

/** `path` is a file of the profile; it is there while lights are on. A disk that refuses costs only the memory. */
export function createLitMarker(path: string, log: Log): LitMarker {
  return {
    wasLit: existsSync(path),
    setLit(lit) {
      try {
        if (lit) writeFileSync(path, '', { mode: 0o600 })
        else rmSync(path, { force: true })
      } catch (error) {
        log.warn({ err: error }, 'it cannot be kept whether headset lights are on')
      }
    },
  }
}
