/** The devices are tried in a real browser: level, recording and tone, and no microphone stays open afterwards. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { echoExtension } from '#contract/echoTest'
import { defaultSettings } from '#contract/settings'
import type { SoundSnapshot } from '#renderer/phone/quality/phoneSound'
import { formatWav } from '#simulator/media/wavFile'
import { agentHz, openPhoneRoom, type PhoneRoom, poll } from '#tests/renderer/phone/phoneRoom'
import type { ChromiumOptions } from '#tests/support/chromium'

async function withPhone(options: ChromiumOptions, check: (room: PhoneRoom) => Promise<void>) {
  const room = await openPhoneRoom(options)
  try {
    await room.page.evaluate((credentials) => window.najva.start(credentials), room.credentials)
    await room.until('connected', ({ link }) => link.kind === 'connected')
    await check(room)
    expect(await room.page.evaluate(() => window.najva.errors)).toEqual([])
  } finally {
    await room.close()
  }
}

const openMicrophones = (room: PhoneRoom) => room.page.evaluate(() => window.najva.openMicrophones())
const until = (room: PhoneRoom, name: string, isTrue: (test: SoundSnapshot['test']) => boolean) =>
  poll(name, async () => {
    const { test } = await room.page.evaluate(() => window.najva.phone.sound.snapshot)
    return isTrue(test) ? test : null
  })
const start = (room: PhoneRoom) => room.page.evaluate(() => window.najva.phone.sound.startTest())

test('idle, no microphone is open; under test its level is shown; afterwards it is closed', () =>
  withPhone({}, async (room) => {
    expect(await openMicrophones(room)).toBe(0)
    expect(await start(room)).toEqual({ ok: true, value: null })
    expect(await openMicrophones(room)).toBe(1)
    await poll('level', async () => {
      const level = await room.page.evaluate(() => window.najva.phone.sound.testLevel())
      return level > 0.3 && level <= 1 ? true : null
    })
    await room.page.evaluate(() => window.najva.phone.sound.stopTest())
    expect(await openMicrophones(room)).toBe(0)
    expect(await room.page.evaluate(() => window.najva.phone.sound.testLevel())).toBe(0)
  }))

test('three seconds are recorded and played, with the microphone closed meanwhile', () =>
  withPhone({}, async (room) => {
    await start(room)
    const recorded = room.page.evaluate(() => window.najva.phone.sound.record())
    await until(room, 'recording', ({ kind }) => kind === 'recording')
    await until(room, 'playing', ({ kind }) => kind === 'playing')
    expect(await openMicrophones(room)).toBe(0)
    expect(await recorded).toEqual({ ok: true, value: null })
    expect(await until(room, 'done', ({ kind }) => kind === 'listening')).toEqual({
      kind: 'listening',
      recorded: 'heard',
    })
    expect(await openMicrophones(room)).toBe(1)
  }))

test('a microphone that gives nothing is found out by the recording', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'najva-silence-'))
  const microphoneFile = join(folder, 'silence.wav')
  await writeFile(microphoneFile, formatWav(new Int16Array(8000)))
  try {
    await withPhone({ microphoneFile }, async (room) => {
      await start(room)
      await room.page.evaluate(() => window.najva.phone.sound.record())
      expect(await until(room, 'done', ({ kind }) => kind === 'listening')).toMatchObject({
        recorded: 'silent',
      })
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('a call that is answered ends the test, and none begins in a call', () =>
  withPhone({}, async (room) => {
    await start(room)
    const recorded = room.page.evaluate(() => window.najva.phone.sound.record())
    room.ring('leg')
    await room.until('ringing', ({ call }) => call?.state === 'ringing')
    await room.page.evaluate(() => window.najva.phone.answer())
    await room.untilEvent('answered')
    expect(await recorded).toMatchObject({ ok: false, failure: { code: 'wrong-state' } })
    await until(room, 'off', ({ kind }) => kind === 'off')
    expect(await openMicrophones(room)).toBe(1)
    expect(await start(room)).toMatchObject({ ok: false, failure: { code: 'wrong-state' } })
    expect(await openMicrophones(room)).toBe(1)
  }))

test('a microphone that is refused is said to be', () =>
  withPhone({ askForMicrophone: true }, async (room) => {
    expect(await start(room)).toMatchObject({ ok: false, failure: { code: 'microphone-refused' } })
    await until(room, 'off', ({ kind }) => kind === 'off')
  }))

test('the echo of the telephone system says back what it hears', () =>
  withPhone({}, async (room) => {
    expect(await room.page.evaluate((each) => window.najva.phone.dial(each), echoExtension)).toMatchObject({
      ok: true,
    })
    await room.until('answered', ({ call }) => call?.state === 'talking')
    await poll('its own sound', async () => {
      const [db = -200] = await room.page.evaluate((hz) => window.najva.playedDb([hz], 300), agentHz)
      return db > -40 ? true : null
    })
  }))

test('the tone is as loud as a call is set, and the sound card is let go of afterwards', () =>
  withPhone({}, async (room) => {
    const tone = async (callVolume: number) => {
      await room.page.evaluate((settings) => window.najva.phone.setAudio(settings), {
        ...defaultSettings,
        callVolume,
      })
      return room.page.evaluate(async (hz) => {
        window.najva.phone.sound.playTone()
        return window.najva.madeDb(hz, 1500)
      }, 523.25)
    }
    const full = await tone(1)
    expect(full).toBeGreaterThan(-20)
    expect(full - (await tone(0.1))).toBeGreaterThan(15)
    expect(await tone(0)).toBeLessThan(-100)
    // Nothing of it sounds on.
    expect(await room.page.evaluate(() => window.najva.madeDb(523.25, 300))).toBeLessThan(-100)
  }))
