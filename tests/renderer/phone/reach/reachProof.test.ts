/** The desk proves by a short call to the real exchange's echo that it can be reached, heard and muted. */
import { expect, test } from 'vitest'
import { extension, poll } from '#tests/renderer/phone/phoneRoom'
import { openRegisteredRoomForEachTest, room } from '#tests/renderer/phone/registeredRoom'

openRegisteredRoomForEachTest()

const prove = () => room.page.evaluate(() => window.najva.phone.proveReach())

test('registration, sound both ways and mute are proven, with no microphone opened and nobody told', async () => {
  const asked = room.page.evaluate(async () => {
    let open = 0
    const timer = setInterval(() => {
      open = Math.max(open, window.najva.openMicrophones())
    }, 20)
    const outcome = await window.najva.phone.proveReach()
    clearInterval(timer)
    return { outcome, open }
  })
  expect(await asked).toEqual({ outcome: { kind: 'proven' }, open: 0 })
  const { call, calls } = await room.page.evaluate(() => window.najva.snapshot())
  expect([call, ...calls]).toEqual([null])
  // The exchange tells of the echo alone, which is nobody's telephone.
  const told = room.events.filter(({ kind }) => kind !== 'echo')
  expect(told.map(({ kind }) => kind)).toEqual(['registered'])
  expect(await room.page.evaluate(() => window.najva.livePeers())).toBe(0)
  expect(await prove()).toEqual({ kind: 'proven' })
})

test('a caller who rings meanwhile is not kept waiting: the proof gives way', async () => {
  const proving = prove()
  room.ring('leg')
  await room.until('rings', ({ call }) => call?.state === 'ringing')
  expect(await proving).toEqual({ kind: 'interrupted' })
  expect((await room.page.evaluate(() => window.najva.phone.answer())).ok).toBe(true)
  expect(await prove()).toEqual({ kind: 'interrupted' })
  expect((await room.page.evaluate(() => window.najva.snapshot())).call?.state).toBe('talking')
})

test('a line that went silent fails the registration', async () => {
  room.line.freeze()
  expect(await prove()).toMatchObject({ kind: 'failed', step: 'registration' })
  room.line.cut()
  room.line.mend()
  await room.until('connected again', ({ link }) => link.kind === 'connected')
})

test('an exchange without an echo fails the call, with its answer', async () => {
  const outcome = room.page.evaluate(async () => {
    const send = WebSocket.prototype.send
    // The number of the echo becomes one nobody has.
    WebSocket.prototype.send = function (this: WebSocket, data) {
      send.call(this, typeof data === 'string' ? data.replaceAll('sip:*43@', 'sip:%3943@') : data)
    }
    return await window.najva.phone.proveReach()
  })
  const dialled = await room.untilEvent('dialled')
  if (dialled.kind === 'dialled') room.telephony.refuse(dialled.legId, 404)
  expect(await outcome).toMatchObject({ kind: 'failed', step: 'call', failure: { code: 'call-not-found' } })
})

test('a desk that hears nothing back fails the sound, and one whose mute mutes nothing fails that', async () => {
  await room.page.evaluate(() => {
    window.najva.spoil = 'deaf'
  })
  expect(await prove()).toEqual({ kind: 'failed', step: 'sound', failure: null })
  await room.page.evaluate(() => {
    window.najva.spoil = 'unmuted'
  })
  expect(await prove()).toEqual({ kind: 'failed', step: 'mute', failure: null })
  await room.page.evaluate(() => {
    window.najva.spoil = null
  })
  await poll('left in peace', async () => (room.telephony.isRegistered(extension) ? true : null))
  expect(await prove()).toEqual({ kind: 'proven' })
})
