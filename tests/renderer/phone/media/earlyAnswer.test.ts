/** The way of the sound is opened while the phone rings, and nobody hears anybody over it before the click. */
import { expect, test } from 'vitest'
import { agentHz, callerHz, poll } from '#tests/renderer/phone/phoneRoom'
import { openRegisteredRoomForEachTest, room } from '#tests/renderer/phone/registeredRoom'

const audibleDb = -50

openRegisteredRoomForEachTest()

async function ringUntilOpen(legId = 'leg'): Promise<void> {
  room.ring(legId)
  await room.until('ringing', ({ call }) => call?.state === 'ringing')
  await poll('the way of the sound is open', async () => {
    const way = await room.page.evaluate(() => window.najva.newestWay())
    return way?.state === 'connected' ? true : null
  })
}

const playedDb = async (hz: number) =>
  (await room.page.evaluate((each) => window.najva.playedDb([each], 300), hz))[0] ?? 0

test('while it rings no microphone is open, and neither hears the other, not even where the exchange joins them', async () => {
  await ringUntilOpen()
  const ear = room.talk('leg')
  await poll('half a second of sound', () => (ear.frames > 25 ? true : null))
  expect(await playedDb(callerHz)).toBeLessThan(audibleDb)
  expect(ear.levelDb(agentHz)).toBeLessThan(audibleDb)
  expect(await room.page.evaluate(() => window.najva.newestWay())).toEqual({ state: 'connected', sent: 0 })
  expect(await room.page.evaluate(() => window.najva.openMicrophones())).toBe(0)
  expect(room.events.map(({ kind }) => kind)).not.toContain('answered')

  expect(await room.page.evaluate(() => window.najva.phone.answer())).toEqual({ ok: true, value: null })
  await room.untilEvent('answered')
  await poll('the caller hears the agent', () => (ear.levelDb(agentHz) > audibleDb ? true : null))
  await poll('the agent hears the caller', async () => ((await playedDb(callerHz)) > audibleDb ? true : null))
  ear.close()
})

test('a call on which the way is open is held and taken back like any other', async () => {
  await ringUntilOpen()
  await room.page.evaluate(() => window.najva.phone.answer())
  await room.untilEvent('answered')
  const ear = room.talk('leg')
  const untilHeard = (isHeard: boolean) =>
    poll(`agent ${isHeard ? 'heard' : 'silent'}`, () =>
      ear.levelDb(agentHz) > audibleDb === isHeard ? true : null,
    )
  await untilHeard(true)
  expect(await room.page.evaluate(() => window.najva.phone.setHeld(true))).toEqual({ ok: true, value: null })
  await untilHeard(false)
  expect(await room.page.evaluate(() => window.najva.phone.setHeld(false))).toEqual({ ok: true, value: null })
  await untilHeard(true)
  ear.close()
})

test.each([
  ['taken by somebody else', () => room.telephony.hangUp('leg', 'answered-elsewhere')],
  ['given up by the caller', () => room.telephony.hangUp('leg', 'normal')],
  ['declined', () => room.page.evaluate(() => window.najva.phone.decline())],
  ['cut off with the line', () => room.line.cut()],
] as const)('a ring that is %s leaves no connection and no microphone', async (_, end) => {
  await ringUntilOpen()
  await end()
  await room.until('ended', ({ call }) => call?.state === 'ended')
  expect(await room.page.evaluate(() => window.najva.livePeers())).toBe(0)
  expect(await room.page.evaluate(() => window.najva.openMicrophones())).toBe(0)
})

test('a microphone that does not open leaves the ring as it was, and the next click answers', async () => {
  await ringUntilOpen()
  await room.page.evaluate(() => {
    const { mediaDevices } = navigator
    const open = mediaDevices.getUserMedia
    mediaDevices.getUserMedia = () => {
      mediaDevices.getUserMedia = open
      return Promise.reject(new DOMException('held elsewhere', 'NotReadableError'))
    }
  })
  expect(await room.page.evaluate(() => window.najva.phone.answer())).toMatchObject({
    failure: { code: 'microphone-busy' },
  })
  await room.until('ringing', ({ call }) => call?.state === 'ringing')
  expect(await room.page.evaluate(() => window.najva.phone.answer())).toEqual({ ok: true, value: null })
  const ear = room.talk('leg')
  await poll('the caller hears the agent', () => (ear.levelDb(agentHz) > audibleDb ? true : null))
  ear.close()
})
