/** A call that is deaf or dumb is noticed within 5 s, the right side is named, and an ordinary call never is. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSpeech, noteLevel, quiet } from '#renderer/phone/quality/mutedSpeech'
import {
  type MicrophoneUse,
  noteSample,
  type SoundMemory,
  toSoundTrouble,
} from '#renderer/phone/quality/oneWaySound'
import type { SoundSample } from '#renderer/phone/quality/soundSample'

const open: MicrophoneUse = { isMuted: false, isMutedOutside: false }

/** A call of which each second is told; answers the trouble after it. */
function createCall() {
  let memory: SoundMemory | null = null
  let last: SoundSample = {
    atMs: 0,
    received: 0,
    lost: 0,
    sent: 0,
    heardEnergy: 0,
    spokenEnergy: 0,
    jitterMs: 0,
    roundTripMs: null,
    codec: 'opus',
    far: null,
    receives: true,
    sends: true,
  }
  return (flow: Flow = well, use = open, change: Partial<SoundSample> = {}, seconds = 1) => {
    last = {
      ...last,
      received: last.received + (flow.arrives ? 50 : 0),
      sent: last.sent + (flow.leaves ? 50 : 0),
      heardEnergy: last.heardEnergy + (flow.heard ? 0.01 : 0),
      spokenEnergy: last.spokenEnergy + (flow.spoken ? 0.01 : 0),
      ...change,
      atMs: last.atMs + seconds * 1000,
    }
    memory = noteSample(memory, last, use)
    return toSoundTrouble(memory)
  }
}

interface Flow {
  readonly arrives: boolean
  readonly leaves: boolean
  readonly heard: boolean
  readonly spoken: boolean
}

const well: Flow = { arrives: true, leaves: true, heard: true, spoken: true }

test.each([
  ['nothing-arrives', { ...well, arrives: false, heard: false }],
  ['nothing-leaves', { ...well, leaves: false }],
  ['no-sound', { arrives: false, leaves: false, heard: false, spoken: true }],
] as const)(
  '%s: said within 5 s, from the answer and in mid-call, and taken back when it is over',
  (trouble, flow) => {
    for (const goodSeconds of [0, 20]) {
      const second = createCall()
      for (let at = 0; at < goodSeconds; at += 1) expect(second()).toBeNull()
      const said = Array.from({ length: 5 }, () => second(flow))
      expect(said).toContain(trouble)
      expect(said.filter((each) => each !== null && each !== trouble)).toEqual([])
      expect(second()).toBeNull()
    }
  },
)

test.each([
  ['silence-arrives', { ...well, heard: false }],
  ['microphone-silent', { ...well, spoken: false }],
] as const)('%s: said within 5 s where there never was a sound, and not of a pause', (trouble, flow) => {
  const never = createCall()
  expect(Array.from({ length: 5 }, () => never(flow)).at(-1)).toBe(trouble)
  expect(never()).toBeNull()
  const pause = createCall()
  pause()
  pause()
  expect(Array.from({ length: 30 }, () => pause(flow)).every((each) => each === null)).toBe(true)
})

test('whoever is muted is not told that the microphone is silent; muted by the headset or the system they are', () => {
  const second = createCall()
  const silent = { ...well, spoken: false }
  for (let at = 0; at < 10; at += 1) expect(second(silent, { ...open, isMuted: true })).toBeNull()
  const talking = createCall()
  talking()
  talking()
  const said = Array.from({ length: 6 }, () => talking(silent, { ...open, isMutedOutside: true }))
  expect(said.at(-1)).toBe('microphone-silent')
})

test('the other side that gets nothing of what is sent is a call one is not heard in', () => {
  const second = createCall()
  second()
  const far = { far: { lossPercent: 100, jitterMs: 0 } }
  expect(Array.from({ length: 5 }, () => second(well, open, far))).toContain('nothing-leaves')
})

test('what the two sides did not agree on is not missed', () => {
  const second = createCall()
  const silent = { arrives: false, leaves: false, heard: false, spoken: false }
  const ways = { receives: false, sends: false }
  for (let at = 0; at < 20; at += 1) expect(second(silent, open, ways)).toBeNull()
})

test('a page that slept begins anew', () => {
  const second = createCall()
  second()
  second()
  expect(second({ ...well, arrives: false }, open, {}, 60)).toBeNull()
  expect(second()).toBeNull()
})

test('a call with sound each second is never said to have trouble', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (muted) => {
      const second = createCall()
      for (const isMuted of muted) {
        const flow = isMuted ? { ...well, spoken: false } : well
        expect(second(flow, { isMuted, isMutedOutside: false })).toBeNull()
      }
    }),
  )
})

test('speech is told from silence, a steady noise and a cough', () => {
  const after = (levels: readonly number[]) => levels.reduce(noteLevel, quiet)
  const room = Array.from({ length: 20 }, () => -62)
  expect(isSpeech(after(room))).toBe(false)
  expect(isSpeech(after(Array.from({ length: 20 }, () => Number.NEGATIVE_INFINITY)))).toBe(false)
  expect(isSpeech(after([...room, -20, -25, -55, -22, -30, -28]))).toBe(true)
  expect(isSpeech(after([...room, -15, -18, ...room]))).toBe(false)
  // A fan that goes on is the room itself after a while.
  expect(isSpeech(after(Array.from({ length: 400 }, () => -35)))).toBe(false)
  expect(isSpeech(after([...Array.from({ length: 400 }, () => -35), -12, -14, -13, -12, -13]))).toBe(true)
})

test('nothing softer than a voice into a headset is speech', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -100, max: -50.1, noNaN: true })), (levels) => {
      expect(isSpeech(levels.reduce(noteLevel, quiet))).toBe(false)
    }),
  )
})
