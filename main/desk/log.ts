/** The desk's log: one JSON line per change of state, on disk in the profile, with secrets and numbers masked. */
import { mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Logger, pino, stdSerializers } from 'pino'

export type Log = Logger

/** Keys whose values never reach a log, at the top or one level down. */
const secretKeys = ['password', 'token', 'sip', 'cookie', 'authorization', 'key']

/**
 * A telephone number in running text: seven or more digits, Persian and Arabic ones too, with or without a plus, and what
 * people put between them (E.123): a space of any width, a dash, brackets, a slash, a mark of direction. A day of the
 * calendar is taken first, so that it stays.
 */
const phoneNumber =
  /(?<day>\b\d{4}-\d\d-\d\d(?!\d))|\+?(?:[\d۰-۹٠-٩][\s()/\u2010-\u2015\u200c\u200e\u200f\u202a-\u202e\u2066-\u2069-]{0,3}){6,}[\d۰-۹٠-٩]/g

const notDialled = /[^\d۰-۹٠-٩+]/g

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
      formatters: { log: (fields) => maskFields(fields, 0) },
      serializers: { err: (error: Error) => maskFields(stdSerializers.err(error), 0) },
      hooks: {
        // What is said in words may hold a number too.
        logMethod(args, method) {
          method.apply(
            this,
            args.map((each) => (typeof each === 'string' ? maskNumbers(each) : each)) as typeof args,
          )
        },
      },
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

/** What ties lines together, or names a file: such ids may be long digits, and no number of a person stands in them. */
const idKeys = new Set([
  'callId',
  'sipCallId',
  'monitorId',
  'reference',
  'path',
  'file',
  'time',
  'nextTryAtMs',
])

/** Nothing that is logged lies deeper. */
const deepest = 4

/** Every text of the fields with its numbers masked; fields that are no text stay as they are. */
function maskFields<T extends object>(fields: T, depth: number): T {
  const masked = Object.entries(fields).map(([key, value]) => [
    key,
    idKeys.has(key) ? value : mask(value, depth),
  ])
  return Object.fromEntries(masked) as T
}

function mask(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return maskNumbers(value)
  if (Array.isArray(value)) return depth < deepest ? value.map((each) => mask(each, depth + 1)) : '…'
  const isPlain = typeof value === 'object' && value !== null && !(value instanceof Error)
  if (!isPlain) return value
  return depth < deepest ? maskFields(value, depth + 1) : '…'
}

/** Text that may hold a caller's number, with all but its last two digits hidden. */
export function maskNumbers(text: string): string {
  return text.replace(phoneNumber, (found, day: string | undefined) => {
    if (day !== undefined) return day
    const digits = found.replace(notDialled, '')
    return `${'•'.repeat(digits.length - 2)}${digits.slice(-2)}`
  })
}
