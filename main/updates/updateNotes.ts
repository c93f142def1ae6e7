/** What a desk remembers of its updates between starts, in a small file of the profile. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { toErrorCode } from '#main/store/storeFault'

const UpdateNotes = z.object({
  /** This desk's place among all in a staged release, drawn once: from 0 up to but not 1. */
  place: z.number().min(0).lt(1),
  /** The newest version heard of, and when it was first heard of. */
  heard: z.object({ version: z.string(), atMs: z.number() }).nullable(),
  /** When a version was last fetched whole. */
  fetched: z.object({ version: z.string(), atMs: z.number() }).nullable(),
  /** When what was fetched turned out not to be what was promised. */
  refused: z.object({ version: z.string(), atMs: z.number() }).nullable().default(null),
  /** Put in, and then? `times` without the version having changed. */
  tried: z
    .object({ version: z.string(), from: z.string(), atMs: z.number(), times: z.number().int() })
    .nullable(),
})
export type UpdateNotes = z.infer<typeof UpdateNotes>

/** What is written there, or new notes when there are none that can be read: nothing in them is worth a question. */
export function readUpdateNotes(path: string, random: () => number): UpdateNotes {
  const fresh = { place: random(), heard: null, fetched: null, refused: null, tried: null }
  try {
    return UpdateNotes.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? fresh
  } catch (error) {
    if (error instanceof SyntaxError || toErrorCode(error) !== null) return fresh
    throw error
  }
}

/** Whole or not at all; throws what the file system throws. */
export function writeUpdateNotes(path: string, notes: UpdateNotes): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(`${path}.new`, `${JSON.stringify(notes)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}
