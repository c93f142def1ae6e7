/** What a person can ask of the call history and of the customer book. */
import type { PersonHit } from '#contract/callerCard'
import type { Answer } from '#contract/failure'
import type { HistoryPage, HistoryQuery } from '#contract/history'
import type { DeskCore } from '#renderer/state/deskCore'

export interface HistoryActions {
  /** Asked for again whenever `history.revision` has changed. A refusal is for whoever asked to show. */
  readHistory(query: HistoryQuery): Promise<Answer<HistoryPage>>
  /** Missed calls have been looked at. */
  markHistorySeen(): void
  /** People by name, company or number, for a list. */
  searchPeople(text: string): Promise<Answer<PersonHit[]>>
}

export function createHistoryActions({ bridge }: Pick<DeskCore, 'bridge'>): HistoryActions {
  return {
    readHistory: (query) => bridge.ask((client) => client.history.list(query)),
    markHistorySeen: () => bridge.tell((client) => client.history.markSeen(null)),
    searchPeople: (text) => bridge.ask((client) => client.card.search({ text })),
  }
}
