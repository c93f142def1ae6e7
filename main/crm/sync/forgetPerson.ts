/** Removes every trace of people from the cache's file: rows, words of the index, free pages and the log. */
import type { PeopleFile } from '#main/crm/cache/peopleFile'
import { toForgottenMark } from '#main/crm/sync/intake'
import { emptyLog, erasing } from '#main/store/erasing'
import type { Database } from '#main/store/openDatabase'

export interface ForgetOptions {
  readonly database: Database
  readonly people: PeopleFile
  readonly key: Uint8Array
  readonly nowMs: number
}

/** Their numbers; empty when the person was not there. The mark that keeps them out stays either way. */
export function forgetPerson(
  personId: string,
  { database, people, key, nowMs }: ForgetOptions,
): readonly string[] {
  const remember = database.prepare('INSERT OR IGNORE INTO forgotten (mark, at_ms) VALUES (?, ?)')
  const numbers = erasing(database, () =>
    database
      .transaction(() => {
        remember.run(toForgottenMark(personId, key), nowMs)
        const known = people.remove(personId)
        people.dropNotes(personId)
        // A deleted row leaves its words in the index until its parts are merged.
        if (known !== null) database.exec(`INSERT INTO person_text (person_text) VALUES ('optimize')`)
        return known ?? []
      })
      .immediate(),
  )
  emptyLog(database)
  return numbers
}
