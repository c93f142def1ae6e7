/** The one way by which people come into the cache's file: from a sync, a refresh or an imported file. */
import { createHmac } from 'node:crypto'
import { toLastContactMs } from '#main/crm/cache/cardNotes'
import { toStoredCard } from '#main/crm/cache/importedCard'
import type { PeopleFile, PutOutcome } from '#main/crm/cache/peopleFile'
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
  /** Inside the caller's transaction. Whom the CRM names is the CRM's from then on, whoever brought them. */
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
  const isForgotten = prepareForgotten(database, key)
  let newestBefore: number | null = null

  return {
    take({ card: raw, changedAtMs }, from = 'crm') {
      const card = toStoredCard(raw, country)
      if (card === null) return { outcome: 'refused', personId: null, row: null }
      const { personId } = card
      if (isForgotten(personId)) return { outcome: 'forgotten', personId, row: null }
      const oldestMs = toOldestContactMs(rules, nowMs())
      if (oldestMs !== null && (toLastContactMs(card) ?? oldestMs) < oldestMs)
        return { outcome: 'expired', personId, row: null }
      const { outcome, row } = people.put(card, changedAtMs)
      if (from === 'crm') {
        if (outcome !== 'new') claim.run(row)
        if (newestBefore !== null && row <= newestBefore) see.run(row)
      }
      return { outcome, personId, row }
    },
    follow(newest) {
      newestBefore = newest
    },
  }
}

/** Nobody's id can be read from a mark without the file's key. */
export function toForgottenMark(personId: string, key: Uint8Array): Uint8Array {
  return new Uint8Array(createHmac('sha256', key).update('forgotten ').update(personId).digest())
}

function prepareForgotten(database: Database, key: Uint8Array): (personId: string) => boolean {
  // Mostly nobody was forgotten, and a million people are asked about.
  const any = database.prepare('SELECT 1 FROM forgotten LIMIT 1').pluck()
  const find = database.prepare('SELECT 1 FROM forgotten WHERE mark = ?').pluck()
  return (personId) => any.get() !== undefined && find.get(toForgottenMark(personId, key)) !== undefined
}
