/** The reading statements on the CRM cache's file: finding cards by number, by name and by what was noted. */
import { toMatch } from '#main/crm/cache/searchText'
import type { Database } from '#main/store/openDatabase'

/** Most people shown for one number: a switchboard's number belongs to everyone behind it. */
export const mostMatches = 12

/** Two seeks: the number, then the person's row that holds the whole card. CROSS JOIN keeps them in that order. */
export const findExactSql = `
SELECT person.card FROM number CROSS JOIN person ON person.id = number.person
WHERE number.reversed = ? LIMIT ${mostMatches}`

/** A range of the same index; `:` is the character after 9, and `+` comes before 0. */
export const findTailSql = `
SELECT person.card FROM number CROSS JOIN person ON person.id = number.person
WHERE number.reversed >= ? AND number.reversed < ? LIMIT ${mostMatches}`

/** In the order of the book: ranking would read every match, and a common name has thousands. */
export const findTextSql = `
SELECT person.card FROM person_text CROSS JOIN person ON person.id = person_text.rowid
WHERE person_text MATCH ? LIMIT ?`

export const findPersonSql = 'SELECT card FROM person WHERE person_id = ?'

/** All answer cards as JSON text. */
export interface CardStore {
  findExact(key: string): string[]
  findTail(tailKey: string): string[]
  /** People with a word beginning with each of `words`, in their name or company, or in their notes. */
  findWords(place: 'name' | 'note', words: readonly string[], most: number): string[]
  findPerson(personId: string): string | null
}

export function createCardStore(database: Database): CardStore {
  const exact = database.prepare<[string], string>(findExactSql).pluck()
  const tail = database.prepare<[string, string], string>(findTailSql).pluck()
  const texts = database.prepare<[string, number], string>(findTextSql).pluck()
  const person = database.prepare<[string], string>(findPersonSql).pluck()
  return {
    findExact: (key) => exact.all(key),
    findTail: (tailKey) => tail.all(tailKey, `${tailKey}:`),
    findWords(place, words, most) {
      const match = toMatch(place, words)
      return match === null ? [] : texts.all(match, most)
    },
    findPerson: (personId) => person.get(personId) ?? null,
  }
}
