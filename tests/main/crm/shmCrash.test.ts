/**
 * SQLite trusts the memory its connections share (`-shm`), as a program trusts its own: whoever writes into it while a desk
 * works may end the process. Then the next start makes that memory anew from the log, and the desk has everybody again.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, statSync, truncateSync, writeSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ClosableCrmCache } from '#main/crm/cache/crmCache'
import { createRandom } from '#simulator/people/random'
import { type CacheBench, cardOf, createCacheBench, whoIs } from '#tests/main/crm/cacheBench'

const child = fileURLToPath(new URL('./shmChild.ts', import.meta.url))
const count = 400
const numberOf = (at: number) => `+98912${String(1_000_000 + at)}`
const numbers = Array.from({ length: count }, (_, at) => numberOf(at))
let bench: CacheBench

beforeEach(() => {
  bench = createCacheBench()
})
afterEach(() => bench.close())

/** Behind the header, which SQLite checks: where each page lies in the log. */
const headerBytes = 136

function scribble(path: string, random: ReturnType<typeof createRandom>): void {
  if (!existsSync(path)) return
  const size = statSync(path).size
  if (size <= headerBytes) return
  const file = openSync(path, 'r+')
  for (let each = 0; each < 400; each += 1)
    writeSync(file, Buffer.from([random.below(256)]), 0, 1, headerBytes + random.below(size - headerBytes))
  closeSync(file)
}

/** What is mapped and not there any more is the system's own fault to the process: it cannot be caught. */
const cutOff = (path: string): void => {
  if (existsSync(path)) truncateSync(path, 0)
}

function hasNote(cache: ClosableCrmCache, at: number, text: string): boolean {
  const answer = cache.lookup(numberOf(at % count))
  return (
    answer.ok &&
    answer.value.kind === 'one' &&
    answer.value.card.notes.value.some((note) => note.text === text)
  )
}

test('whether it ends of it or goes on: started again, a desk has its memory anew and knows everybody', async () => {
  bench.writeSource(numbers.map((number, at) => cardOf(`p${at}`, [number], { company: 'x'.repeat(300) })))
  await (await bench.openReady()).close()
  const source = bench.folder.file('export.jsonl')
  const random = createRandom(20_261_123, 'shm')
  const ends: (string | null)[] = []
  for (const harm of [scribble, scribble, cutOff]) {
    const desk = spawn(process.execPath, [child, bench.path, source, JSON.stringify(numbers)], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const told: string[] = []
    desk.stdout.setEncoding('utf8').on('data', (text: string) => told.push(...text.trim().split('\n')))
    const ended = once(desk, 'close')
    let hasEnded = false
    void ended.then(() => (hasEnded = true))
    await vi.waitFor(() => expect(hasEnded || told.length > 20).toBe(true), { timeout: 60_000 })
    for (let time = 0; time < 40 && !hasEnded; time += 1) {
      harm(`${bench.path}-shm`, random)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    if (harm === cutOff) await ended
    desk.kill('SIGKILL')
    const [, signal] = (await ended) as [number | null, string | null]
    ends.push(signal)
    const again = bench.open()
    await vi.waitFor(
      () => {
        bench.clock.advance(1000)
        expect(again.state.state).toBe('ready')
        expect(numbers.filter((number, at) => whoIs(again, number) !== `p${at} by number`)).toEqual([])
      },
      { timeout: 60_000, interval: 50 },
    )
    // The log has what was said to be kept, and is read from its beginning.
    const lost = told.filter((text) => !hasNote(again, Number(text.slice('note '.length)), text))
    if (harm === cutOff) expect(lost).toEqual([])
    await again.close()
  }
  // By a fault of its own or by our hand: each of them was ended hard.
  expect(ends).not.toContain(null)
  if (process.platform === 'linux') expect(ends.at(-1)).toBe('SIGBUS')
}, 300_000)
