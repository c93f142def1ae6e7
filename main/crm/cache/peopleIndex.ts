/** How people are found in the cache's file: by number and by words. What did not change is not written. */
import { prepareRows, type Row } from '#main/crm/cache/manyRows'
import type { PersonEntry } from '#main/crm/cache/personEntry'
import type { Database } from '#main/store/openDatabase'

export interface PeopleIndex {
  /** People whose rows are new, each with its row. */
  addAll(people: readonly (readonly [row: number, entry: PersonEntry])[]): void
  /** `keysBefore`: of the numbers the person had. */
  change(row: number, keysBefore: readonly string[], after: PersonEntry): void
  drop(row: number, keys: readonly string[]): void
}

/** Every statement runs inside the caller's transaction. */
export function preparePeopleIndex(database: Database): PeopleIndex {
  const addNumbers = prepareRows(database, 'INSERT OR IGNORE INTO number (reversed, person)', 2)
  const dropNumber = database.prepare('DELETE FROM number WHERE reversed = ? AND person = ?')
  const addTexts = prepareRows(database, 'INSERT INTO person_text (rowid, name, note)', 3)
  const dropText = database.prepare('DELETE FROM person_text WHERE rowid = ?')
  const toText = (row: number, { words }: PersonEntry): Row => [row, words.name, words.note]
  const dropNumbers = (row: number, keys: readonly string[]): void => {
    for (const key of keys) dropNumber.run(key, row)
  }
  return {
    addAll(people) {
      const numbers = people.flatMap(([row, { keys }]) => keys.map((key): [string, number] => [key, row]))
      // Numbers fall on pages all over the file: in their order each page is decrypted and encrypted once.
      addNumbers(numbers.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      addTexts(people.map(([row, entry]) => toText(row, entry)))
    },
    change(row, keysBefore, after) {
      const [before, now] = [new Set(keysBefore), new Set(after.keys)]
      dropNumbers(
        row,
        [...before].filter((key) => !now.has(key)),
      )
      addNumbers(after.keys.filter((key) => !before.has(key)).map((key) => [key, row]))
      // Also after a new version of the program, whose words may be others: the row is written anew at each change.
      dropText.run(row)
      addTexts([toText(row, after)])
    },
    drop(row, keys) {
      dropNumbers(row, keys)
      dropText.run(row)
    },
  }
}
