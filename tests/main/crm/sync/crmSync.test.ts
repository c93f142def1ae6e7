/** The copy of the CRM: taken whole, kept fresh, resumed after an interruption, and never worse than what was there. */
import { afterEach, expect, test } from 'vitest'
import { whoIs } from '#tests/main/crm/cacheBench'
import {
  type CrmRoom,
  cardOfNumber,
  createCrmRoom,
  numberOf,
  personOf,
  runNext,
  until,
  untilPlanned,
  untilTaken,
} from '#tests/main/crm/sync/crmRoom'

let room: CrmRoom | null = null

afterEach(async () => {
  await room?.close()
  room = null
})

async function begin(...options: Parameters<typeof createCrmRoom>): Promise<CrmRoom> {
  room = await createCrmRoom(...options)
  return room
}

const pagesAsked = ({ server }: CrmRoom) => server.requests.filter((each) => each.kind === 'page').length

test('a first load takes everybody with its progress in sight, and the next run is planned', async () => {
  const { clock, open } = await begin(950)
  const cache = open()
  const told: string[] = []
  cache.writer.onSync(() => told.push(cache.writer.sync.kind))
  expect(cache.state.state).toBe('opening')
  await untilTaken(cache)
  expect(cache.state).toEqual({ state: 'ready', failure: null })
  expect(told).toContain('full')
  expect(cache.writer.sync).toMatchObject({ kind: 'waiting', problem: null })
  expect(cache.writer.sync.nextAtMs).toBeGreaterThan(clock.nowMs())
  expect(
    Array.from({ length: 950 }, (_, at) => at).filter(
      (at) => whoIs(cache, numberOf(at)) !== `p${at} by number`,
    ),
  ).toEqual([])
})

test('a delta brings who changed and takes out who went, and asks for nobody else', async () => {
  const { server, clock, open } = await begin(300)
  const cache = open()
  await untilTaken(cache)
  server.people.put(personOf(5, { name: 'Renamed', phones: [numberOf(5), numberOf(905)] }))
  server.people.put(personOf(300))
  server.people.remove('p7')
  await cache.addNote('p7', 'Sara', 'a note that goes with its person', clock.nowMs())
  const before = server.requests.length
  await runNext(cache, clock)
  expect(cardOfNumber(cache, numberOf(905))?.name).toBe('Renamed')
  expect(whoIs(cache, numberOf(300))).toBe('p300 by number')
  expect(whoIs(cache, numberOf(7))).toBe('none')
  expect(whoIs(cache, numberOf(8))).toBe('p8 by number')
  expect(server.requests.slice(before).every(({ path }) => path.includes('since='))).toBe(true)
  server.people.put(personOf(7))
  await runNext(cache, clock)
  expect(cardOfNumber(cache, numberOf(7))?.notes.value).toEqual([])
})

test('closed in the middle of a load, it goes on at the page it was left at', async () => {
  const crm = await begin(2000)
  crm.server.delayMs = 50
  const first = crm.open()
  await until(first, () => first.writer.sync.taken >= 500)
  await first.close()
  const asked = pagesAsked(crm)
  expect(asked).toBeLessThan(20)
  const cache = crm.open()
  await untilTaken(cache)
  // One page was asked for ahead and thrown away at the most, and one transaction of pages.
  expect(pagesAsked(crm)).toBeLessThan(asked + 20 - 3)
  expect(pagesAsked(crm)).toBeGreaterThanOrEqual(20)
  expect(whoIs(cache, numberOf(0))).toBe('p0 by number')
  expect(whoIs(cache, numberOf(1999))).toBe('p1999 by number')
})

test('a full load takes out whom it no longer meets; one that was interrupted leaves that to the next', async () => {
  const dayMs = 24 * 3_600_000
  const crm = await begin(1000)
  const cache = crm.open()
  await untilTaken(cache)
  await cache.close()
  // Gone without a word: the delta that would have told it is never asked for.
  for (const id of ['p3', 'p999']) crm.server.people.remove(id)
  crm.server.people.put(personOf(1000))
  crm.clock.step(8 * dayMs)
  crm.server.delayMs = 80
  const again = crm.open()
  await until(again, () => again.writer.sync.kind === 'full' && again.writer.sync.taken >= 200)
  await again.close()
  crm.server.delayMs = 0
  const third = crm.open()
  await until(third, () => third.writer.sync.kind === 'full')
  await untilTaken(third)
  const who = () => [3, 999, 4, 1000].map((at) => whoIs(third, numberOf(at)).replace(' by number', ''))
  expect(who()).toEqual(['p3', 'p999', 'p4', 'p1000'])
  await third.close()
  crm.clock.step(2 * dayMs)
  const fourth = crm.open()
  await until(fourth, () => fourth.writer.sync.kind === 'full')
  await untilTaken(fourth)
  expect([3, 999, 4, 1000].map((at) => whoIs(fourth, numberOf(at)))).toEqual([
    'none',
    'none',
    'p4 by number',
    'p1000 by number',
  ])
})

