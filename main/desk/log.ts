/** The desk's log: one JSON line per change of state, on disk in the profile, with secrets and numbers masked. */
import { mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'

export type Log = Logger

/** Keys whose values never reach a log, at the top or one level down. */
const secretKeys = ['password', 'token', 'sip', 'cookie', 'authorization', 'key']

/** A telephone number in running text: seven or more digits, with or without a plus. */
const phoneNumber = /\+?\d{7,}/g

const longLogBytes = 5 * 1024 * 1024

export interface LogOptions {
  /** Folder of the log file; null writes to standard error. */
  readonly folder: string | null
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

/** Creates the log; a folder that cannot be written is answered with a log on standard error. */
export function createLog({ folder, level }: LogOptions): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`]), censor: '[secret]' },
    },
    openDestination(folder),
  )
}

function openDestination(folder: string | null) {
  if (folder === null) return pino.destination(2)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const dest = join(folder, 'desk.log')
    putAwayWhenLong(dest)
    return pino.destination({ dest, append: true, sync: true, mode: 0o600 })
  } catch {
    return pino.destination(2)
  }
}

/** At a start, a log of 5 MB becomes `desk.old.log` in place of the one before. */
function putAwayWhenLong(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size > longLogBytes) renameSync(path, path.replace(/log$/, 'old.log'))
}

/** Text that may hold a caller's number, with all but its last two digits hidden. */
export function maskNumbers(text: string): string {
  return text.replace(phoneNumber, (digits) => `${'•'.repeat(digits.length - 2)}${digits.slice(-2)}`)
}
