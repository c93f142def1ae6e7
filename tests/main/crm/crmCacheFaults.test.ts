/** The cache through damage, refusing disks, interruptions and changes of its source, while calls go on. */
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type CacheBench, cardOf, createCacheBench, key, untilState, whoIs } from '#tests/main/crm/cacheBench'
import { canMount, createSmallDisk } from '#tests/support/smallDisk'

let bench: CacheBench

beforeEach(() => {
  bench = createCacheBench()
})

afterEach(() => bench.close())

const numberOf = (at: number) => `+98912${String(1_000_000 + at)}`
const people = (count: number) =>
  Array.from({ length: count }, (_, at) => cardOf(`p${at}`, [numberOf(at)], { company: 'x'.repeat(150) }))
const setAsideFiles = () => readdirSync(bench.folder.path).filter((name) => name.includes('.set-aside-'))

test('the first start fills the cache, the second finds it filled', async () => {
  bench.writeSource(people(3000))
  const first = bench.open()
  expect(first.state).toEqual({ state: 'opening', failure: null })
  expect(whoIs(first, numberOf(2999))).toBe('cache-unavailable')
  expect(whoIs(first, null)).toBe('withheld')
  await untilState(first, 'ready')
  expect(whoIs(first, numberOf(2999))).toBe('p2999 by number')
  await first.close()
  const second = bench.open()
  expect(second.state).toEqual({ state: 'ready', failure: null })
  expect(whoIs(second, numberOf(0))).toBe('p0 by number')
})

test('without a source the cache is ready and knows nobody', () => {
  const cache = bench.open({ source: null })
  expect(cache.state.state).toBe('ready')
  expect(whoIs(cache, numberOf(0))).toBe('none')
})

test('a changed source fills the cache again, and nobody of the old one stays', async () => {
  bench.writeSource(people(10))
  await (await bench.openReady()).close()
  bench.writeSource([cardOf('new', ['+982144445555'])])
  const cache = bench.open()
  expect(cache.state.state).toBe('rebuilding')
  await untilState(cache, 'ready')
  expect(whoIs(cache, '+982144445555')).toBe('new by number')
  expect(whoIs(cache, numberOf(3))).toBe('none')
})

test('a source that is gone leaves the people there are; one that comes late is taken then', async () => {
  bench.writeSource(people(10))
  const path = bench.folder.file('export.jsonl')
  await (await bench.openReady()).close()
  rmSync(path)
  expect(whoIs(bench.open(), numberOf(3))).toBe('p3 by number')
  const other = bench.open({ path: bench.folder.file('other.db') })
  expect(other.state).toMatchObject({ state: 'unavailable', failure: { code: 'cache-unavailable' } })
  bench.writeSource(people(10))
  bench.clock.advance(5000)
  await untilState(other, 'ready')
  expect(whoIs(other, numberOf(3))).toBe('p3 by number')
})

test('closed in the middle of filling, it goes on at the next start and ends whole', async () => {
  bench.writeSource(people(12_000))
  const first = bench.open()
  await bench.open({ source: null, path: bench.folder.file('unrelated.db') }).close()
  while (whoIs(first, numberOf(0)) === 'cache-unavailable')
    await new Promise((resolve) => setImmediate(resolve))
  await first.close()
  const cache = await bench.openReady()
  const missing = Array.from({ length: 12_000 }, (_, at) => at).filter(
    (at) => whoIs(cache, numberOf(at)) !== `p${at} by number`,
  )
  expect(missing).toEqual([])
})

test('a person twice in the source is there once, as told last, under the last numbers only', async () => {
  bench.writeSource([
    cardOf('a', [numberOf(1), numberOf(2)]),
    cardOf('a', [numberOf(2), numberOf(3)], { name: 'Later' }),
  ])
  const cache = await bench.openReady()
  expect([1, 2, 3].map((at) => whoIs(cache, numberOf(at)))).toEqual(['none', 'a by number', 'a by number'])
  const answer = cache.lookup(numberOf(3))
  expect(answer.ok && answer.value.kind === 'one' && answer.value.card.name).toBe('Later')
})

