/**
 * A recorded queue on a real Asterisk: what the switch's own file holds while its recording is paused, proved by the
 * tones of both sides; and that a gateway started anew still knows it.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CallId } from '#contract/ids'
import { toneLevelDb } from '#simulator/media/toneLevel'
import { parseWav } from '#simulator/media/wavFile'
import { type LabFloor, numberOf, openLabFloor } from '#tests/asterisk/support/labFloor'
import { newCommandId } from '#tests/gateway/support/testDesk'

const soon = { timeout: 20_000, interval: 50 }
const done = { ok: true, value: null }
let floor: LabFloor

beforeAll(async () => {
  floor = await openLabFloor({
    agents: 1,
    callers: 1,
    wrapUpSeconds: 0,
    ringSeconds: 15,
    voicesHz: { agents: [660], callers: [440] },
    records: true,
    checkEveryMs: 500,
  })
})
afterAll(() => floor?.close())

const callNow = () => floor.watcher.centre?.calls[0]
const recordingNow = () => callNow()?.recording?.state

/** Lets the first agent take a call of the queue, and gives the call's id. */
async function talk(to: keyof typeof numberOf): Promise<CallId> {
  const [agent] = floor.agents
  const [caller] = floor.callers
  agent?.phone.onRing((leg) => leg.answer())
  const status = { kind: 'available' } as const
  expect(await agent?.desk.client.status.choose({ commandId: newCommandId(), status })).toMatchObject({
    ok: true,
  })
  caller?.call(numberOf[to])
  await expect.poll(() => callNow()?.state.kind, soon).toBe('talking')
  return callNow()?.id as CallId
}

async function clear(): Promise<void> {
  for (const leg of floor.callers[0]?.legs ?? []) leg.hangUp()
  await expect.poll(() => floor.watcher.centre?.calls.length, soon).toBe(0)
}

const set = (name: 'pauseRecording' | 'resumeRecording', callId: CallId) =>
  floor.agents[0]?.desk.client.floor[name]({ commandId: newCommandId(), callId })

/** Of each quarter of a second which tones the file has. */
function quartersOf(callId: CallId): string[] {
  const reading = parseWav(readFileSync(join(floor.lab.monitorDir, `${callId}.wav`)))
  if (!reading.ok) throw new Error(reading.reason)
  const { samples } = reading
  return Array.from({ length: Math.floor(samples.length / 2000) }, (_, i) => {
    const part = samples.subarray(i * 2000, (i + 1) * 2000)
    const heard = [440, 660].filter((hz) => toneLevelDb(part, hz) > -60)
    return heard.join(' ') || 'silence'
  })
}

test('the file has both sides, and for as long as it is paused neither', { timeout: 120_000 }, async () => {
  const callId = await talk('support')
  await expect.poll(recordingNow, soon).toBe('running')
  await wait(1500)
  expect(await set('pauseRecording', callId)).toEqual(done)
  await expect.poll(recordingNow, soon).toBe('paused')
  // Longer than two readings of the switch, which must not find it otherwise.
  await wait(2500)
  expect(recordingNow()).toBe('paused')
  expect(await set('resumeRecording', callId)).toEqual(done)
  await expect.poll(recordingNow, soon).toBe('running')
  await wait(1500)
  await clear()
  const quarters = quartersOf(callId)
  const silent = quarters.flatMap((each, at) => (each === 'silence' ? [at] : []))
  const [first = -1, last = -1] = [silent[0], silent.at(-1)]
  // One stretch, of nine whole quarters at least, with both voices before it and behind it.
  expect(last - first + 1).toBe(silent.length)
  expect(silent.length).toBeGreaterThanOrEqual(9)
  expect(quarters.slice(2, first - 1).every((each) => each === '440 660')).toBe(true)
  expect(quarters.slice(last + 2, -1).every((each) => each === '440 660')).toBe(true)
  expect(first).toBeGreaterThan(3)
  expect(floor.complaints).toEqual([])
})

test('a gateway that lost the switch while it was paused still knows it', { timeout: 120_000 }, async () => {
  const callId = await talk('support')
  await expect.poll(recordingNow, soon).toBe('running')
  expect(await set('pauseRecording', callId)).toEqual(done)
  await expect.poll(recordingNow, soon).toBe('paused')
  const since = callNow()?.recording?.sinceMs ?? 0
  floor.line.cut()
  await expect.poll(() => floor.watcher.centre?.pbx.kind, soon).toBe('disconnected')
  floor.line.mend()
  await expect.poll(() => floor.watcher.centre?.pbx.kind, soon).toBe('connected')
  await expect.poll(recordingNow, soon).toBe('paused')
  expect(Math.abs((callNow()?.recording?.sinceMs ?? 0) - since)).toBeLessThan(2000)
  expect(await set('resumeRecording', callId)).toEqual(done)
  await expect.poll(recordingNow, soon).toBe('running')
  await clear()
})

test('a queue that is not recorded has nothing to pause, and says so', { timeout: 120_000 }, async () => {
  const callId = await talk('sales')
  expect(recordingNow()).toBeUndefined()
  expect(await set('pauseRecording', callId)).toMatchObject({ ok: false, failure: { code: 'wrong-state' } })
  await clear()
})
