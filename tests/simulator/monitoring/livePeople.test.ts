/** Simulated people as the supervisor meets them: two who talk in turns, and a caller who goes on talking with them. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CallId } from '#contract/ids'
import type { Frame, LegId } from '#simulator/telephony'
import {
  callerOf,
  closeEmpty,
  colleague,
  createMonitorRoom,
  type MonitorRoom,
  monitorId,
  supervisor,
} from '#tests/simulator/support/monitorRoom'
import { voicesDir } from '#tests/simulator/support/practiceBench'

let room: MonitorRoom

beforeEach(async () => {
  room = createMonitorRoom(undefined, { path: voicesDir, file: (name) => name, remove() {} })
  // The supervisor says nothing, unless a test lets them.
  room.phones.giveTone(supervisor, 0)
  await room.seat(supervisor)
})
afterEach(async () => {
  await closeEmpty(room)
})

const isSpeech = (frame: Frame | null) =>
  frame !== null && frame.reduce((sum, sample) => sum + Math.abs(sample), 0) > 250 * frame.length
const framesPerSecond = 50

/** Parts of the next seconds in which the leg heard somebody, and the person outside heard somebody. */
function listen(callId: CallId, legId: LegId, seconds: number) {
  let outside = 0
  let leg = 0
  const stop = room.centre.onHeard(callId, (frame) => {
    if (isSpeech(frame)) outside += 1
  })
  for (let frame = 0; frame < seconds * framesPerSecond; frame++) {
    room.phones.mix(1)
    if (isSpeech(room.phones.lastHeard(legId))) leg += 1
  }
  stop()
  return { outside: outside / framesPerSecond, leg: leg / framesPerSecond }
}

async function openTalk(voice: string, talkMs: number | null = null) {
  const callId = room.centre.callIn({ ...callerOf('sales'), voice, talkMs })
  room.clock.advance(2000)
  const legId = await room.open({ callId, extension: colleague }, 'listen')
  return { callId, legId }
}

test.each(['en:order-late', 'fa:invoice'])(
  '%s: caller and colleague are heard, one after the other',
  async (voice) => {
    const { callId, legId } = await openTalk(voice)
    const heard = listen(callId, legId, 40)
    // The caller hears the colleague alone; the supervisor hears as much again of the caller, and silences between.
    expect(heard.outside).toBeGreaterThan(3)
    expect(heard.leg).toBeGreaterThan(heard.outside + 5)
    expect(heard.leg).toBeLessThan(38)
  },
)

test('a caller taken over from a colleague goes on talking, holds still on hold, and says goodbye', async () => {
  const { callId, legId } = await openTalk('en:fault', 120_000)
  listen(callId, legId, 10)
  await room.ask({ kind: 'monitorTakeOver', monitorId: monitorId('m1') })
  const silent = listen(callId, legId, 30)
  expect(silent.outside).toBe(0)
  expect(silent.leg).toBeGreaterThan(3)
  room.phones.tell({ kind: 'held', legId })
  expect(listen(callId, legId, 20)).toEqual({ outside: 0, leg: 0 })
  room.phones.tell({ kind: 'resumed', legId })
  expect(listen(callId, legId, 20).leg).toBeGreaterThan(1)
  // They talk as long with the supervisor as they would have with anyone, and hang up themselves.
  room.clock.advance(120_000)
  const goodbye = listen(callId, legId, 5)
  expect(goodbye.leg).toBeGreaterThan(1)
  expect(room.ofKind('callEnded')).toEqual([expect.objectContaining({ callId, end: 'caller-hung-up' })])
  expect(room.story().at(-1)).toBe('monitorLeg m1 waiting')
})

test('a colleague answers what is whispered to them', async () => {
  room.phones.giveTone(supervisor, 880)
  const { callId, legId } = await openTalk('silent')
  // A caller who says nothing: the colleague speaks first, then asks into the silence, every few seconds.
  listen(callId, legId, 10)
  const left = listen(callId, legId, 30)
  expect(left.outside).toBeGreaterThan(1)
  await room.steer({ callId, extension: colleague }, 'whisper')
  listen(callId, legId, 5)
  // While somebody speaks to them they listen; the caller hears nothing of that.
  expect(listen(callId, legId, 30)).toEqual({ outside: 0, leg: 0 })
  await room.steer({ callId, extension: colleague }, 'listen')
  expect(listen(callId, legId, 4).outside).toBeGreaterThan(0)
})
