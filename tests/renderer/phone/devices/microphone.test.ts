/** A microphone that is refused or absent: the call rings on, the failure is named, and the agent may try again. */
import { expect, test } from 'vitest'
import { openPhoneRoom, type PhoneRoom } from '#tests/renderer/phone/phoneRoom'
import type { ChromiumOptions } from '#tests/support/chromium'

async function withRingingPhone(options: ChromiumOptions, check: (room: PhoneRoom) => Promise<void>) {
  const room = await openPhoneRoom(options)
  try {
    await room.page.evaluate((credentials) => window.najva.start(credentials), room.credentials)
    await room.until('connected', ({ link }) => link.kind === 'connected')
    room.ring('leg')
    await room.until('ringing', ({ call }) => call?.state === 'ringing')
    await check(room)
  } finally {
    await room.close()
  }
}

test('refused: the answer is not sent, and the same ring can be answered once it is allowed', () =>
  withRingingPhone({ askForMicrophone: true }, async (room) => {
    // A headless browser refuses what nobody has allowed.
    const refused = await room.page.evaluate(() => window.najva.phone.answer())
    expect(refused).toMatchObject({ ok: false, failure: { code: 'microphone-refused' } })
    const { call, deviceFailure } = await room.page.evaluate(() => window.najva.snapshot())
    expect(call?.state).toBe('ringing')
    expect(deviceFailure?.code).toBe('microphone-refused')
    expect(room.events.some(({ kind }) => kind === 'answered')).toBe(false)
    await room.page.context().grantPermissions(['microphone'])
    expect(await room.page.evaluate(() => window.najva.phone.answer())).toEqual({ ok: true, value: null })
    await room.untilEvent('answered')
    expect((await room.page.evaluate(() => window.najva.snapshot())).deviceFailure).toBeNull()
  }))

test('absent: the failure says so, and the call can still be declined', () =>
  withRingingPhone({ microphone: 'none' }, async (room) => {
    const absent = await room.page.evaluate(() => window.najva.phone.answer())
    expect(absent).toMatchObject({ ok: false, failure: { code: 'microphone-absent' } })
    expect(await room.page.evaluate(() => window.najva.phone.decline())).toEqual({ ok: true, value: null })
    await room.untilEvent('refused')
  }))
