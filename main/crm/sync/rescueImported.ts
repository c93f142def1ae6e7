/** Takes over from a broken cache the people of imported files, whom no CRM will bring again; on the writing thread, in steps. */
import type { Intake } from '#main/crm/sync/intake'
import { crmDatabase } from '#main/store/migrations/crmMigrations'
import { type Database, openSetAside } from '#main/store/openDatabase'
import { toStoreFault } from '#main/store/storeFault'

export interface RescueTools {
  readonly database: Database
  readonly intake: Intake
  /** 32 bytes. */
  readonly key: Uint8Array
  readonly signal: AbortSignal
}

const atOnce = 500

interface Kept {
  readonly personId: string
  readonly card: string
  readonly changedAtMs: number | null
  readonly import: number
}

/**
 * How many came over; those on a page that cannot be read stay behind. Whom the CRM has named meanwhile is left as the CRM
 * has them. The list of imports has come over before (`rescueWritten`). Doing it twice is doing it once.
 */
export async function rescueImported(
  brokenPath: string,
  { database, intake, key, signal }: RescueTools,
): Promise<number> {
  const broken = openSetAside(brokenPath, { key, kind: crmDatabase })
  if (broken === null) return 0
  const isThere = database.prepare('SELECT 1 FROM person WHERE person_id = ?').pluck()
  const mark = database.prepare('INSERT OR IGNORE INTO imported (person, import) VALUES (?, ?)')
  let taken = 0
  const takeSome = database.transaction((some: readonly Kept[]) => {
    for (const { personId, card, changedAtMs, import: id } of some) {
      if (isThere.get(personId) !== undefined) continue
      const { outcome, row } = intake.take({ card: JSON.parse(card), changedAtMs }, 'file')
      if (outcome !== 'new') continue
      mark.run(row, id)
      taken += 1
    }
  }).immediate
  try {
    const rows = readRows(broken)
    for (let at = 0; at < rows.length && !signal.aborted; at += atOnce) {
      const some = rows.slice(at, at + atOnce).flatMap((row) => readPerson(broken, row))
      takeSome(some)
      await new Promise((resolve) => setImmediate(resolve))
    }
    return taken
  } finally {
    broken.close()
  }
}

/** The rows of imported people, from both ends of the list up to a page that is broken. */
function readRows(broken: Database): number[] {
  const rows = new Set<number>()
  for (const order of ['ASC', 'DESC'])
    attempt(() => {
      const all = broken.prepare<[], number>(`SELECT person FROM imported ORDER BY person ${order}`).pluck()
      for (const row of all.iterate()) {
        if (rows.has(row)) return
        rows.add(row)
      }
    })
  return [...rows]
}

const personSql = `
SELECT person.person_id AS personId, person.card, person.changed_at_ms AS changedAtMs, imported.import
FROM imported CROSS JOIN person ON person.id = imported.person WHERE imported.person = ?`

function readPerson(broken: Database, row: number): Kept[] {
  return attempt(() => broken.prepare<[number], Kept>(personSql).all(row)) ?? []
}

/** null for what cannot be read, and for a table that a file of another version does not have. */
function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    const isNoTable = error instanceof Error && 'code' in error && error.code === 'SQLITE_ERROR'
    if (toStoreFault(error) === null && !isNoTable) throw error
    return null
  }
}
