/** Cards are ready before the phone rings, for the callers this agent may get, and gone with them. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Agent } from '#contract/agent'
import type { Call, CallState } from '#contract/call'
import type { CardAnswer, PreparedCard } from '#contract/callerCard'
import { type Centre, type Change, emptyCentre, type LiveMessage } from '#contract/centre'
import { type Answer, done, failed } from '#contract/failure'
import { AgentId, CallId, QueueId } from '#contract/ids'
import type { Session } from '#contract/session'
import { createCardPreparer } from '#main/crm/prefetch/cardPreparer'
import { noWriter } from '#main/crm/writeBack/noWriter'
import { createLiveKeeper } from '#main/desk/gateway/liveKeeper'
import type { CardPreparer, CrmCache } from '#main/desk/parts'
import { cardOf } from '#tests/main/crm/cacheBench'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'
import { silentLog } from '#tests/support/silentLog'

const me = AgentId.parse('me')
const sales = QueueId.parse('sales')
const other = QueueId.parse('other')

const session: Session = {
  agentId: me,
  userName: 'me',
  name: 'Me',
  role: 'agent',
  extension: '1001',
  practice: true,
}

/** The live stream as the desk's link gives it, and a cache that can be told to fail. */
function createDesk(clock: FakeClock) {
  const keeper = createLiveKeeper(clock)
  let followers = 0
  const states = new Set<(state: CrmCache['state']) => void>()
  const looked: (string | null)[] = []
  let answer: Answer<CardAnswer> = done({ kind: 'none' })
  let seq = 0
  return {
    looked,
    listening: () => followers + states.size,
    setAnswer(next: Answer<CardAnswer>) {
      answer = next
      for (const listener of states) listener({ state: 'ready', failure: null })
    },
    snapshot: (centre: Centre) =>
      keeper.accept({ kind: 'snapshot', position: { epoch: 'e', seq }, atMs: clock.nowMs(), centre }),
    change(...changes: Change[]) {
      seq += 1
      keeper.accept({ kind: 'delta', position: { epoch: 'e', seq }, atMs: clock.nowMs(), changes })
    },
    /** Something was lost on the way. */
    skip() {
      seq += 1
    },
    cache: {
      lookup(dialString: string | null) {
        looked.push(dialString)
        return answer
      },
      onState(listener: (state: CrmCache['state']) => void) {
        states.add(listener)
        return () => void states.delete(listener)
      },
    },
    link: {
      session,
      get centre() {
        return keeper.centre
      },
      onLive(listener: (message: LiveMessage) => void) {
        const stop = keeper.onLive(listener)
        followers += 1
        return () => {
          stop()
          followers -= 1
        }
      },
    },
  }
}

let clock: FakeClock
let desk: ReturnType<typeof createDesk>
let preparer: CardPreparer
let published: PreparedCard[]

beforeEach(() => {
  clock = createFakeClock()
  desk = createDesk(clock)
  preparer = createCardPreparer({ ...desk, clock, writer: noWriter, random: () => 0.5, log: silentLog })
  published = []
  preparer.onPrepared((card) => published.push(card))
  desk.snapshot(centreOf())
})

afterEach(() => preparer.close())

const agent: Agent = {
  id: me,
  name: 'Me',
  extension: '1001',
  role: 'agent',
  queueIds: [sales],
  status: { kind: 'available', sinceMs: 0 },
  nextStatus: null,
  activity: { kind: 'idle', sinceMs: 0 },
  phone: 'registered',
  today: { handled: 0, missed: 0, talkMs: 0, wrapUpMs: 0, finished: 0, wrappedUp: 0 },
}

const centreOf = (...calls: Call[]): Centre => ({
  ...emptyCentre({ kind: 'connected', sinceMs: 0, failure: null, roundTripMs: null }),
  agents: [agent],
  calls,
})

const waiting = (offeredTo: AgentId[] = []): CallState => ({
  kind: 'waiting',
  position: 1,
  offeredTo,
  offeredAtMs: null,
})

