/** Lets go of people nobody dealt with for too long, and of those longest without a contact when the file grows too large. */
import type { PeopleFile } from '#main/crm/cache/peopleFile'
import { type KeepRules, toOldestContactMs } from '#main/crm/sync/keepRules'
import { emptyLog, erasing } from '#main/store/erasing'
import type { Database } from '#main/store/openDatabase'

export const expiredSql = `
SELECT person_id FROM person WHERE last_contact_ms < ? ORDER BY last_contact_ms LIMIT 500`

/** Those without any contact on record first, then the oldest contacts. */
const neverDealtWithSql = 'SELECT person_id FROM person WHERE last_contact_ms IS NULL ORDER BY id LIMIT 500'
export const longestAgoSql = `
SELECT person_id FROM person WHERE last_contact_ms IS NOT NULL ORDER BY last_contact_ms LIMIT 500`

/** Room is made below the limit, so that the next page of a sync does not ask for it again. */
const filledAgain = 0.9

/** How many went. Between two steps `nextTurn` lets other work in. */
export async function tidyPeople(
  database: Database,
  people: PeopleFile,
  rules: KeepRules,
  nowMs: number,
  nextTurn: () => Promise<void>,
): Promise<number> {
  const oldestMs = toOldestContactMs(rules, nowMs)
  let removed = 0
  if (oldestMs !== null) {
    const expired = database.prepare<[number], string>(expiredSql).pluck()
    removed += await removeAll(database, people, () => expired.all(oldestMs), nextTurn)
    dropNotesBefore(database, oldestMs)
  }
  if (rules.maxMegabytes !== null && readUsedBytes(database) > rules.maxMegabytes * 2 ** 20) {
    const target = rules.maxMegabytes * 2 ** 20 * filledAgain
    const never = database.prepare<[], string>(neverDealtWithSql).pluck()
    const longest = database.prepare<[], string>(longestAgoSql).pluck()
    const next = () => {
      if (readUsedBytes(database) <= target) return []
      const first = never.all()
      return first.length > 0 ? first : longest.all()
    }
    removed += await removeAll(database, people, next, nextTurn)
  }
  if (removed > 0) emptyLog(database)
  return removed
}

async function removeAll(
  database: Database,
  people: PeopleFile,
  next: () => readonly string[],
  nextTurn: () => Promise<void>,
): Promise<number> {
  let removed = 0
  const removeSome = database.transaction((ids: readonly string[]) => {
    for (const personId of ids) {
      people.remove(personId)
      people.dropNotes(personId)
    }
  }).immediate
  for (let ids = next(); ids.length > 0; ids = next()) {
    const some = ids
    erasing(database, () => removeSome(some))
    removed += ids.length
    await nextTurn()
  }
  return removed
}

/** Notes on people who are not in the cache are too old as well. */
function dropNotesBefore(database: Database, oldestMs: number): void {
  const drop = database.prepare(
    'DELETE FROM own_note WHERE at_ms < ? AND person_id NOT IN (SELECT person_id FROM person)',
  )
  erasing(database, () => drop.run(oldestMs))
}

/** What the people take: pages that became free are written again before the file grows. */
export function readUsedBytes(database: Database): number {
  const read = (name: string) => Number(database.pragma(name, { simple: true }))
  return (read('page_count') - read('freelist_count')) * read('page_size')
}
