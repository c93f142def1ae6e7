/** The one way by which people come into the cache's file: from a sync, a refresh or an imported file. */
import { createHmac } from 'node:crypto'
import { toStoredCard } from '#main/crm/cache/importedCard'
import type { PeopleFile, PutAnswer, PutOutcome } from '#main/crm/cache/peopleFile'
import { type PersonEntry, toPersonEntry } from '#main/crm/cache/personEntry'
import type { SourceCard } from '#main/crm/connector/connector'
import { type KeepRules, toOldestContactMs } from '#main/crm/sync/keepRules'
import type { Database } from '#main/store/openDatabase'

/** `refused`: no card. `forgotten`: somebody asked for it. `expired`: nobody dealt with them for too long. */
export type TakeOutcome = PutOutcome | 'refused' | 'forgotten' | 'expired'

export interface Taken {
  readonly outcome: TakeOutcome
  /** null where the outcome is `refused`. */
  readonly personId: string | null
  /** The person's row; null for who was not let in. */
  readonly row: number | null
}

export interface Intake {
  /** Outside the transaction, which is short then: the person as they will be stored; null for what is no card. */
  read(source: SourceCard): PersonEntry | null
  /**
   * Inside the caller's transaction, one after the other; answers in their order. Whom the CRM names is the CRM's from
   * then on, whoever brought them.
   */
  takeAll(people: readonly (PersonEntry | null)[], from?: 'crm' | 'file'): Taken[]
  /** `read` and `takeAll` of one. */
  take(source: SourceCard, from?: 'crm' | 'file'): Taken
  /** From now on a full load lasts that began when `newestBefore` was the newest row; null: none does. */
  follow(newestBefore: number | null): void
}

export interface IntakeOptions {
  readonly database: Database
  readonly people: PeopleFile
  readonly key: Uint8Array
  readonly country: string
  readonly rules: KeepRules
  readonly nowMs: () => number
}

export function createIntake({ database, people, key, country, rules, nowMs }: IntakeOptions): Intake {
  const see = database.prepare('INSERT OR IGNORE INTO seen (person) VALUES (?)')
  const claim = database.prepare('DELETE FROM imported WHERE person = ?')
  const readForgotten = prepareForgotten(database, key)
  let newestBefore: number | null = null

  /** Why a person is not let in; null for who is. */
  const createJudge = () => {
    const isForgotten = readForgotten()
    const oldestMs = toOldestContactMs(rules, nowMs())
    return ({ personId, lastContactMs }: PersonEntry): Taken | null => {
      if (isForgotten(personId)) return { outcome: 'forgotten', personId, row: null }
      const isExpired = oldestMs !== null && (lastContactMs ?? oldestMs) < oldestMs
      return isExpired ? { outcome: 'expired', personId, row: null } : null
    }
  }

  const own = ({ outcome, row }: PutAnswer): void => {
    if (outcome !== 'new') claim.run(row)
    if (newestBefore !== null && row <= newestBefore) see.run(row)
  }

  const takeAll: Intake['takeAll'] = (entries, from = 'crm') => {
    const judge = createJudge()
    const taken: Taken[] = entries.map((entry) => (entry === null ? noCard : (judge(entry) ?? noCard)))
    const admitted = entries.flatMap((entry, at) =>
      entry !== null && taken[at] === noCard ? [{ entry, at }] : [],
    )
    const answers = people.putAll(admitted.map(({ entry }) => entry))
    admitted.forEach(({ entry, at }, place) => {
      const answer = answers[place]
      if (answer === undefined) throw new Error('A person was put without an answer')
      if (from === 'crm') own(answer)
      taken[at] = { ...answer, personId: entry.personId }
    })
    return taken
  }

  const read: Intake['read'] = ({ card: raw, changedAtMs }) => {
    const card = toStoredCard(raw, country)
    return card === null ? null : toPersonEntry(card, changedAtMs)
  }

  return {
    read,
    takeAll,
    take: (source, from) => takeAll([read(source)], from)[0] ?? noCard,
    follow(newest) {
      newestBefore = newest
    },
  }
}

const noCard: Taken = { outcome: 'refused', personId: null, row: null }

/** Nobody's id can be read from a mark without the file's key. */
export function toForgottenMark(personId: string, key: Uint8Array): Uint8Array {
  return new Uint8Array(createHmac('sha256', key).update('forgotten ').update(personId).digest())
}

/** Asked anew for each transaction: mostly nobody was forgotten, and a million people are asked about. */
function prepareForgotten(database: Database, key: Uint8Array): () => (personId: string) => boolean {
  const any = database.prepare('SELECT 1 FROM forgotten LIMIT 1').pluck()
  const find = database.prepare('SELECT 1 FROM forgotten WHERE mark = ?').pluck()
  return () => {
    if (any.get() === undefined) return () => false
    return (personId) => find.get(toForgottenMark(personId, key)) !== undefined
  }
}
