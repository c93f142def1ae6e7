/** What a CRM is to the desk: pages to keep a copy of, one caller fresh, and a place for what agents write. */
import type { CrmActivity } from '#main/crm/connector/crmActivity'
import type { CrmAnswer } from '#main/crm/connector/crmAnswer'

/** A full load takes everybody; a delta takes who changed or went since a stamp of the CRM's own. */
export type SyncKind = 'full' | 'delta'

export interface PageOrder {
  readonly kind: SyncKind
  /** The `since` a finished sync answered, verbatim; null for a full load. */
  readonly since: string | null
  /** The `next` of the page before, verbatim; null for the first. It may be days old: the desk was off. */
  readonly cursor: string | null
}

export interface SyncPage {
  /** Shaped like `CallerCard`, but hostile: `toStoredCard` cleans and checks each. null stands for an unreadable row. */
  readonly cards: readonly SourceCard[]
  /** People who are no longer in the CRM, by their person id. */
  readonly gone: readonly string[]
  /** Where the next page begins; null when this is the last. */
  readonly next: string | null
  /** On the last page: from where the next delta begins, in the CRM's own clock. null where there are no deltas. */
  readonly since: string | null
  /** How many people the whole sync has; null when the CRM does not say. */
  readonly total: number | null
}

export interface SourceCard {
  readonly card: unknown
  /** When the CRM last changed the person, ms; null when it does not say. The newer stamp wins. */
  readonly changedAtMs: number | null
}

/**
 * One CRM. It runs in the thread that writes the cache, opens nothing until it is asked, keeps no state that a restart
 * would miss, and never throws for what a CRM or a network can do: `CrmAnswer` says it.
 */
export interface CrmConnector {
  readonly can: CrmAbilities
  /** At most a few hundred people a page, so that a crash loses little. */
  page(order: PageOrder, signal: AbortSignal): Promise<CrmAnswer<SyncPage>>
  /** Everybody with this E.164 number, freshly asked; empty when nobody has it. */
  lookup(number: string, signal: AbortSignal): Promise<CrmAnswer<readonly SourceCard[]>>
  /**
   * Writes one activity. Sent again after a lost answer it makes no second one: the CRM is asked for, or keyed by,
   * `activity.activityId`.
   */
  write(activity: CrmActivity, signal: AbortSignal): Promise<CrmAnswer<null>>
  close(): Promise<void>
}

export interface CrmAbilities {
  readonly lookup: boolean
  readonly sync: 'none' | 'full' | 'delta'
  readonly write: boolean
}
