/** A phone room whose phone is registered, for each test; a page that complained of anything fails it. */
import { afterEach, beforeEach, expect } from 'vitest'
import { openPhoneRoom, type PhoneRoom } from '#tests/renderer/phone/phoneRoom'

export let room: PhoneRoom

export function openRegisteredRoomForEachTest(): void {
  beforeEach(async () => {
    room = await openPhoneRoom()
    await room.page.evaluate((credentials) => window.najva.start(credentials), room.credentials)
    await room.until('connected', ({ link }) => link.kind === 'connected')
  })
  afterEach(async () => {
    expect(await room.page.evaluate(() => window.najva.errors)).toEqual([])
    await room.close()
  })
}
