/** Keeps a little that the program remembers between starts: one value in one small file, checked when it is read. */
import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import type { Log } from '#main/desk/log'
import { writeWholeFile } from '#main/store/wholeFile'

/** null where nothing is kept yet, or what is there cannot be read: the program begins as at the first start. */
export function readKept<S extends z.ZodType>(path: string, schema: S): z.output<S> | null {
  try {
    return schema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? null
  } catch {
    return null
  }
}

/** A disk that refuses costs only `what`: words for the log, as in `the place of a window`. */
export function writeKept(path: string, value: unknown, log: Log, what: string): void {
  try {
    writeWholeFile(path, JSON.stringify(value))
  } catch (cause) {
    log.warn({ err: cause }, `${what} is not kept`)
  }
}
