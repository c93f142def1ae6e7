/** The desk's log of who looked at which sensitive field of whom, and when; never what stood in it. */
import type { SensitiveField } from '#contract/callerCard'
import { type Answer, done, failed } from '#contract/failure'
import type { Clock } from '#contract/time'
import type { Log } from '#main/desk/log'
import { shownDatabase } from '#main/store/migrations/shownMigrations'
import { createRareFile } from '#main/store/rareFile'

export interface ShownField extends SensitiveField {
  readonly atMs: number
  readonly agentId: string
  readonly userName: string
}

export interface ShownLog {
  /** On the disk when it answers `ok`; `cache-unwritable` when the disk refuses. */
  note(shown: ShownField): Answer<null>
  /** Oldest first; empty where the file cannot be read. */
  all(): ShownField[]
  close(): void
}

export interface ShownLogOptions {
  /** `shown.db` in the profile. */
  readonly path: string
  /** 32 bytes. */
  readonly key: Uint8Array
  readonly clock: Clock
  readonly log: Log
}

/** The file is opened at the first click: most desks never have one. */
export function createShownLog(options: ShownLogOptions): ShownLog {
  const { attempt, close } = createRareFile({ ...options, kind: shownDatabase })
  return {
    note({ atMs, agentId, userName, personId, block, name }) {
      const written = attempt((file) =>
        file
          .prepare(
            'INSERT INTO shown (at_ms, agent_id, user_name, person_id, block, name) VALUES (?, ?, ?, ?, ?, ?)',
          )
          .run(atMs, agentId, userName, personId, block, name),
      )
      return written === null ? failed('cache-unwritable') : done(null)
    },
    all: () =>
      attempt((file) =>
        file
          .prepare<[], ShownField>(
            `SELECT at_ms AS atMs, agent_id AS agentId, user_name AS userName, person_id AS personId, block, name
             FROM shown ORDER BY place`,
          )
          .all(),
      ) ?? [],
    close,
  }
}
