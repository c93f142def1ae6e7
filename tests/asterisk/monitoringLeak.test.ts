/** A caller hears nothing of a supervisor who speaks all the time, however fast and often the mode is changed. */
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { loudestDb } from '#tests/asterisk/support/ears'
import { type MonitorLab, openMonitorLab, tones } from '#tests/asterisk/support/monitorLab'

let floor: MonitorLab

beforeAll(async () => {
  floor = await openMonitorLab()
})

afterEach(async () => {
  await floor?.clear()
})

afterAll(async () => {
  await floor?.close()
})

/** The same trial each time (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const pick = <T>(random: () => number, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
/** What the codec makes of other tones at the supervisor's: louder than this is a voice. */
const floorDb = -50

test('200 changes between listening, whispering and waiting', async () => {
  const talk = await floor.talk('queue')
  const random = createRandom(20_261)
  const from = performance.now()
  const id = await floor.open(talk.point, 'listen')
  let whispers = 0
  for (let i = 0; i < 200; i += 1) {
    const mode = pick(random, ['listen', 'whisper', 'waiting'] as const)
    if (mode === 'waiting') await floor.steer(id, null, 'listen')
    else await floor.steer(id, talk.point, mode)
    if (mode === 'whisper') whispers += 1
    await wait(random() * 40)
  }
  const frames = talk.other.heardSince(from)
  expect(whispers).toBeGreaterThan(40)
  expect(frames.length).toBeGreaterThan(200)
  expect(loudestDb(frames, tones.agent)).toBeGreaterThan(-30)
  expect(loudestDb(frames, tones.supervisor)).toBeLessThan(floorDb)
  // The ear is no deaf one, and the agent was whispered to.
  expect(loudestDb(talk.agent.heardSince(from), tones.supervisor)).toBeGreaterThan(-30)
  await floor.steer(id, talk.point, 'barge')
  await expect.poll(() => talk.other.levelDb(tones.supervisor)).toBeGreaterThan(-30)
})

test('nor after a barge has been left, from the moment it is answered', async () => {
  const talk = await floor.talk('queue')
  const random = createRandom(7)
  const id = await floor.open(talk.point, 'listen')
  // What had left the switch by then may still be on its way to the ear.
  const onTheWayMs = 60
  for (let i = 0; i < 15; i += 1) {
    await floor.steer(id, talk.point, 'barge')
    await wait(60 + random() * 60)
    const quiet = pick(random, ['listen', 'whisper', 'waiting'] as const)
    if (quiet === 'waiting') await floor.steer(id, null, 'listen')
    else await floor.steer(id, talk.point, quiet)
    const from = performance.now() + onTheWayMs
    await wait(200)
    expect(loudestDb(talk.other.heardSince(from), tones.supervisor)).toBeLessThan(floorDb)
  }
})
