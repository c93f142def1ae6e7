/** Remembers what ended by itself: when, which process, why, and where in the program; never what was in its memory. */
import { z } from 'zod'
import type { Log } from '#main/desk/log'
import { readKept, writeKept } from '#main/store/keptFile'

export const CrashRecord = z.object({
  /** Epoch milliseconds. */
  atMs: z.number().int().nonnegative(),
  version: z.string().max(60),
  process: z.enum(['main', 'page', 'graphics', 'other']),
  /** A word of the system (`oom`, `crashed`), or the kind of error with its code. */
  reason: z.string().regex(/^[A-Za-z][A-Za-z0-9_. -]{0,80}$/),
  /** null where there was none. */
  exitCode: z.number().int().nullable(),
  /** Files of the program with line and column, innermost first: no folders, and nothing of what the error said. */
  at: z.array(z.string().regex(/^[\w.-]{1,80}:\d{1,7}(:\d{1,7})?$/)).max(12),
})
export type CrashRecord = z.infer<typeof CrashRecord>

/** A program that dies in a circle must not fill the disk, nor push out how it began within a day. */
const mostRecords = 20

export interface CrashBook {
  /** On the disk when it returns: the next line may be the last. Never throws. */
  note(crash: Omit<CrashRecord, 'atMs' | 'version'>): void
  /** Oldest first. */
  list(): readonly CrashRecord[]
}

export interface CrashBookOptions {
  /** `crashes.json` of the profile. */
  readonly path: string
  readonly version: () => string
  readonly nowMs: () => number
  readonly log: Log
}

export function createCrashBook({ path, version, nowMs, log }: CrashBookOptions): CrashBook {
  // None yet, or torn by the very crash it was to tell of: the book begins anew.
  const list = (): readonly CrashRecord[] => readKept(path, z.array(CrashRecord)) ?? []
  return {
    list,
    note(crash) {
      const record = CrashRecord.safeParse({ ...crash, atMs: nowMs(), version: version() })
      if (record.success) writeKept(path, [...list(), record.data].slice(-mostRecords), log, 'a crash')
      else log.warn({ err: record.error }, 'a crash is not kept')
    },
  }
}

/** Pure: what of an error may be kept. Its words may quote a caller; its kind and its places do not. */
export function toMainCrash(cause: unknown): Omit<CrashRecord, 'atMs' | 'version'> {
  const error = cause instanceof Error ? cause : null
  const name = toWord(error?.name) ?? 'Thrown'
  const code = toWord(error !== null && 'code' in error ? String(error.code) : undefined)
  const frames = error?.stack?.matchAll(/\bat [^\n]*?([\w.-]{1,80}:\d{1,7}:\d{1,7})\)?(?=\n|$)/g) ?? []
  return {
    process: 'main',
    reason: code === null ? name : `${name} ${code}`,
    exitCode: null,
    at: [...frames].flatMap(([, place]) => place ?? []).slice(0, 12),
  }
}

function toWord(text: string | undefined): string | null {
  return text !== undefined && /^[A-Za-z][A-Za-z0-9_]{0,38}$/.test(text) ? text : null
}

/** One line for each, for support. */
export function toCrashLine({ atMs, version, process, reason, exitCode, at }: CrashRecord): string {
  const end = exitCode === null ? '' : ` exit ${exitCode}`
  return `${new Date(atMs).toISOString()} ${version} ${process}: ${reason}${end}${at.length > 0 ? ` at ${at.join(' < ')}` : ''}`
}
