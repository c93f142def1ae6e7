/** What the desk asks of the one thread that writes the CRM cache and talks to the CRM, and what it hears of it. */
import type { CrmSyncState } from '#contract/crmSync'
import type { Answer } from '#contract/failure'
import type { CrmAbilities } from '#main/crm/connector/connector'
import type { CrmActivity } from '#main/crm/connector/crmActivity'
import type { CrmAnswer } from '#main/crm/connector/crmAnswer'

/** Whom to ask the CRM about: a number in any form a telephone system sends, or a person in the cache. */
export type RefreshSubject = { readonly number: string } | { readonly personId: string }

export interface Refreshed {
  /** Everybody the CRM has for the number; empty when it knows nobody. All are in the cache now. */
  readonly personIds: readonly string[]
  /** Those among them whose card is another than before, be it only in its age. */
  readonly changed: readonly string[]
}

/** `forgotten`: what the memory and the page still hold of these people has to go too. */
export type PeopleChange =
  | { readonly kind: 'changed'; readonly personIds: readonly string[] }
  | { readonly kind: 'forgotten'; readonly personIds: readonly string[]; readonly numbers: readonly string[] }

/** Nothing here waits on the ring path: each call posts a message and answers when the thread has. */
export interface CacheWriter {
  /** What the CRM can do; nothing until the thread has opened its connector, and at a desk without one. */
  readonly can: CrmAbilities
  readonly sync: CrmSyncState
  /** `can` or `sync` have changed. */
  onSync(listener: () => void): () => void
  /**
   * Asks the CRM and stores what it answers, before the answer is given. `timed-out` after `timeoutMs`, `misconfigured`
   * where there is no CRM that can be asked; the cache is then as it was. Asking twice at once asks the CRM once.
   */
  refresh(subject: RefreshSubject, timeoutMs: number): Promise<CrmAnswer<Refreshed>>
  /** Writes one activity to the CRM; safe to repeat (see `CrmConnector.write`). */
  writeActivity(activity: CrmActivity, timeoutMs: number): Promise<CrmAnswer<null>>
  /** Told of people whom a refresh changed or somebody had forgotten. A sync's pages are not told: they are too many. */
  onPeople(listener: (change: PeopleChange) => void): () => void
  /** Removes every trace of a person from the cache's file, kept up through crashes of the thread. */
  forget(personId: string): Promise<Answer<null>>
}

export const nothingPossible: CrmAbilities = { lookup: false, sync: 'none', write: false }
