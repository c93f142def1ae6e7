/** The desk's log of who looked at which sensitive field of whom, and when; never what stood in it. */
import type { SensitiveField } from '#contract/callerCard'
import { type Answer, done, failed } from '#contract/failure'
import type { Clock } from '#contract/time'
import type { Log } from '#main/desk/log'
import { shownDatabase } from '#main/store/migrations/shownMigrations'
import { closeDatabase, type Database, openDatabase } from '#main/store/openDatabase'
import { toStoreFault } from '#main/store/storeFault'

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

/** A second desk process on the same profile writes for a moment only. */
const busyTimeoutMs = 500

/** The file is opened at the first click: most desks never have one. */
export function createShownLog({ path, key, clock, log }: ShownLogOptions): ShownLog {
  let database: Database | null = null

  const open = (): Database | null => {
    if (database !== null) return database
    const answer = openDatabase({
      path,
      key,
      kind: shownDatabase,
      clock,
      synchronous: 'full',
      busyTimeoutMs,
      checkWhole: true,
    })
    if (!answer.ok) return null
    if (answer.value.setAside !== null) log.warn(answer.value.setAside, 'Log of shown fields set aside')
    database = answer.value.database
    return database
  }

  const shut = (): void => {
    if (database !== null) closeDatabase(database)
    database = null
  }

  /** null when the disk or the file refuses; it is opened anew the next time. */
  const attempt = <T>(work: (file: Database) => T): T | null => {
    try {
      const file = open()
      return file === null ? null : work(file)
    } catch (error) {
      const fault = toStoreFault(error)
      if (fault === null) throw error
      if (fault !== 'busy') shut()
      return null
    }
  }

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
    close: shut,
  }
}
