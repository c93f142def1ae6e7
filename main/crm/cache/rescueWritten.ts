/** Takes over from a broken cache what only this desk knows: notes, imports, and whom it was told to forget. */
import { crmDatabase } from '#main/store/migrations/crmMigrations'
import { type Database, openSetAside } from '#main/store/openDatabase'
import { isOtherSchema, toStoreFault } from '#main/store/storeFault'

/** Each with the columns of its primary key, by which it is read from both ends. */
const tables = [
  {
    name: 'own_note',
    key: 'person_id, at_ms, author_name',
    columns: ['person_id', 'at_ms', 'author_name', 'text'],
  },
  {
    name: 'import',
    key: 'id',
    columns: ['id', 'file_name', 'file_mark', 'begun_at_ms', 'ended_at_ms'],
  },
  { name: 'forgotten', key: 'mark', columns: ['mark', 'at_ms'] },
] as const

type Table = (typeof tables)[number]

/** How many rows came over into the new file; those on a page that cannot be read stay behind. */
export function rescueWritten(brokenPath: string, into: Database, key: Uint8Array): number {
  const broken = openSetAside(brokenPath, { key, kind: crmDatabase })
  if (broken === null) return 0
  try {
    return into
      .transaction(() => tables.reduce((sum, table) => sum + takeOver(broken, into, table), 0))
      .immediate()
  } finally {
    broken.close()
  }
}

/** From the front up to the first page that is broken, then from the back. */
function takeOver(broken: Database, into: Database, { name, key, columns }: Table): number {
  const insert = into.prepare(
    `INSERT OR IGNORE INTO ${name} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  let taken = 0
  for (const order of ['ASC', 'DESC']) {
    const by = key.split(', ').map((column) => `${column} ${order}`)
    for (const row of readWhile(
      broken,
      `SELECT ${columns.join(', ')} FROM ${name} ORDER BY ${by.join(', ')}`,
    ))
      taken += insert.run(...row).changes
  }
  return taken
}

function* readWhile(broken: Database, sql: string): Generator<unknown[]> {
  try {
    yield* broken.prepare<[], unknown[]>(sql).raw().iterate()
  } catch (error) {
    // Also a file of another version, whose table is not there: what can be read has been.
    if (toStoreFault(error) === null && !isOtherSchema(error)) throw error
  }
}
