/** The watch over a call's sound on a fake clock: each second while talking, never otherwise, and nothing is left of it. */
import { expect, test } from 'vitest'
import { type CallSound, CallSoundWatch } from '#renderer/phone/quality/callSound'
import type { SoundSample } from '#renderer/phone/quality/soundSample'
import type { PhoneCall } from '#renderer/state/deskModel'
import { createFakeClock } from '#tests/support/fakeClock'

const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

function createWatch() {
  const clock = createFakeClock()
  const told: CallSound[] = []
  const errors: unknown[] = []
  let read = (): Promise<Partial<SoundSample>> => Promise.resolve({})
  let reads = 0
  const media = {
    async readSound(atMs: number): Promise<SoundSample> {
      reads += 1
      const change = await read()
      const packets = reads * 50
      return {
        atMs,
        received: packets,
        lost: 0,
        sent: packets,
        heardEnergy: reads,
        spokenEnergy: reads,
        jitterMs: 1,
        roundTripMs: 10,
        codec: 'opus',
        far: null,
        receives: true,
        sends: true,
        ...change,
      }
    },
  }
  const watch = new CallSoundWatch({
    sipCallId: 's',
    media,
    microphone: () => null,
    clock,
    onChange: (sound) => told.push(sound),
    report: (error) => errors.push(error),
  })
  const follow = (state: PhoneCall['state'], holdPending = false) =>
    watch.follow({ state, holdPending, muted: false } as PhoneCall)
  const seconds = async (count: number) => {
    for (let at = 0; at < count; at += 1) {
      clock.advance(1000)
      await settle()
    }
  }
  return {
    watch,
    told,
    errors,
    follow,
    seconds,
    get reads() {
      return reads
    },
    set read(next: () => Promise<Partial<SoundSample>>) {
      read = next
    },
  }
}

test('each second of talk is measured, none on hold or while a hold is asked for, and none after the end', async () => {
  const call = createWatch()
  await call.seconds(3)
  expect(call.reads).toBe(0)
  call.follow('talking')
  await call.seconds(3)
  expect(call.reads).toBe(3)
  call.follow('talking', true)
  call.follow('held')
  await call.seconds(5)
  expect(call.reads).toBe(3)
  call.follow('talking')
  await call.seconds(2)
  expect(call.reads).toBe(5)
  call.watch.close()
  await call.seconds(5)
  expect(call.reads).toBe(5)
  expect(call.told.at(-1)?.quality?.mos).toBeGreaterThan(4)
})

test('a trouble is said within 5 s, and taken back at once by a hold', async () => {
  const call = createWatch()
  call.follow('talking')
  await call.seconds(2)
  call.read = async () => ({ received: 100 })
  await call.seconds(5)
  expect(call.told.at(-1)?.trouble).toBe('nothing-arrives')
  call.follow('held')
  expect(call.told.at(-1)?.trouble).toBeNull()
  call.watch.close()
})

test('a browser that once cannot tell is asked again; a call that ends meanwhile is not', async () => {
  const call = createWatch()
  call.follow('talking')
  call.read = () => Promise.reject(new Error('closed'))
  await call.seconds(1)
  expect(call.errors.length).toBe(1)
  call.read = async () => ({})
  await call.seconds(2)
  expect(call.reads).toBe(3)
  const late = Promise.withResolvers<Partial<SoundSample>>()
  call.read = () => late.promise
  await call.seconds(1)
  call.watch.close()
  const before = call.told.length
  late.reject(new Error('closed'))
  await settle()
  await call.seconds(3)
  expect([call.errors.length, call.told.length, call.reads]).toEqual([1, before, 4])
})
