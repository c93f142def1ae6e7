/** What agents of this desk said of possible duplicates, encrypted on disk: no sync, no refill and no broken cache undoes it. */
import type { DuplicateVerdict } from '#contract/duplicate'
import { type Answer, done, failed } from '#contract/failure'
import type { Clock } from '#contract/time'
import type { Log } from '#main/desk/log'
import { emptyLog, erasing } from '#main/store/erasing'
import { duplicateDatabase } from '#main/store/migrations/duplicateMigrations'
import { createRareFile } from '#main/store/rareFile'

export interface VerdictStore {
  /** By the other person's id; empty where the file cannot be read. */
  of(personId: string): ReadonlyMap<string, 'same' | 'different'>
  /** On the disk when it answers `ok`; null takes it back. `cache-unwritable` when the disk refuses. */
  put(one: string, other: string, verdict: DuplicateVerdict): Answer<null>
  /** Every verdict about a person who was forgotten goes, also out of the free pages. */
  forget(personId: string): void
  close(): void
}

export interface VerdictStoreOptions {
  /** `duplicates.db` in the profile. */
  readonly path: string
  /** 32 bytes. */
  readonly key: Uint8Array
  readonly clock: Clock
  readonly log: Log
}

const readSql = `
SELECT other AS id, verdict FROM verdict WHERE one = :id UNION ALL
SELECT one AS id, verdict FROM verdict WHERE other = :id`

export function createVerdictStore(options: VerdictStoreOptions): VerdictStore {
  const { clock } = options
  const { attempt, close } = createRareFile({ ...options, kind: duplicateDatabase })
  return {
    of(personId) {
      type Row = { id: string; verdict: 'same' | 'different' }
      const rows = attempt((file) => file.prepare<[{ id: string }], Row>(readSql).all({ id: personId }))
      return new Map((rows ?? []).map(({ id, verdict }) => [id, verdict]))
    },
    put(one, other, verdict) {
      const pair = one < other ? [one, other] : [other, one]
      const written = attempt((file) => {
        if (verdict === null) file.prepare('DELETE FROM verdict WHERE one = ? AND other = ?').run(...pair)
        else
          file
            .prepare('INSERT OR REPLACE INTO verdict (one, other, verdict, at_ms) VALUES (?, ?, ?, ?)')
            .run(...pair, verdict, clock.nowMs())
        return true
      })
      return written === null ? failed('cache-unwritable') : done(null)
    },
    forget(personId) {
      attempt((file) => {
        erasing(file, () => file.prepare('DELETE FROM verdict WHERE ? IN (one, other)').run(personId))
        emptyLog(file)
      })
    },
    close,
  }
}
