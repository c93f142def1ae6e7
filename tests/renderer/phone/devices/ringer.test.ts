/** The ring: on the chosen ringer from the first call of the day, and silent outside rings. */
import { expect, test } from 'vitest'
import { defaultSettings, type Settings } from '#contract/settings'
import { openPhoneRoom, type PhoneRoom, poll } from '#tests/renderer/phone/phoneRoom'

/** Watches every AudioContext of the page from before its script runs. */
function watchContexts(): void {
  const seen: { context: AudioContext; log: string[] }[] = []
  Object.assign(window, { contexts: seen })
  const Original = window.AudioContext
  window.AudioContext = class extends Original {
    constructor(options?: AudioContextOptions) {
      super(options)
      const log: string[] = []
      seen.push({ context: this, log })
      this.addEventListener('statechange', () => log.push(this.state))
      this.addEventListener('sinkchange', () => log.push('sink'))
    }
  }
}

interface RingerState {
  readonly state: string
  readonly sinkId: string
  readonly log: string[]
}

async function readRinger(room: PhoneRoom): Promise<RingerState> {
  const [ringer] = await readContexts(room)
  if (ringer === undefined) throw new Error('no ringer')
  return ringer
}

/** In the order they were made: the first ringer is the first, a second one follows it. */
function readContexts(room: PhoneRoom): Promise<RingerState[]> {
  return room.page.evaluate(() =>
    (window as unknown as { contexts: { context: AudioContext; log: string[] }[] }).contexts.map(
      ({ context, log }) => {
        const { sinkId } = context as unknown as { sinkId: string }
        return { state: context.state, sinkId, log }
      },
    ),
  )
}

/**
 * The browser's own rule for a page nobody has touched: sound waits. A test that drives the page counts as a touch, so
 * the rule is put back by hand.
 */
function holdSoundUntilTouched(): void {
  let isTouched = false
  window.addEventListener('pointerdown', () => (isTouched = true), { capture: true })
  const resume = AudioContext.prototype.resume
  AudioContext.prototype.resume = function (this: AudioContext) {
    return isTouched ? resume.call(this) : new Promise(() => undefined)
  }
}

async function withPhone(before: readonly (() => void)[], check: (room: PhoneRoom) => Promise<void>) {
  const room = await openPhoneRoom({}, before)
  try {
    await room.page.evaluate((credentials) => window.najva.start(credentials), room.credentials)
    await room.until('connected', ({ link }) => link.kind === 'connected')
    await check(room)
  } finally {
    await room.close()
  }
}

async function ring(room: PhoneRoom): Promise<void> {
  room.ring('leg')
  await room.until('ringing', ({ call }) => call?.state === 'ringing')
}

const isIn = (room: PhoneRoom, state: string) =>
  poll(`ringer ${state}`, async () => ((await readRinger(room)).state === state ? true : null))

test('the first ring sounds on the chosen ringer, and stops with the call', () =>
  withPhone([watchContexts], async (room) => {
    await room.page.evaluate(() => window.najva.phone.refreshDevices())
    const { devices } = await room.until('named devices', ({ devices }) => devices.speakers.length > 1)
    const chosen = devices.speakers.at(-1) ?? { id: '', label: '' }
    await room.page.evaluate((settings) => window.najva.phone.setAudio(settings), {
      ...defaultSettings,
      ringer: [chosen],
      ringVolume: 0.5,
    })
    await poll('routed', async () => ((await readRinger(room)).sinkId === chosen.id ? true : null))
    expect((await readRinger(room)).log).not.toContain('running')
    await ring(room)
    await isIn(room, 'running')
    expect((await readRinger(room)).sinkId).toBe(chosen.id)
    await room.page.evaluate(() => window.najva.phone.decline())
    await isIn(room, 'suspended')
  }))

test('in a page nobody has touched the ring begins with the first touch', () =>
  withPhone([holdSoundUntilTouched, watchContexts], async (room) => {
    await ring(room)
    expect((await readRinger(room)).state).toBe('suspended')
    await room.page.mouse.click(10, 10)
    await isIn(room, 'running')
  }))

