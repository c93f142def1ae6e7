/** The desk's log of who looked at which sensitive field of whom, and when; never what stood in it. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { SensitiveField } from '#contract/callerCard'
import { type Answer, done, failed } from '#contract/failure'
import type { Clock } from '#contract/time'
import { createListeners } from '#main/desk/listeners'
import type { Log } from '#main/desk/log'
import { shownDatabase } from '#main/store/migrations/shownMigrations'
import { createRareFile } from '#main/store/rareFile'

export interface ShownField extends SensitiveField {
  readonly atMs: number
  readonly agentId: string
  readonly userName: string
}

export interface ShownRow extends ShownField {
  /** In the order of the clicks, from 1. */
  readonly place: number
}

export interface ShownLog {
  /** On the disk when it answers `ok`; `cache-unwritable` when the disk refuses. */
  note(shown: ShownField): Answer<null>
  /** Oldest first; empty where the file cannot be read. */
  all(): ShownField[]
  /** The agent's own that the gateway has not been told, oldest first; empty where the file cannot be read. */
  untold(agentId: string, most: number): ShownRow[]
  /** Of this agent all up to this place have been told; false where the disk refuses to note it. */
  markTold(agentId: string, place: number): boolean
  /** One more is on record. */
  onNote(listener: () => void): () => void
  /** Tells the records of two desks apart; no key can be read from it. */
  readonly mark: string
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
  const listeners = createListeners()
  // A look is no reason to make the file.
  const isThere = () => existsSync(options.path)
  const columns =
    'at_ms AS atMs, agent_id AS agentId, user_name AS userName, person_id AS personId, block, name'
  return {
    mark: createHash('sha256')
      .update('shown')
      .update(options.key)
      .update(options.path)
      .digest('hex')
      .slice(0, 16),
    onNote: listeners.on,
    untold: (agentId, most) =>
      (isThere()
        ? attempt((file) =>
            file
              .prepare<[string, string, number], ShownRow>(
                `SELECT place, ${columns} FROM shown WHERE agent_id = ?
                 AND place > ifnull((SELECT place FROM told WHERE agent_id = ?), 0) ORDER BY place LIMIT ?`,
              )
              .all(agentId, agentId, most),
          )
        : null) ?? [],
    markTold: (agentId, place) =>
      attempt((file) =>
        file.prepare('INSERT OR REPLACE INTO told (agent_id, place) VALUES (?, ?)').run(agentId, place),
      ) !== null,
    note({ atMs, agentId, userName, personId, block, name }) {
      const written = attempt((file) =>
        file
          .prepare(
            'INSERT INTO shown (at_ms, agent_id, user_name, person_id, block, name) VALUES (?, ?, ?, ?, ?, ?)',
          )
          .run(atMs, agentId, userName, personId, block, name),
      )
      if (written === null) return failed('cache-unwritable')
      listeners.tell()
      return done(null)
    },
    all: () =>
      attempt((file) => file.prepare<[], ShownField>(`SELECT ${columns} FROM shown ORDER BY place`).all()) ??
      [],
    close,
  }
}
