/** Looks up the cards of callers who enter this agent's queues, so that the card is there before the phone rings. */
import type { Call } from '#contract/call'
import type { PreparedCard } from '#contract/callerCard'
import { applyChanges, type Centre, type LiveMessage } from '#contract/centre'
import type { AgentId, CallId, QueueId } from '#contract/ids'
import type { Clock } from '#contract/time'
import type { CardPreparer, CrmCache, GatewayLink } from '#main/desk/parts'

export interface CardPreparerOptions {
  readonly cache: Pick<CrmCache, 'lookup' | 'onState'>
  /** `session` tells whose queues to watch; its live stream has no gap. */
  readonly link: Pick<GatewayLink, 'onLive' | 'session'>
  readonly clock: Clock
}

/** Most callers whose cards are kept; those who have waited longest are next, so they stay. */
const mostPrepared = 500

/** A card is prepared once for each call; where the cache could not answer, again when its state changes. */
export function createCardPreparer({ cache, link, clock }: CardPreparerOptions): CardPreparer {
  const listeners = new Set<(card: PreparedCard) => void>()
  const prepared = new Map<CallId, PreparedCard>()
  let centre: Centre | null = null

  const prepare = (call: KnownCaller): void => {
    const answer = cache.lookup(call.caller.number)
    if (!answer.ok) return
    const card = { dialString: call.caller.number, answer: answer.value, preparedAtMs: clock.nowMs() }
    prepared.set(call.id, card)
    for (const listener of listeners) listener(card)
  }

  const review = (): void => {
    const agentId = link.session?.agentId ?? null
    const wanted = centre === null || agentId === null ? [] : callersFor(centre, agentId)
    const ids = new Set(wanted.map((call) => call.id))
    for (const callId of prepared.keys()) if (!ids.has(callId)) prepared.delete(callId)
    for (const call of wanted) if (!prepared.has(call.id)) prepare(call)
  }

  const stopLive = link.onLive((message) => {
    centre = toCentre(centre, message)
    if (message.kind !== 'pulse') review()
  })
  const stopState = cache.onState(review)

  return {
    onPrepared(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    current: () => [...new Map([...prepared.values()].map((card) => [card.dialString, card])).values()],
    close() {
      stopLive()
      stopState()
      listeners.clear()
      prepared.clear()
    },
  }
}

function toCentre(centre: Centre | null, message: LiveMessage): Centre | null {
  switch (message.kind) {
    case 'snapshot':
      return message.centre
    case 'delta':
      return centre === null ? null : applyChanges(centre, message.changes)
    case 'pulse':
      return centre
  }
}

type KnownCaller = Call & { readonly caller: { readonly number: string } }

/** Pure: the waiting calls with a number that this agent may be or is offered, longest waiting first. */
function callersFor(centre: Centre, agentId: AgentId): KnownCaller[] {
  const queueIds = centre.agents.find((agent) => agent.id === agentId)?.queueIds ?? []
  return centre.calls
    .filter((call): call is KnownCaller => call.caller.number !== null)
    .filter((call) => isFor(call, agentId, queueIds))
    .toSorted((a, b) => a.enteredAtMs - b.enteredAtMs)
    .slice(0, mostPrepared)
}

/** A direct call rings at one agent without a queue; a queue's caller concerns all its members. */
function isFor({ state, queueId }: Call, agentId: AgentId, queueIds: readonly QueueId[]): boolean {
  if (state.kind !== 'waiting') return false
  return state.offeredTo.includes(agentId) || (queueId !== null && queueIds.includes(queueId))
}