test('it rings on headset and loudspeaker together, and on the headset alone when the loudspeaker is taken off', () =>
  withPhone([watchContexts], async (room) => {
    await room.page.evaluate(() => window.najva.phone.refreshDevices())
    const { devices } = await room.until('named devices', ({ devices }) => devices.speakers.length > 1)
    const [one, other] = devices.speakers.slice(-2)
    if (one === undefined || other === undefined) throw new Error('The browser has too few speakers')
    const set = (settings: Partial<Settings>) =>
      room.page.evaluate((each) => window.najva.phone.setAudio(each), { ...defaultSettings, ...settings })
    await set({ ringer: [one], secondRinger: [other] })
    await ring(room)
    const rings = (count: number) =>
      poll(`${count} ring`, async () => {
        const running = (await readContexts(room)).filter(({ state }) => state === 'running')
        const sinks = running.map(({ sinkId }) => sinkId)
        return running.length === count && sinks.includes(one.id) ? sinks : null
      })
    expect((await rings(2)).toSorted()).toEqual([one.id, other.id].toSorted())
    await set({ ringer: [one] })
    expect(await rings(1)).toEqual([one.id])
    // Plugged in while it rings, it joins in.
    await set({ ringer: [one], secondRinger: [other] })
    await rings(2)
    await room.page.evaluate(() => window.najva.phone.decline())
    await poll('silent', async () =>
      (await readContexts(room)).every(({ state }) => state !== 'running') ? true : null,
    )
  }))

test(
  'the ring is as loud as the ring is set, whatever the call is set to',
  () =>
    withPhone([watchContexts], async (room) => {
      const ringHz = 880
      const loud = async (settings: Partial<Settings>) => {
        await room.page.evaluate((each) => window.najva.phone.setAudio(each), {
          ...defaultSettings,
          ...settings,
        })
        // What sounded before the change is let out of the meter; then two turns of the ring, so that no note is missed.
        await room.page.evaluate((hz) => window.najva.madeDb(hz, 600), ringHz)
        return room.page.evaluate((hz) => window.najva.madeDb(hz, 8500), ringHz)
      }
      await ring(room)
      const full = await loud({ ringVolume: 1, callVolume: 0 })
      const soft = await loud({ ringVolume: 0.1, callVolume: 1 })
      expect(full - soft).toBeGreaterThan(15)
      expect(full - soft).toBeLessThan(25)
    }),
  90_000,
)

/** Notes tones that are made and not begun at once: a sound card that sleeps would keep them. */
function watchTones(): void {
  const waiting: AudioBufferSourceNode[] = []
  const begun = new WeakSet<AudioBufferSourceNode>()
  let made = 0
  Object.assign(window, { tones: () => ({ made, waited: waiting.length }) })
  const { start } = AudioBufferSourceNode.prototype
  AudioBufferSourceNode.prototype.start = function (this: AudioBufferSourceNode, ...when) {
    begun.add(this)
    start.apply(this, when)
  }
  const create = AudioContext.prototype.createBufferSource
  AudioContext.prototype.createBufferSource = function (this: AudioContext) {
    const tone = create.call(this)
    made += 1
    queueMicrotask(() => {
      if (!begun.has(tone)) waiting.push(tone)
    })
    return tone
  }
}

test('a tone is made in the moment it sounds: of a ring that is over before, nothing is left', () =>
  withPhone([watchContexts, watchTones], async (room) => {
    const tones = () =>
      room.page.evaluate(() =>
        (window as unknown as { tones: () => { made: number; waited: number } }).tones(),
      )
    for (const legId of ['one', 'two']) {
      room.ring(legId)
      await room.until('ringing', ({ call }) => call?.state === 'ringing')
      room.telephony.hangUp(legId, 'normal')
      await room.until('over', ({ call }) => call?.state === 'ended')
    }
    await ring(room)
    await isIn(room, 'running')
    expect((await tones()).made).toBeGreaterThan(0)
    expect((await tones()).waited).toBe(0)
  }))
