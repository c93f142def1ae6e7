/** What a desk remembers of its updates between starts, in a small file of the profile. */
import { z } from 'zod'
import type { Log } from '#main/desk/log'
import { readKept, writeKept } from '#main/store/keptFile'

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
  return readKept(path, UpdateNotes) ?? fresh
}

/** Whole or not at all. */
export function writeUpdateNotes(path: string, notes: UpdateNotes, log: Log): void {
  writeKept(path, notes, log, 'what was learnt of updates')
}