test.each([
  ['of random bytes', () => Buffer.from(Array.from({ length: 20_000 }, (_, at) => (at * 7919) % 251))],
  ['cut short', (sound: Buffer) => sound.subarray(0, 3000)],
  ['with a damaged header', (sound: Buffer) => Buffer.concat([Buffer.alloc(100, 1), sound.subarray(100)])],
])('a file %s is set aside at the start and made again from the source', async (_, damage) => {
  bench.writeSource(people(500))
  await (await bench.openReady()).close()
  writeFileSync(bench.path, damage(readFileSync(bench.path)))
  const cache = bench.open()
  expect(cache.state).toMatchObject({ state: 'rebuilding', failure: { code: 'cache-unavailable' } })
  await untilState(cache, 'ready')
  expect(cache.state.failure).toBeNull()
  expect(whoIs(cache, numberOf(499))).toBe('p499 by number')
  expect(setAsideFiles()).toHaveLength(1)
})

test('a wrong key makes a new cache and keeps the old file', async () => {
  bench.writeSource(people(5))
  await (await bench.openReady()).close()
  const cache = await bench.openReady({ key: new Uint8Array(32).fill(1) })
  expect(whoIs(cache, numberOf(1))).toBe('p1 by number')
  expect(setAsideFiles()).toHaveLength(1)
})

test('damage found by a lookup answers unavailable, never a wrong card, and heals itself', async () => {
  bench.writeSource(people(3000))
  await (await bench.openReady()).close()
  const bytes = readFileSync(bench.path)
  // Every page below the roots of the eleven trees: the file opens, and whichever page the lookup reads is damaged.
  for (let at = 11 * 4096 + 50; at < bytes.length; at += 512) bytes[at] = (bytes[at] ?? 0) ^ 0xff
  writeFileSync(bench.path, bytes)
  const cache = bench.open()
  expect(cache.state.state).toBe('ready')
  const seen: string[] = []
  cache.onState((state) => seen.push(state.state))
  expect(whoIs(cache, numberOf(1))).toBe('cache-unavailable')
  await untilState(cache, 'ready')
  expect(seen).toEqual(['rebuilding', 'ready'])
  expect(whoIs(cache, numberOf(1))).toBe('p1 by number')
  expect(setAsideFiles().filter((name) => !/-(wal|shm)$/.test(name))).toHaveLength(1)
})

test("an agent's own note is on the next card, after a restart and after a refill", async () => {
  bench.writeSource(people(5))
  const cache = await bench.openReady()
  expect(await cache.addNote('p1', 'Sara', 'Wants a call back\non Monday', 5000)).toEqual({
    ok: true,
    value: null,
  })
  expect((await cache.addNote('p1', 'Sara', 'Older', 4000)).ok).toBe(true)
  const notes = {
    asOfMs: 5000,
    value: [
      { atMs: 5000, authorName: 'Sara', text: 'Wants a call back\non Monday' },
      { atMs: 4000, authorName: 'Sara', text: 'Older' },
    ],
  }
  const read = (from: typeof cache) => {
    const answer = from.lookup(numberOf(1))
    return answer.ok && answer.value.kind === 'one' ? answer.value.card.notes : null
  }
  expect(read(cache)).toEqual(notes)
  await cache.close()
  const again = await bench.openReady()
  expect(read(again)).toEqual(notes)
  await again.close()
  bench.writeSource(people(6))
  expect(read(await bench.openReady())).toEqual(notes)
})

test('a note longer than a card shows is cut, and one for a person not there harms nothing', async () => {
  bench.writeSource(people(2))
  const cache = await bench.openReady()
  expect((await cache.addNote('p1', 'Sara', 'y'.repeat(8000), 1)).ok).toBe(true)
  expect((await cache.addNote('nobody', 'Sara', 'hello', 1)).ok).toBe(true)
  const answer = cache.lookup(numberOf(1))
  expect(answer.ok && answer.value.kind === 'one' && answer.value.card.notes.value[0]?.text).toHaveLength(
    4000,
  )
})

test('notes written while the thread fills are on the card when it is filled', async () => {
  bench.writeSource(people(8000))
  const cache = bench.open()
  for (let at = 0; at < 20; at += 1) cache.addNote('p7999', 'Sara', `note ${at}`, at)
  await untilState(cache, 'ready')
  bench.clock.advance(10_000)
  const answer = cache.lookup(numberOf(7999))
  expect(answer.ok && answer.value.kind === 'one' && answer.value.card.notes.value).toHaveLength(20)
})

