/** Floors of any size with callers in line, and a CRM that answers when a test lets it, counting what it was asked. */
import type { Agent } from '#contract/agent'
import type { Call } from '#contract/call'
import type { CardAnswer, PreparedCard } from '#contract/callerCard'
import { type Centre, type Change, emptyCentre } from '#contract/centre'
import { done } from '#contract/failure'
import { AgentId, CallId, QueueId } from '#contract/ids'
import { emptyQueueDay, type Queue } from '#contract/queue'
import { answered, type CrmAnswer } from '#main/crm/connector/crmAnswer'
import { createCardPreparer } from '#main/crm/prefetch/cardPreparer'
import type { PeopleChange, Refreshed } from '#main/crm/sync/cacheWriter'
import { createLiveKeeper } from '#main/desk/gateway/liveKeeper'
import type { CardPreparer } from '#main/desk/parts'
import { cardOf } from '#tests/main/crm/cacheBench'
import { sessionOf } from '#tests/main/crm/writeBack/writeBackRoom'
import type { FakeClock } from '#tests/support/fakeClock'
import { silentLog } from '#tests/support/silentLog'

export const sales = QueueId.parse('sales')
export const agentIdOf = (at: number) => AgentId.parse(`agent-${at}`)

export function agentOf(at: number, change: Partial<Agent> = {}): Agent {
  return {
    id: agentIdOf(at),
    name: `Agent ${at}`,
    extension: String(2000 + at),
    role: 'agent',
    queueIds: [sales],
    status: { kind: 'available', sinceMs: 0 },
    nextStatus: null,
    // The one of the lowest number has waited longest.
    activity: { kind: 'idle', sinceMs: 1000 + at },
    phone: 'registered',
    today: { handled: 0, missed: 0, talkMs: 0, wrapUpMs: 0, finished: 0, wrappedUp: 0 },
    ...change,
  }
}

export function queueOf(agents: readonly Agent[]): Queue {
  return {
    id: sales,
    name: 'Sales',
    strategy: 'least-recent',
    ringTimeoutMs: 15_000,
    wrapUpMs: 10_000,
    maxWaitMs: null,
    serviceLevelMs: 20_000,
    dispositions: [],
    members: agents.map(({ id }) => ({ agentId: id, penalty: 0 })),
    today: emptyQueueDay,
  }
}

export function callOf(serial: number, atMs: number, offeredTo: AgentId[] = []): Call {
  return {
    id: CallId.parse(`call-${serial}`),
    direction: 'inbound',
    caller: { number: `+98912${1_000_000 + serial}`, name: null },
    dialledNumber: null,
    queueId: sales,
    priority: 0,
    enteredAtMs: atMs,
    queuedAtMs: atMs,
    answeredAtMs: null,
    state: { kind: 'waiting', position: 1, offeredTo, offeredAtMs: null },
  }
}

export interface PrefetchDesk {
  readonly preparer: CardPreparer
  /** Every number the CRM was asked about, with when. */
  readonly asked: { readonly number: string; readonly atMs: number }[]
  readonly published: PreparedCard[]
  /** What the CRM answers after `answerMs`. */
  answer: () => CrmAnswer<Refreshed>
  /** What the cache says of any number. */
  known: CardAnswer
  snapshot(agents: readonly Agent[], calls?: readonly Call[]): void
  change(...changes: Change[]): void
  forget(personId: string): void
}

export function openDesk(clock: FakeClock, at: number, answerMs = 800): PrefetchDesk {
  const keeper = createLiveKeeper(clock)
  const people = new Set<(change: PeopleChange) => void>()
  let seq = 0
  const toPosition = () => ({ epoch: 'one', seq })
  const desk = {
    asked: [] as { number: string; atMs: number }[],
    published: [] as PreparedCard[],
    answer: (): CrmAnswer<Refreshed> => answered({ personIds: ['mina'], changed: ['mina'] }),
    known: { kind: 'one', card: cardOf('mina', []), matchedBy: 'number' } as CardAnswer,
  }
  const preparer = createCardPreparer({
    cache: { lookup: () => done(desk.known), onState: () => () => undefined },
    link: {
      session: sessionOf(agentIdOf(at)),
      get centre() {
        return keeper.centre
      },
      onLive: keeper.onLive,
    },
    writer: {
      can: { lookup: true, sync: 'none', write: false },
      onSync: () => () => undefined,
      onPeople(listener) {
        people.add(listener)
        return () => void people.delete(listener)
      },
      refresh(subject) {
        desk.asked.push({ number: 'number' in subject ? subject.number : '', atMs: clock.nowMs() })
        return new Promise((resolve) => clock.after(answerMs, () => resolve(desk.answer())))
      },
    },
    clock,
    random: () => 0.5,
    log: silentLog,
  })
  preparer.onPrepared((card) => desk.published.push(card))
  return Object.assign(desk, {
    preparer,
    snapshot(agents: readonly Agent[], calls: readonly Call[] = []) {
      const link = { kind: 'connected', sinceMs: 0, failure: null, roundTripMs: null } as const
      const centre: Centre = {
        ...emptyCentre(link),
        agents: [...agents],
        calls: [...calls],
        queues: [queueOf(agents)],
      }
      keeper.accept({ kind: 'snapshot', position: toPosition(), atMs: clock.nowMs(), centre })
    },
    change(...changes: Change[]) {
      seq += 1
      keeper.accept({ kind: 'delta', position: toPosition(), atMs: clock.nowMs(), changes })
    },
    forget(personId: string) {
      for (const listener of people) listener({ kind: 'forgotten', personIds: [personId], numbers: [] })
    },
  })
}
