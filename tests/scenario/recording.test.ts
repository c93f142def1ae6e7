/**
 * Pausing and resuming the recording of a call, over the real wire at a real gateway on the practice centre: who may, what
 * the file holds, what every screen is told, and that neither a restart nor a transfer loses it.
 */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { toneLevelDb } from '#simulator/media/toneLevel'
import { parseWav } from '#simulator/media/wavFile'
import { kinds } from '#tests/gateway/monitoring/support/monitorWorld'
import { newCommandId, type TestDesk } from '#tests/gateway/support/testDesk'
import { until } from '#tests/gateway/support/world'
import {
  callFile,
  countEntries,
  entriesAfter,
  expectWhole,
  failureOf,
  gateway,
  open,
  restartGateway,
  room,
  sara,
  signIn,
} from '#tests/scenario/support/supervisedFloor'
import { callerOf, hertz } from '#tests/simulator/support/monitorRoom'

type CallId = Parameters<typeof callFile>[0]
const framesOfASecond = 50

async function talk(): Promise<CallId> {
  const callId = room.centre.callIn(callerOf('support'))
  await until(() => {
    room.clock.advance(100)
    return room.phones.ringingAt('1001') !== null
  })
  room.phones.answer('1001')
  await until(() => gateway.floor.agents.get(sara)?.activity.kind === 'talking')
  return callId
}

const set = (desk: TestDesk, name: 'pauseRecording' | 'resumeRecording', callId: CallId) =>
  desk.client.floor[name]({ commandId: newCommandId(), callId })
const stateOf = (callId: CallId) => gateway.floor.calls.get(callId)?.recording?.state

/** Which of the tones are in each second of the file. */
function secondsOf(callId: CallId): string[] {
  const reading = parseWav(readFileSync(callFile(callId)))
  if (!reading.ok) throw new Error(reading.reason)
  const { samples } = reading
  return Array.from({ length: Math.floor(samples.length / 8000) }, (_, i) => {
    const second = samples.subarray(i * 8000, (i + 1) * 8000)
    const names = (['caller', 'agent'] as const).filter((name) => toneLevelDb(second, hertz[name]) > -60)
    return names.join(' ') || 'silence'
  })
}

test('both sides are in the file, and neither while it is paused; every desk is told', async () => {
  await open({}, true)
  const desk = await signIn('sara')
  desk.watch()
  const callId = await talk()
  const told = (state: string) =>
    until(() => {
      room.clock.advance(20)
      return desk.centre?.calls.find(({ id }) => id === callId)?.recording?.state === state
    })
  await told('running')
  room.phones.mix(2 * framesOfASecond)
  expect(failureOf(await set(desk, 'pauseRecording', callId))).toBe('done')
  await told('paused')
  room.phones.mix(2 * framesOfASecond)
  expect(failureOf(await set(desk, 'resumeRecording', callId))).toBe('done')
  await told('running')
  room.phones.mix(framesOfASecond)
  room.centre.hangUpCaller(callId)
  await until(() => gateway.floor.calls.get(callId) === undefined)
  const both = 'caller agent'
  expect(secondsOf(callId)).toEqual([both, both, 'silence', 'silence', both])
})

test('only who talks in the call, or leads them, may; each pause is in the sealed log with its outcome', async () => {
  await open({}, true)
  const [saras, omids, lales, rezas] = [
    await signIn('sara'),
    await signIn('omid'),
    await signIn('lale'),
    await signIn('reza'),
  ]
  const callId = await talk()
  const from = countEntries()
  for (const desk of [lales, rezas]) {
    expect(failureOf(await set(desk, 'pauseRecording', callId))).toBe('forbidden')
    expect(stateOf(callId)).toBe('running')
  }
  expect(failureOf(await set(saras, 'pauseRecording', 'none' as CallId))).toBe('forbidden')
  expect(failureOf(await set(saras, 'pauseRecording', callId))).toBe('done')
  expect(failureOf(await set(omids, 'resumeRecording', callId))).toBe('done')
  expect(stateOf(callId)).toBe('running')
  expect(kinds(entriesAfter(from))).toEqual([
    'refused floor.pauseRecording forbidden',
    'refused floor.pauseRecording forbidden',
    'refused floor.pauseRecording forbidden',
    'recording floor.pauseRecording done',
    'recording floor.resumeRecording done',
  ])
  expect(entriesAfter(from).slice(3)).toMatchObject([
    { byId: sara, callId, callerNumber: '+989121234567' },
    { byName: 'Omid', callId },
  ])
  await expectWhole()
})

test('a call that is not recorded cannot be paused, and says so', async () => {
  await open()
  const desk = await signIn('sara')
  const callId = await talk()
  expect(stateOf(callId)).toBeUndefined()
  expect(failureOf(await set(desk, 'pauseRecording', callId))).toBe('wrong-state')
})

test('a pause outlives the gateway, the lost agent and the way to the next one', async () => {
  await open({}, true)
  const desk = await signIn('sara')
  const callId = await talk()
  expect(failureOf(await set(desk, 'pauseRecording', callId))).toBe('done')
  const before = gateway.floor.calls.get(callId)?.recording
  await restartGateway()
  await until(() => gateway.floor.calls.get(callId) !== undefined)
  expect(gateway.floor.calls.get(callId)?.recording).toEqual(before)
  const again = await signIn('omid')
  const given = { commandId: newCommandId(), callId }
  expect(failureOf(await again.client.floor.park(given))).toBe('done')
  expect(stateOf(callId)).toBe('paused')
  const back = { commandId: newCommandId(), callId, agentId: sara }
  expect(failureOf(await again.client.floor.giveTo(back))).toBe('done')
  await until(() => room.phones.ringingAt('1001') !== null)
  room.phones.answer('1001')
  await until(() => gateway.floor.agents.get(sara)?.activity.kind === 'talking')
  expect(stateOf(callId)).toBe('paused')
})

test('where the site says so it is resumed by itself, also by a gateway that came back meanwhile', async () => {
  const rule = { resumeRecordingAfterMs: 60_000 }
  await open(rule, true)
  const desk = await signIn('sara')
  const callId = await talk()
  expect(failureOf(await set(desk, 'pauseRecording', callId))).toBe('done')
  const pausedAtMs = room.clock.nowMs()
  expect(gateway.floor.calls.get(callId)?.recording).toEqual({
    state: 'paused',
    sinceMs: pausedAtMs,
    resumesAtMs: pausedAtMs + 60_000,
  })
  room.clock.advance(40_000)
  await restartGateway(rule)
  await until(() => gateway.floor.calls.get(callId) !== undefined)
  const from = countEntries()
  room.clock.advance(19_000)
  expect(stateOf(callId)).toBe('paused')
  room.clock.advance(1000)
  await until(() => stateOf(callId) === 'running')
  await until(() => countEntries() > from)
  expect(kinds(entriesAfter(from))).toEqual(['recording gateway.resumeRecording done'])
})
