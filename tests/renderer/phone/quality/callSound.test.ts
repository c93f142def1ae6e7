/** What a real call sounds like to its own phone: how good it is, whether one is heard, and whether one speaks muted. */
import { expect, test } from 'vitest'
import type { SoundSnapshot } from '#renderer/phone/quality/phoneSound'
import { agentHz, openPhoneRoom, type PhoneRoom, poll } from '#tests/renderer/phone/phoneRoom'
import { watchPlugs } from '#tests/renderer/phone/pluggedDevices'

const audibleDb = -50

async function inCall(check: (room: PhoneRoom) => Promise<void>): Promise<void> {
  const room = await openPhoneRoom({}, [watchPlugs])
  try {
    await room.page.evaluate((credentials) => window.najva.start(credentials), room.credentials)
    await room.until('connected', ({ link }) => link.kind === 'connected')
    room.ring('leg')
    await room.until('ringing', ({ call }) => call?.state === 'ringing')
    expect(await room.page.evaluate(() => window.najva.phone.answer())).toEqual({ ok: true, value: null })
    await room.untilEvent('answered')
    await check(room)
    expect(await room.page.evaluate(() => window.najva.errors)).toEqual([])
  } finally {
    await room.close()
  }
}

const sound = (room: PhoneRoom) => room.page.evaluate(() => window.najva.phone.sound.snapshot)
const until = (room: PhoneRoom, name: string, isTrue: (snapshot: SoundSnapshot) => boolean) =>
  poll(name, async () => {
    const snapshot = await sound(room)
    return isTrue(snapshot) ? snapshot : null
  })

test('a good call is measured, has no trouble, and nothing is left of it when it ends', () =>
  inCall(async (room) => {
    const ear = room.talk('leg')
    const { call } = await until(room, 'measured', ({ call }) => call?.quality?.roundTripMs != null)
    expect(call?.quality?.mos).toBeGreaterThan(4)
    expect(call?.quality?.mos).toBeLessThanOrEqual(4.5)
    expect(call?.quality?.codec).toMatch(/^(opus|PCMU|PCMA|G722)$/i)
    expect(call?.quality?.heard.lossPercent).toBeLessThan(5)
    expect(call?.speaksMuted).toBe(false)
    // Long enough for every trouble to be said.
    await room.page.waitForTimeout(5000)
    expect((await sound(room)).call?.trouble).toBeNull()
    await room.page.evaluate(() => window.najva.phone.hangUp())
    await until(room, 'gone', (snapshot) => snapshot.call === null)
    ear.close()
  }))

test('a call in which nothing is heard from the other side is said to be one', () =>
  inCall(async (room) => {
    const { call } = await until(room, 'said', (snapshot) => snapshot.call?.trouble != null)
    expect(['nothing-arrives', 'silence-arrives']).toContain(call?.trouble)
    const ear = room.talk('leg')
    await until(room, 'taken back', (snapshot) => snapshot.call?.trouble === null)
    ear.close()
  }))

test('a microphone without any sound is said to be one', () =>
  inCall(async (room) => {
    const ear = room.talk('leg')
    await until(room, 'well', ({ call }) => call?.quality != null)
    // What a system that mutes the device tells of it.
    await room.page.evaluate(() => {
      Object.defineProperty(MediaStreamTrack.prototype, 'muted', { get: () => true })
    })
    await until(room, 'said', ({ call }) => call?.trouble === 'microphone-silent')
    ear.close()
  }))

test('speech into a muted microphone is noticed, is never sent, and the copy ends with the mute', () =>
  inCall(async (room) => {
    const ear = room.talk('leg')
    await poll('heard', () => (ear.levelDb(agentHz) > audibleDb ? true : null))
    await room.page.evaluate(() => window.najva.phone.setMuted(true))
    await poll('silent', () => (ear.levelDb(agentHz) < audibleDb ? true : null))
    const frames = ear.frames
    await until(room, 'noticed', ({ call }) => call?.speaksMuted === true)
    expect(await room.page.evaluate(() => window.plugs.copies())).toBe(1)
    await poll('a second of frames', () => (ear.frames > frames + 50 ? true : null))
    expect(ear.levelDb(agentHz)).toBeLessThan(audibleDb)
    expect((await sound(room)).call?.trouble).toBeNull()
    await room.page.evaluate(() => window.najva.phone.setMuted(false))
    const { call } = await until(room, 'over', (snapshot) => snapshot.call?.speaksMuted === false)
    expect(call?.sipCallId).toBeDefined()
    expect(await room.page.evaluate(() => window.plugs.copies())).toBe(0)
    await poll('heard again', () => (ear.levelDb(agentHz) > audibleDb ? true : null))
    await room.page.evaluate(() => window.najva.phone.setMuted(true))
    await poll('a copy', async () =>
      (await room.page.evaluate(() => window.plugs.copies())) === 1 ? true : null,
    )
    await room.page.evaluate(() => window.najva.phone.hangUp())
    await poll('none', async () =>
      (await room.page.evaluate(() => window.plugs.copies())) === 0 ? true : null,
    )
    ear.close()
  }))

test('a call on hold is no call in which nothing is heard', () =>
  inCall(async (room) => {
    const ear = room.talk('leg')
    await until(room, 'measured', ({ call }) => call?.quality != null)
    await room.page.evaluate(() => window.najva.phone.setHeld(true))
    await room.page.waitForTimeout(6000)
    expect((await sound(room)).call).toMatchObject({ trouble: null })
    await room.page.evaluate(() => window.najva.phone.setHeld(false))
    await room.page.waitForTimeout(6000)
    expect((await sound(room)).call).toMatchObject({ trouble: null })
    ear.close()
  }))
