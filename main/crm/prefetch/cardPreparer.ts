/** Makes the cards of callers ready before the phone rings: from the cache at once, and anew when the CRM has answered. */
import type { CardAnswer, PreparedCard } from '#contract/callerCard'
import type { CallId } from '#contract/ids'
import type { Clock } from '#contract/time'
import { createCardRefresher } from '#main/crm/prefetch/cardRefresher'
import { type KnownCaller, toAsks, toWaitingCallers } from '#main/crm/prefetch/likelyCallers'
import { createQueuePace } from '#main/crm/prefetch/queuePace'
import type { PeopleChange } from '#main/crm/sync/cacheWriter'
import type { CrmWriter } from '#main/crm/writeBack/noWriter'
import type { Log } from '#main/desk/log'
import type { CardPreparer, CrmCache, GatewayLink } from '#main/desk/parts'

export interface CardPreparerOptions {
  readonly cache: Pick<CrmCache, 'lookup' | 'onState'>
  /** `session` tells whose queues to watch; `centre` is read at each message. */
  readonly link: Pick<GatewayLink, 'onLive' | 'centre' | 'session'>
  readonly writer: Pick<CrmWriter, 'can' | 'refresh' | 'onSync' | 'onPeople'>
  readonly clock: Clock
  /** 0 to 1. */
  readonly random: () => number
  readonly log: Log
}

/**
 * A card is prepared once for each call, and again when the CRM has answered for it; where the cache could not answer,
 * when its state changes. One that is fresh while the call goes on is told, and not kept.
 */
export function createCardPreparer(options: CardPreparerOptions): CardPreparer {
  const { cache, link, writer, clock } = options
  const listeners = new Set<(card: PreparedCard) => void>()
  const prepared = new Map<CallId, PreparedCard>()
  const pace = createQueuePace()
  let waiting: ReadonlySet<CallId> = new Set()

  const prepare = ({ callId, number }: KnownCaller): void => {
    const answer = cache.lookup(number)
    if (!answer.ok) return
    const freshAtMs = refresher.freshAtMs(callId)
    const card: PreparedCard = {
      dialString: number,
      answer: answer.value,
      preparedAtMs: clock.nowMs(),
      callId,
      ...(freshAtMs === null ? {} : { freshAtMs }),
    }
    if (waiting.has(callId)) prepared.set(callId, card)
    for (const listener of listeners) listener(card)
  }

  const refresher = createCardRefresher({ ...options, onFresh: prepare })

  const review = (): void => {
    const { centre, session } = link
    // From a gap in the stream to the next snapshot nobody knows who has gone: what is ready stays ready.
    if (session !== null && centre === null) return
    const callers = session === null || centre === null ? [] : toWaitingCallers(centre, session.agentId)
    waiting = new Set(callers.map(({ callId }) => callId))
    for (const callId of prepared.keys()) if (!waiting.has(callId)) prepared.delete(callId)
    for (const caller of callers) if (!prepared.has(caller.callId)) prepare(caller)
    askCrm()
  }

  const askCrm = (): void => {
    const { centre, session } = link
    if (session === null || !writer.can.lookup) {
      refresher.want([])
      return
    }
    if (centre === null) return
    const nowMs = clock.nowMs()
    pace.see(centre, nowMs)
    refresher.want(toAsks(centre, session.agentId, (queueId) => pace.desksFor(queueId, nowMs)))
  }

  /** Nothing is left of somebody who was forgotten. Whom a refresh changed is prepared again by whoever asked for it. */
  const hearOfPeople = ({ kind, personIds }: PeopleChange): void => {
    if (kind === 'changed') return
    const about = new Set(personIds)
    for (const { callId, dialString, answer } of [...prepared.values()])
      if (callId !== undefined && toPersonIds(answer).some((id) => about.has(id)))
        prepare({ callId, number: dialString })
  }

  const stops = [
    link.onLive(({ kind }) => {
      if (kind !== 'pulse') review()
    }),
    cache.onState(review),
    writer.onSync(askCrm),
    writer.onPeople(hearOfPeople),
  ]

  return {
    onPrepared(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    current: () => [...new Map([...prepared.values()].map((card) => [card.dialString, card])).values()],
    close() {
      for (const stop of stops) stop()
      refresher.end()
      listeners.clear()
      prepared.clear()
    },
  }
}

function toPersonIds(answer: CardAnswer): readonly string[] {
  if (answer.kind === 'one') return [answer.card.personId]
  return answer.kind === 'several' ? answer.cards.map(({ personId }) => personId) : []
}
