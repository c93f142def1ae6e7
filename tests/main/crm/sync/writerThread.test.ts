/** The thread that writes the cache dies and comes back, and what it was told meanwhile is on the disk all the same. */
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type CacheBench, cardOf, createCacheBench, whoIs } from '#tests/main/crm/cacheBench'

let bench: CacheBench
const threads: Worker[] = []
const collect = (worker: Worker) => threads.push(worker)

beforeEach(() => {
  bench = createCacheBench()
  threads.length = 0
  process.on('worker', collect)
})

afterEach(async () => {
  process.off('worker', collect)
  await bench.close()
})

test('a thread that dies is started again later, lookups go on, and no note is lost', async () => {
  bench.writeSource([cardOf('a', ['+989121234567']), cardOf('b', ['+989121234568'])])
  const cache = await bench.openReady()
  expect((await cache.addNote('a', 'Sara', 'before', 1000)).ok).toBe(true)
  await threads[0]?.terminate()
  const refused = await cache.addNote('a', 'Sara', 'while it was dead', 2000)
  expect(refused).toMatchObject({ ok: false, failure: { code: 'cache-unavailable' } })
  expect(whoIs(cache, '+989121234568')).toBe('b by number')
  const answer = cache.lookup('+989121234567')
  const texts = answer.ok && answer.value.kind === 'one' ? answer.value.card.notes.value : []
  expect(texts.map((note) => note.text)).toEqual(['while it was dead', 'before'])
  await vi.waitFor(
    () => {
      bench.clock.advance(5000)
      expect(threads.length).toBeGreaterThan(1)
    },
    { timeout: 20_000 },
  )
  expect((await cache.addNote('a', 'Sara', 'after', 3000)).ok).toBe(true)
  await cache.close()
  const again = bench.open({ source: null })
  const kept = again.lookup('+989121234567')
  expect(
    kept.ok && kept.value.kind === 'one' && kept.value.card.notes.value.map((note) => note.text),
  ).toEqual(['after', 'while it was dead', 'before'])
})

test('a person who is to be forgotten while the thread is dead is not shown, and gone when it is back', async () => {
  bench.writeSource([cardOf('a', ['+989121234567'])])
  const cache = await bench.openReady()
  await threads[0]?.terminate()
  expect((await cache.writer.forget('a')).ok).toBe(false)
  expect(whoIs(cache, '+989121234567')).toBe('none')
  const forgotten = new Promise((resolve) => cache.writer.onPeople(resolve))
  await vi.waitFor(
    () => {
      bench.clock.advance(5000)
      expect(threads.length).toBeGreaterThan(1)
    },
    { timeout: 20_000 },
  )
  expect(await forgotten).toMatchObject({ kind: 'forgotten', personIds: ['a'] })
  await cache.close()
  expect(whoIs(bench.open({ source: null }), '+989121234567')).toBe('none')
})