test('the newer stamp of the CRM wins, whichever comes last', async () => {
  const { server, clock, open } = await begin(3)
  const cache = open()
  await untilTaken(cache)
  server.people.put(personOf(1, { name: 'Newer', updatedAt: '2030-01-02T00:00:00.000Z' } as never))
  await runNext(cache, clock)
  server.people.put(personOf(1, { name: 'Older', updatedAt: '2030-01-01T00:00:00.000Z' } as never))
  await runNext(cache, clock)
  expect(cardOfNumber(cache, numberOf(1))?.name).toBe('Newer')
})

test('an agent’s note is never overwritten by the CRM, and not told twice when it comes back from it', async () => {
  const { server, clock, open } = await begin(3)
  const cache = open()
  await untilTaken(cache)
  const atMs = clock.nowMs()
  expect((await cache.addNote('p1', 'Sara', 'Call back on Monday', atMs)).ok).toBe(true)
  server.people.put(personOf(1, { name: 'Changed', notes: [] }))
  await runNext(cache, clock)
  const texts = () => cardOfNumber(cache, numberOf(1))?.notes.value.map((note) => note.text)
  expect(cardOfNumber(cache, numberOf(1))?.name).toBe('Changed')
  expect(texts()).toEqual(['Call back on Monday'])
  const note = { at: new Date(atMs + 60_000).toISOString(), author: 'Sara', text: 'Call back on Monday' }
  server.people.put(personOf(1, { name: 'Changed', notes: [note] }))
  await runNext(cache, clock)
  expect(texts()).toEqual(['Call back on Monday'])
})

test('Retry-After is heeded to the second, and nothing is asked before', async () => {
  const crm = await begin(250)
  crm.server.order({ status: 429, retryAfter: '40' }, { kind: 'page', after: 1 })
  const cache = crm.open()
  await untilPlanned(cache)
  expect(cache.writer.sync).toMatchObject({ problem: 'busy', nextAtMs: crm.clock.nowMs() + 40_000 })
  const asked = pagesAsked(crm)
  crm.clock.advance(39_999)
  expect(pagesAsked(crm)).toBe(asked)
  crm.clock.advance(1)
  await untilTaken(cache)
  expect(cache.writer.sync.problem).toBeNull()
  expect(whoIs(cache, numberOf(249))).toBe('p249 by number')
})

test.each([
  ['nonsense', 'html'],
  ['nonsense', 'broken-json'],
  ['refused', { status: 401 }],
  ['busy', { status: 503 }],
] as const)(
  '%s in mid-sync is told, waits longer each time, and the load goes on',
  async (problem, fault) => {
    const crm = await begin(400)
    crm.server.order(fault, { kind: 'page', after: 2, times: 6 })
    const cache = crm.open()
    const waits: number[] = []
    for (let round = 0; round < 3; round += 1) {
      await untilPlanned(cache)
      expect(cache.writer.sync.problem).toBe(problem)
      waits.push((cache.writer.sync.nextAtMs ?? 0) - crm.clock.nowMs())
      crm.clock.advance(waits.at(-1) ?? 0)
      await until(cache, () => cache.writer.sync.kind !== 'waiting' || cache.writer.sync.problem === null)
    }
    expect(waits[1]).toBeGreaterThan(waits[0] ?? 0)
    expect(waits[2]).toBeGreaterThan(waits[1] ?? 0)
    for (let round = 0; round < 12 && cache.writer.sync.problem !== null; round += 1)
      await runNext(cache, crm.clock)
    expect(whoIs(cache, numberOf(399))).toBe('p399 by number')
  },
  60_000,
)

test('a CRM that suddenly names nobody empties nothing', async () => {
  const crm = await begin(50)
  const cache = crm.open()
  await untilTaken(cache)
  await cache.close()
  for (let at = 0; at < 50; at += 1) crm.server.people.remove(`p${at}`)
  crm.clock.step(8 * 24 * 3_600_000)
  const again = crm.open()
  await until(again, () => again.writer.sync.problem !== null)
  expect(again.writer.sync.problem).toBe('nonsense')
  expect(whoIs(again, numberOf(1))).toBe('p1 by number')
})