const callOf = (id: string, number: string | null, change: Partial<Call> = {}): Call => ({
  id: CallId.parse(id),
  direction: 'inbound',
  caller: { number, name: null },
  dialledNumber: null,
  queueId: sales,
  priority: 0,
  enteredAtMs: 1,
  queuedAtMs: 1,
  answeredAtMs: null,
  state: waiting(),
  ...change,
})

const enters = (call: Call): Change => ({ kind: 'call', call })
const numbers = () => preparer.current().map((card) => card.dialString)

test('a caller who enters my queue is looked up once, at once, under the number as it is given', () => {
  desk.setAnswer(done({ kind: 'one', card: cardOf('p', ['+989121234567']), matchedBy: 'number' }))
  desk.change(enters(callOf('a', '09121234567')))
  expect(published).toEqual([
    {
      dialString: '09121234567',
      answer: { kind: 'one', card: cardOf('p', ['+989121234567']), matchedBy: 'number' },
      preparedAtMs: clock.nowMs(),
      callId: 'a',
    },
  ])
  desk.change(enters(callOf('a', '09121234567', { priority: 5 })))
  desk.change(enters(callOf('a', '09121234567', { state: waiting([me]) })))
  expect(desk.looked).toEqual(['09121234567'])
})

test('callers already waiting at sign-in are prepared, those of other queues and withheld ones are not', () => {
  desk.snapshot(
    centreOf(callOf('a', '1111111'), callOf('b', '2222222', { queueId: other }), callOf('c', null)),
  )
  expect(numbers()).toEqual(['1111111'])
})

test('a caller of no queue of mine is prepared when the phone rings here', () => {
  desk.change(enters(callOf('a', '1111111', { queueId: other })))
  expect(numbers()).toEqual([])
  desk.change(enters(callOf('a', '1111111', { queueId: other, state: waiting([me]) })))
  expect(numbers()).toEqual(['1111111'])
})

test('a card goes when the caller is answered or leaves', () => {
  desk.change(enters(callOf('a', '1111111')), enters(callOf('b', '2222222')))
  desk.change(enters(callOf('a', '1111111', { state: { kind: 'talking', agentId: me, sinceMs: 2 } })))
  expect(numbers()).toEqual(['2222222'])
  desk.change({ kind: 'callGone', callId: CallId.parse('b') })
  expect(numbers()).toEqual([])
})

test('joining a queue prepares those who wait in it', () => {
  desk.change(enters(callOf('a', '1111111', { queueId: other })))
  desk.change({ kind: 'agent', agent: { ...agent, queueIds: [sales, other] } })
  expect(numbers()).toEqual(['1111111'])
})

test('what the cache could not answer is asked again when its state changes', () => {
  desk.setAnswer(failed('cache-unavailable'))
  desk.change(enters(callOf('a', '1111111')))
  expect(published).toEqual([])
  desk.setAnswer(done({ kind: 'none' }))
  expect(published.map((card) => card.dialString)).toEqual(['1111111'])
})

test('after a gap in the stream, what is ready stays until the next snapshot says who still waits', () => {
  desk.change(enters(callOf('a', '1111111')), enters(callOf('b', '2222222')))
  desk.skip()
  desk.change({ kind: 'callGone', callId: CallId.parse('a') })
  expect(desk.link.centre).toBeNull()
  desk.setAnswer(done({ kind: 'none' }))
  expect(numbers()).toEqual(['1111111', '2222222'])
  desk.snapshot(centreOf(callOf('b', '2222222')))
  expect(numbers()).toEqual(['2222222'])
})

test('one card for two calls of one number; five hundred at most, the longest waiting first', () => {
  desk.change(enters(callOf('a', '1111111')), enters(callOf('b', '1111111')))
  expect(numbers()).toEqual(['1111111'])
  const crowd = Array.from({ length: 600 }, (_, at) =>
    callOf(`c${at}`, `${2_000_000 + at}`, { enteredAtMs: 700 - at }),
  )
  desk.snapshot(centreOf(...crowd))
  expect(numbers()).toHaveLength(500)
  expect(numbers()).toContain('2000599')
  expect(numbers()).not.toContain('2000000')
})

test('closing leaves nobody listening', () => {
  preparer.close()
  expect(desk.listening()).toBe(0)
  desk.change(enters(callOf('z', '9999999')))
  expect(published).toEqual([])
})
