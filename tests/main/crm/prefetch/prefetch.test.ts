/** The CRM is asked about callers before they ring, by few desks, within a budget, and left alone in trouble. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hasProblem } from '#main/crm/connector/crmAnswer'
import {
  agentIdOf,
  agentOf,
  callOf,
  openDesk,
  type PrefetchDesk,
} from '#tests/main/crm/prefetch/prefetchRoom'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'

let clock: FakeClock
let desks: PrefetchDesk[]

beforeEach(() => {
  clock = createFakeClock()
  desks = []
})

afterEach(async () => {
  for (const { preparer } of desks) preparer.close()
  // What the CRM was still to answer.
  await clock.advanceAsync(1000)
  expect(clock.pending).toBe(0)
})

const floorOf = (count: number) => Array.from({ length: count }, (_, at) => agentOf(at))
function openHall(count: number, answerMs?: number): PrefetchDesk[] {
  const agents = floorOf(count)
  desks = agents.map((_, at) => openDesk(clock, at, answerMs))
  for (const desk of desks) desk.snapshot(agents)
  return desks
}
const openOne = (answerMs?: number): PrefetchDesk => {
  const [desk] = openHall(1, answerMs)
  if (desk === undefined) throw new Error('There is no desk')
  return desk
}
const enters = (serial: number) => ({ kind: 'call', call: callOf(serial, clock.nowMs()) }) as const
const allAsks = () => desks.flatMap(({ asked }) => asked)

test('the card of the cache is there at once, the fresh one when the CRM has answered', async () => {
  const desk = openOne()
  desk.change(enters(1))
  expect(desk.published).toMatchObject([{ dialString: '+989121000001', callId: 'call-1' }])
  expect(desk.published[0]?.freshAtMs).toBeUndefined()
  const enteredAtMs = clock.nowMs()
  await clock.advanceAsync(1000)
  expect(desk.published).toHaveLength(2)
  expect(desk.published[1]?.freshAtMs).toBeGreaterThanOrEqual(enteredAtMs)
  expect(desk.preparer.current()).toEqual([desk.published[1]])
  expect(desk.asked).toHaveLength(1)
})

test('of two hundred agents those whose turn comes first ask, however many callers come', async () => {
  openHall(200)
  for (let serial = 0; serial < 90; serial += 1) {
    for (const desk of desks) desk.change(enters(serial))
    await clock.advanceAsync(250)
    for (const desk of desks) desk.change({ kind: 'callGone', callId: callOf(serial, 0).id })
    await clock.advanceAsync(250)
  }
  // At the beginning nobody knows yet how many come.
  const late = allAsks().filter(({ atMs }) => clock.nowMs() - atMs < 30_000)
  expect(late.length / 30).toBeLessThan(25)
  expect(desks[0]?.asked.length).toBeGreaterThan(50)
  expect(desks[199]?.asked.length).toBeLessThan(10)
})

test('a small floor asks at every desk: nobody knows who will be free first', async () => {
  openHall(9)
  for (const desk of desks) desk.change(enters(1))
  await clock.advanceAsync(1000)
  expect(desks.map(({ asked }) => asked.length)).toEqual(Array.from({ length: 9 }, () => 1))
})

test('who is offered the caller asks at once, whatever the turn', async () => {
  openHall(200)
  for (let serial = 10; serial < 200; serial += 1) for (const desk of desks) desk.change(enters(serial))
  for (const desk of desks)
    desk.change(
      ...Array.from(
        { length: 190 },
        (_, at) => ({ kind: 'callGone', callId: callOf(at + 10, 0).id }) as const,
      ),
    )
  await clock.advanceAsync(30_000)
  const before = desks[150]?.asked.length ?? 0
  desks[150]?.change({ kind: 'call', call: callOf(1, clock.nowMs(), [agentIdOf(150)]) })
  expect(desks[150]?.asked).toHaveLength(before + 1)
})

test('a crowd is asked about within the budget of the desk, each once', async () => {
  const desk = openOne(100)
  desk.change(...Array.from({ length: 100 }, (_, serial) => enters(serial)))
  await clock.advanceAsync(1000)
  expect(desk.asked.length).toBeLessThanOrEqual(12)
  await clock.advanceAsync(30_000)
  expect(desk.asked.length).toBeLessThanOrEqual(132)
  expect(desk.asked).toHaveLength(100)
  expect(new Set(desk.asked.map(({ number }) => number)).size).toBe(100)
})

test('one who has left is not asked about any more', async () => {
  const desk = openOne(100)
  desk.change(...Array.from({ length: 40 }, (_, serial) => enters(serial)))
  await clock.advanceAsync(500)
  const asked = desk.asked.length
  desk.change(
    ...Array.from(
      { length: 40 },
      (_, serial) => ({ kind: 'callGone', callId: callOf(serial, 0).id }) as const,
    ),
  )
  await clock.advanceAsync(10_000)
  expect(desk.asked).toHaveLength(asked)
  expect(desk.preparer.current()).toEqual([])
})

test('one who waits long is asked about again', async () => {
  const desk = openOne()
  desk.change(enters(1))
  await clock.advanceAsync(300_000)
  expect(desk.asked).toHaveLength(3)
})

test('a CRM in trouble is left alone, ever longer, and as long as it asks', async () => {
  const desk = openOne(10)
  desk.answer = () => hasProblem('unreachable', '')
  for (let serial = 0; serial < 200; serial += 1) {
    desk.change(enters(serial))
    await clock.advanceAsync(1000)
  }
  expect(desk.asked.length).toBeLessThan(20)
  desk.answer = () => hasProblem('busy', '429', 300_000)
  await clock.advanceAsync(61_000)
  const asked = desk.asked.length
  await clock.advanceAsync(290_000)
  expect(desk.asked.length).toBeLessThanOrEqual(asked + 1)
})

test('a caller talked to here, or called from here, is asked about too and told, though nothing of them is kept', async () => {
  const desk = openOne()
  const talking = { kind: 'talking', agentId: agentIdOf(0), sinceMs: 1 } as const
  desk.change({ kind: 'call', call: { ...callOf(1, 1), queueId: null, state: talking } })
  const dialled = {
    ...callOf(2, 1),
    queueId: null,
    direction: 'outbound' as const,
    dialledNumber: '+982112345678',
  }
  const caller = { number: '2000', name: null }
  desk.change({
    kind: 'call',
    call: { ...dialled, caller, state: { kind: 'dialling', agentId: agentIdOf(0) } },
  })
  await clock.advanceAsync(1000)
  expect(desk.asked.map(({ number }) => number)).toEqual(['+989121000001', '+982112345678'])
  expect(desk.published.map(({ callId }) => callId)).toEqual(['call-1', 'call-2'])
  expect(desk.preparer.current()).toEqual([])
})

test('nothing is left of a person who is forgotten', async () => {
  const desk = openOne()
  desk.change(enters(1))
  await clock.advanceAsync(1000)
  desk.known = { kind: 'none' }
  desk.forget('mina')
  expect(desk.preparer.current()).toMatchObject([{ answer: { kind: 'none' } }])
})

test('an agent on a break is last in turn, one who is away not there at all', () => {
  const agents = [
    agentOf(0, { status: { kind: 'offline', sinceMs: 0 } }),
    agentOf(1, { status: { kind: 'break', reasonId: 'lunch', sinceMs: 0 } }),
    agentOf(2, { activity: { kind: 'idle', sinceMs: 9000 } }),
  ]
  desks = agents.map((_, at) => openDesk(clock, at))
  for (const desk of desks) desk.snapshot(agents, [callOf(1, clock.nowMs())])
  expect(desks.map(({ asked }) => asked.length)).toEqual([0, 0, 1])
})
