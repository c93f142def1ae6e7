/** Tells the page who may be the same person as the one on a card, and keeps what the agent says of it. */
import type { CallerCard } from '#contract/callerCard'
import { type DuplicateVerdict, mostDuplicates, type PossibleDuplicate } from '#contract/duplicate'
import { type Answer, done, failed } from '#contract/failure'
import type { VerdictStore } from '#main/crm/duplicates/verdictStore'
import type { CacheWriter } from '#main/crm/sync/cacheWriter'
import type { CrmCache } from '#main/desk/parts'
import { withholdCard } from '#main/desk/sensitive/sensitiveFields'

export interface DuplicateDeskOptions {
  readonly cache: Pick<CrmCache, 'findDuplicates' | 'findPeople'>
  readonly writer: Pick<CacheWriter, 'onPeople'>
  readonly verdicts: VerdictStore
}

export interface DuplicateDesk {
  /** Joined people first, then those who are suggested; none whom somebody said to be another person. */
  list(personId: string): Answer<PossibleDuplicate[]>
  /** `not-found` for somebody who is not in the cache, `invalid` for a person and themselves. */
  judge(personId: string, otherId: string, verdict: DuplicateVerdict): Answer<null>
  close(): void
}

export function createDuplicateDesk({ cache, writer, verdicts }: DuplicateDeskOptions): DuplicateDesk {
  const stop = writer.onPeople((change) => {
    if (change.kind === 'forgotten') for (const personId of change.personIds) verdicts.forget(personId)
  })
  return {
    list(personId) {
      const found = cache.findDuplicates(personId)
      if (!found.ok) return found
      const said = verdicts.of(personId)
      const joinedIds = [...said].flatMap(([id, verdict]) => (verdict === 'same' ? [id] : []))
      const joined = joinedIds.length === 0 ? done<CallerCard[]>([]) : cache.findPeople(joinedIds)
      if (!joined.ok) return joined
      const reasonOf = (id: string) => found.value.find(({ card }) => card.personId === id)?.reason ?? null
      const suggested = found.value.filter(({ card }) => !said.has(card.personId))
      const all = [
        ...joined.value.map((card) => ({ card, reason: reasonOf(card.personId), isJoined: true })),
        ...suggested.map((each) => ({ ...each, isJoined: false })),
      ]
      return done(all.slice(0, mostDuplicates).map((each) => ({ ...each, card: withholdCard(each.card) })))
    },
    judge(personId, otherId, verdict) {
      if (personId === otherId) return failed('invalid')
      const both = cache.findPeople([personId, otherId])
      if (!both.ok) return both
      return both.value.length === 2 ? verdicts.put(personId, otherId, verdict) : failed('not-found')
    },
    close() {
      stop()
      verdicts.close()
    },
  }
}