test('no name or number of the source stands in clear in the file or its log', async () => {
  bench.writeSource([cardOf('z', ['+989131112233'], { name: 'Parvaneh Zibakalam' }), ...people(300)])
  await bench.openReady()
  for (const suffix of ['', '-wal']) {
    const text = readFileSync(bench.path + suffix).toString('latin1')
    for (const word of ['Zibakalam', '989131112233', '332211131989', 'CREATE'])
      expect(text).not.toContain(word)
  }
  expect(statSync(bench.path).size).toBeGreaterThan(0)
})

const mountable = test.skipIf(!canMount())

mountable('on a full disk cards are read, a note is shown and kept once there is room', async () => {
  const disk = createSmallDisk(4)
  if (disk === null) throw new Error('The disk could be mounted a moment ago')
  try {
    bench.writeSource(people(300))
    const cache = await bench.openReady({ path: `${disk.folder}/crm.db` })
    disk.fillUp()
    const long = 'n'.repeat(4000)
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, at) => cache.addNote(`p${at}`, 'Sara', long, at)),
    )
    expect(answers.at(-1)).toMatchObject({ ok: false, failure: { code: 'cache-unwritable' } })
    expect(cache.state).toMatchObject({ state: 'ready', failure: { code: 'cache-unwritable' } })
    const held = cache.lookup(numberOf(29))
    expect(held.ok && held.value.kind === 'one' && held.value.card.notes.value[0]?.text).toBe(long)
    disk.free()
    bench.clock.advance(5000)
    await vi.waitFor(() => expect(cache.state).toEqual({ state: 'ready', failure: null }), {
      timeout: 20_000,
    })
    await cache.close()
    const again = await bench.openReady({ path: `${disk.folder}/crm.db` })
    const kept = again.lookup(numberOf(29))
    expect(kept.ok && kept.value.kind === 'one' && kept.value.card.notes.value).toHaveLength(1)
    await again.close()
  } finally {
    disk.remove()
  }
})

mountable(
  'a disk too small for the source says so, answers whom it has, and is filled when there is room',
  async () => {
    const disk = createSmallDisk(3)
    if (disk === null) throw new Error('The disk could be mounted a moment ago')
    try {
      bench.writeSource(people(1500))
      disk.fillUp()
      const cache = bench.open({ path: `${disk.folder}/crm.db` })
      expect(cache.state).toMatchObject({ state: 'unavailable', failure: { code: 'cache-unwritable' } })
      expect(whoIs(cache, numberOf(1))).toBe('cache-unavailable')
      disk.free()
      bench.clock.advance(5000)
      await untilState(cache, 'opening')
      await untilState(cache, 'ready')
      expect(whoIs(cache, numberOf(1499))).toBe('p1499 by number')
      await cache.close()
    } finally {
      disk.remove()
    }
  },
)

mountable('on a read-only disk a filled cache is read', async () => {
  const disk = createSmallDisk(4)
  if (disk === null) throw new Error('The disk could be mounted a moment ago')
  try {
    bench.writeSource(people(300))
    const path = `${disk.folder}/crm.db`
    await (await bench.openReady({ path })).close()
    disk.makeReadOnly()
    const cache = bench.open({ path })
    expect(cache.state).toMatchObject({ state: 'ready', failure: { code: 'cache-unwritable' } })
    expect(whoIs(cache, numberOf(5))).toBe('p5 by number')
    expect(await cache.addNote('p5', 'Sara', 'held', 1)).toMatchObject({
      ok: false,
      failure: { code: 'cache-unwritable' },
    })
    const answer = cache.lookup(numberOf(5))
    expect(answer.ok && answer.value.kind === 'one' && answer.value.card.notes.value[0]?.text).toBe('held')
    await cache.close()
  } finally {
    disk.remove()
  }
})

test('many openings and closings leave no timer and no thread behind', async () => {
  bench.writeSource(people(50))
  for (let round = 0; round < 5; round += 1) {
    const cache = bench.open({ key })
    await cache.close()
  }
  expect(bench.clock.pending).toBe(0)
})
