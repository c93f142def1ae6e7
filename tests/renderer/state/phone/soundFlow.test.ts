/** The page's sound: what the phone knows comes into the model, and the gateway is told how good a call is. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { QualityReport } from '#contract/quality'
import type { CallQuality } from '#renderer/phone/quality/callQuality'
import { toReport } from '#renderer/state/phone/soundFlow'
import { callId, type DeskRoom, openDeskRoom, settle, signIn } from '#tests/renderer/state/deskRoom'

let room: DeskRoom

beforeEach(async () => {
  room = await openDeskRoom()
  await signIn(room)
})

afterEach(() => room.close())

const way = { mos: 4.28, lossPercent: 0.449, jitterMs: 3.04 }
const quality: CallQuality = { mos: 4.28, heard: way, spoken: null, roundTripMs: 20.26, codec: 'opus' }
const told = () => room.main.qualities

async function talk() {
  room.phone.invite({ sipCallId: 'sip-1', callId })
  await room.desk.actions.answer()
  room.phone.sound.tell({ call: { sipCallId: 'sip-1', quality, trouble: null, speaksMuted: false } })
}

test('the gateway is told every 5 s while the call is up, and no more when it is over', async () => {
  await talk()
  expect(room.model.sound.call?.quality).toEqual(quality)
  room.clock.advance(4999)
  await settle()
  expect(told()).toEqual([])
  for (let at = 0; at < 3; at += 1) {
    room.clock.advance(5000)
    await settle()
  }
  expect(told()).toEqual(
    Array.from({ length: 3 }, () => ({ callId, mos: 4.3, lossPercent: 0.4, jitterMs: 3, roundTripMs: 20.3 })),
  )
  room.phone.end('hung-up')
  room.phone.sound.tell({ call: null })
  room.clock.advance(20_000)
  await settle()
  expect(told().length).toBe(3)
})

test('a call the live model does not know, and one not measured, are not told of', () => {
  const sound = { sipCallId: 'sip-1', quality, trouble: null, speaksMuted: false }
  expect(toReport(sound, { sipCallId: 'sip-1', callId: null })).toBeNull()
  expect(toReport(sound, { sipCallId: 'other', callId })).toBeNull()
  expect(toReport({ ...sound, quality: null }, { sipCallId: 'sip-1', callId })).toBeNull()
  expect(toReport(null, { sipCallId: 'sip-1', callId })).toBeNull()
})

test('whatever was measured, the report keeps to the contract', () => {
  const wild = {
    mos: 4.5,
    heard: { mos: 1, lossPercent: 300, jitterMs: 1e9 },
    spoken: null,
    roundTripMs: 1e9,
    codec: null,
  }
  const sound = { sipCallId: 's', quality: wild, trouble: null, speaksMuted: false }
  expect(QualityReport.safeParse(toReport(sound, { sipCallId: 's', callId })).success).toBe(true)
})

test('a test that is refused is said, and the page that goes away leaves no microphone open', async () => {
  room.phone.sound.startWith = {
    ok: false,
    failure: { code: 'microphone-busy', subject: null, retryAfterMs: null },
  }
  await room.desk.actions.startSoundTest()
  expect(room.model.failure?.code).toBe('microphone-busy')
  room.phone.sound.tell({ test: { kind: 'listening', recorded: null } })
  expect(room.model.sound.test.kind).toBe('listening')
  await room.desk.close()
  expect(room.phone.sound.asked.at(-1)).toBe('stopTest')
})
