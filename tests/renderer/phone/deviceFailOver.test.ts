/** Devices that come and go in a real browser, during a call that goes on: the preferred one is used while it is there. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { defaultSettings, type Settings } from '#contract/settings'
import type { ChosenDevice } from '#contract/soundSettings'
import { agentHz, openPhoneRoom, type PhoneRoom, poll } from '#tests/renderer/phone/phoneRoom'
import { pull, putBack, watchPlugs } from '#tests/renderer/phone/pluggedDevices'

const audibleDb = -50
let room: PhoneRoom
let first: ChosenDevice
let second: ChosenDevice

beforeEach(async () => {
  room = await openPhoneRoom({}, [watchPlugs])
  await room.page.evaluate((credentials) => window.najva.start(credentials), room.credentials)
  await room.until('connected', ({ link }) => link.kind === 'connected')
  await room.page.evaluate(() => window.najva.phone.refreshDevices())
  const { devices } = await room.until('names', ({ devices }) => devices.microphones.length > 1)
  const [one, other] = devices.microphones.slice(-2)
  if (one === undefined || other === undefined) throw new Error('The browser has too few microphones')
  first = other
  second = one
})

afterEach(async () => {
  expect(await room.page.evaluate(() => window.najva.errors)).toEqual([])
  await room.close()
})

const set = (change: Partial<Settings>) =>
  room.page.evaluate((settings) => window.najva.phone.setAudio(settings), { ...defaultSettings, ...change })

const names = () => room.page.evaluate(() => window.najva.microphoneNames())
const isOpen = (label: string) =>
  poll(`only ${label} open`, async () => {
    const open = await names()
    return open.length === 1 && open[0] === label ? true : null
  })

async function talk() {
  room.ring('leg')
  await room.until('ringing', ({ call }) => call?.state === 'ringing')
  expect(await names()).toEqual([])
  expect(await room.page.evaluate(() => window.najva.phone.answer())).toEqual({ ok: true, value: null })
  await room.untilEvent('answered')
  const ear = room.talk('leg')
  await poll('heard', () => (ear.levelDb(agentHz) > audibleDb ? true : null))
  return ear
}

test('a microphone pulled out in mid-call: the next takes its place, and the first is used again when it is back', async () => {
  await set({ microphone: [first, second] })
  expect(await names()).toEqual([])
  const ear = await talk()
  expect(await names()).toEqual([first.label])
  await pull(room, first.label)
  await isOpen(second.label)
  await poll('heard on', () => (ear.levelDb(agentHz) > audibleDb ? true : null))
  const { call, deviceFailure } = await room.page.evaluate(() => window.najva.snapshot())
  expect(call).toMatchObject({ state: 'talking' })
  expect(deviceFailure).toBeNull()
  await putBack(room, first.label)
  await isOpen(first.label)
  await poll('heard again', () => (ear.levelDb(agentHz) > audibleDb ? true : null))
  // One dialogue from the beginning to now: nothing was hung up or offered again.
  expect(room.events.filter(({ kind }) => kind === 'hungUp' || kind === 'held')).toEqual([])
  await room.page.evaluate(() => window.najva.phone.hangUp())
  await room.untilEvent('hungUp')
  expect(await names()).toEqual([])
  ear.close()
})

test('muted stays muted on the microphone that takes over', async () => {
  await set({ microphone: [first, second] })
  const ear = await talk()
  await room.page.evaluate(() => window.najva.phone.setMuted(true))
  await poll('silent', () => (ear.levelDb(agentHz) < audibleDb ? true : null))
  await pull(room, first.label)
  await isOpen(second.label)
  const frames = ear.frames
  await poll('a second of frames', () => (ear.frames > frames + 50 ? true : null))
  expect(ear.levelDb(agentHz)).toBeLessThan(audibleDb)
  ear.close()
})

test('a browser that changes every id finds the same microphone by its name', async () => {
  await room.page.evaluate(() => window.plugs.renameIds())
  await room.until('moved', ({ devices }) => devices.microphones.every(({ id }) => id.endsWith('-moved')))
  await set({ microphone: [first, second] })
  const ear = await talk()
  expect(await names()).toEqual([first.label])
  ear.close()
})

test('echo, noise and gain are switched during a call, and gain is off unless asked for', async () => {
  await set({ microphone: [first] })
  const ear = await talk()
  const settings = () => room.page.evaluate(() => window.plugs.settings())
  const plain = { echoCancellation: true, noiseSuppression: true, autoGainControl: false }
  expect(await settings()).toMatchObject([plain])
  for (const [change, expected] of [
    [{ echoCancelling: false }, { ...plain, echoCancellation: false }],
    [{ noiseSuppression: false }, { ...plain, noiseSuppression: false }],
    [{ autoGain: true }, { ...plain, autoGainControl: true }],
  ] as const) {
    await set({ microphone: [first], ...change })
    await poll('in force', async () => {
      const [now, ...others] = await settings()
      // Between the two the device is open for neither, for a moment.
      if (now === undefined || others.length > 0) return null
      return Object.entries(expected).every(([key, value]) => Reflect.get(now, key) === value) ? true : null
    })
  }
  await poll('heard', () => (ear.levelDb(agentHz) > audibleDb ? true : null))
  expect((await room.page.evaluate(() => window.najva.snapshot())).call?.state).toBe('talking')
  ear.close()
})

test('a preferred microphone that another program holds leaves the call to the next', async () => {
  await room.page.evaluate((busy) => {
    const devices = navigator.mediaDevices
    const open = devices.getUserMedia.bind(devices)
    devices.getUserMedia = (wanted) =>
      JSON.stringify(wanted).includes(busy)
        ? Promise.reject(new DOMException('in use', 'NotReadableError'))
        : open(wanted)
  }, first.id)
  await set({ microphone: [first, second] })
  const ear = await talk()
  expect(await names()).toEqual([second.label])
  ear.close()
})

test('without any microphone the call goes on and it is said; the first that is plugged in is used', async () => {
  await set({ microphone: [first, second] })
  const ear = await talk()
  await room.page.evaluate(() => {
    const devices = navigator.mediaDevices
    const open = devices.getUserMedia.bind(devices)
    Object.assign(window, { hasAny: false })
    devices.getUserMedia = (wanted) =>
      (window as unknown as { hasAny: boolean }).hasAny
        ? open(wanted)
        : Promise.reject(new DOMException('none', 'NotFoundError'))
  })
  await pull(room, second.label)
  await pull(room, first.label)
  const { call } = await room.until(
    'said',
    ({ deviceFailure }) => deviceFailure?.code === 'microphone-absent',
  )
  expect(call?.state).toBe('talking')
  await room.page.evaluate(() => Object.assign(window, { hasAny: true }))
  await putBack(room, second.label)
  await isOpen(second.label)
  await room.until('well', ({ deviceFailure }) => deviceFailure === null)
  await poll('heard again', () => (ear.levelDb(agentHz) > audibleDb ? true : null))
  ear.close()
})

test('a speaker pulled out in mid-call: the caller is heard on the next one, and on the first again when it is back', async () => {
  const { devices } = await room.page.evaluate(() => window.najva.snapshot())
  const [one, other] = devices.speakers.slice(-2)
  if (one === undefined || other === undefined) throw new Error('The browser has too few speakers')
  await room.page.evaluate(() => {
    const sinks: string[] = []
    const route = HTMLMediaElement.prototype.setSinkId
    HTMLMediaElement.prototype.setSinkId = function (this: HTMLMediaElement, id: string) {
      sinks.push(id)
      return route.call(this, id)
    }
    Object.assign(window, { sinks })
  })
  const heardOn = (id: string) =>
    poll(`heard on ${id}`, async () => {
      const last = await room.page.evaluate(() => (window as unknown as { sinks: string[] }).sinks.at(-1))
      return last === id ? true : null
    })
  await set({ speaker: [one, other] })
  await heardOn(one.id)
  const ear = await talk()
  await pull(room, one.label)
  await heardOn(other.id)
  expect((await room.page.evaluate(() => window.najva.hear(400))).level).toBeGreaterThan(0.02)
  await putBack(room, one.label)
  await heardOn(one.id)
  expect((await room.page.evaluate(() => window.najva.snapshot())).call?.state).toBe('talking')
  ear.close()
})
