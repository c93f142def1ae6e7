/** What a person can ask about the CRM: a sensitive field of the card, and the records that wait to be written. */
import type { CallerCard, SensitiveField } from '#contract/callerCard'
import type { DuplicateVerdict, PossibleDuplicate } from '#contract/duplicate'
import type { Answer } from '#contract/failure'
import type { PersonId } from '#contract/ids'
import type { SavedFile, WriteBackEntry } from '#contract/writeBack'
import type { DeskCore } from '#renderer/state/deskCore'

export interface CrmActions {
  /** The card with this one field in it; that it was asked for is on record. A refusal is for whoever asked to show. */
  revealField(dialString: string, field: SensitiveField): Promise<Answer<CallerCard>>
  /** Removes every trace of a person from this desk; what the page holds goes when main has told it. */
  forgetPerson(personId: PersonId): Promise<void>
  /** Who may be the same person, asked for after the card was painted. */
  readDuplicates(personId: PersonId): Promise<Answer<PossibleDuplicate[]>>
  /** Whether it is kept; a refusal is shown as any other. */
  judgeDuplicate(personId: PersonId, otherId: PersonId, verdict: DuplicateVerdict): Promise<boolean>
  /** Asked for again whenever `writeBack.revision` has changed. */
  readWriteBack(): Promise<Answer<WriteBackEntry[]>>
  /** null for all. */
  retryWriteBack(activityId: string | null): Promise<void>
  /** Gives up one the CRM refused for good. */
  dropWriteBack(activityId: string): Promise<void>
  saveWriteBack(kind: 'csv' | 'json'): Promise<Answer<SavedFile>>
}

export function createCrmActions({
  bridge,
  settle,
  store,
}: Pick<DeskCore, 'bridge' | 'settle' | 'store'>): CrmActions {
  return {
    revealField: (dialString, field) => bridge.ask((client) => client.card.reveal({ dialString, field })),
    async forgetPerson(personId) {
      settle(await bridge.ask((client) => client.card.forget({ personId })))
    },
    readDuplicates: (personId) => bridge.ask((client) => client.duplicates.list({ personId })),
    async judgeDuplicate(personId, otherId, verdict) {
      const answer = await bridge.ask((client) => client.duplicates.judge({ personId, otherId, verdict }))
      settle(answer)
      if (answer.ok) store.setState(({ peopleRevision }) => ({ peopleRevision: peopleRevision + 1 }))
      return answer.ok
    },
    readWriteBack: () => bridge.ask((client) => client.writeBack.list(null)),
    async retryWriteBack(activityId) {
      settle(await bridge.ask((client) => client.writeBack.retry({ activityId })))
    },
    async dropWriteBack(activityId) {
      settle(await bridge.ask((client) => client.writeBack.drop({ activityId })))
    },
    saveWriteBack: (kind) => bridge.ask((client) => client.writeBack.save({ kind })),
  }
}
