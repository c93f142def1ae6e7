/** The WebSocket is cut in the middle of a step: while the phone registers, and while a caller is handed over. */
import { expect, test } from 'vitest'
import { ask, calls, focusCall, order, ringAs, untilHears, untilLeg } from '#tests/renderer/phone/lineSteps'
import { extension, poll } from '#tests/renderer/phone/phoneRoom'
import { openRegisteredRoomForEachTest, room } from '#tests/renderer/phone/registeredRoom'

openRegisteredRoomForEachTest()

/** Cuts the line the first time the telephone system, or the phone, says this. */
function cutAt(who: 'framereceived' | 'framesent', words: RegExp): { readonly isCut: boolean } {
  const watched = { isCut: false }
  const look = ({ payload }: { readonly payload: string | Buffer }) => {
    if (watched.isCut || !words.test(String(payload))) return
    watched.isCut = true
    room.line.cut()
  }
  room.page.on('websocket', (socket) => {
    if (who === 'framesent') socket.on('framesent', look)
    else socket.on('framereceived', look)
  })
  return watched
}

const untilCut = (watched: { readonly isCut: boolean }) => poll('cut', () => (watched.isCut ? true : null))

async function lose(): Promise<void> {
  room.line.cut()
  await room.until('lost', ({ link }) => link.kind === 'disconnected')
}

async function comeBack(): Promise<void> {
  room.line.mend()
  await room.until('connected again', ({ link }) => link.kind === 'connected')
  expect(room.telephony.isRegistered(extension)).toBe(true)
}

async function talk() {
  await ringAs('leg')
  await order((phone) => phone.answer())
  await untilLeg('answered', 'leg')
  const ear = room.talk('leg')
  await untilHears(ear, true)
  return ear
}

/** The caller is held for the hand-over, which the telephone system has accepted. */
async function handOver(): Promise<void> {
  await order((phone) => phone.transfer('2000'))
  expect(await untilLeg('transferAsked', 'leg')).toMatchObject({ target: '2000' })
}

test.each([
  ['its first REGISTER is on its way', 'framesent', /^REGISTER/],
  ['it is asked who it is', 'framereceived', /^SIP\/2\.0 401/],
  ['its answer to that is on its way', 'framesent', /^REGISTER[\s\S]*\r\nAuthorization:/],
] as const)(
  'registering, and %s: it registers over the next socket, and callers ring',
  async (_, who, words) => {
    await lose()
    const watched = cutAt(who, words)
    room.line.mend()
    await untilCut(watched)
    await room.until('lost again', ({ link }) => link.kind === 'disconnected')
    await comeBack()
    await ringAs('leg')
  },
)

test('registering anew in a call: the call goes on over the next socket', async () => {
  const ear = await talk()
  await lose()
  const watched = cutAt('framereceived', /^SIP\/2\.0 401/)
  room.line.mend()
  await untilCut(watched)
  await comeBack()
  await untilHears(ear, true)
  // A repair that the last loss interrupted may be under way at the other side still (500, RFC 3261 section 14.2).
  await poll('held', async () => ((await ask((phone) => phone.setHeld(true))).ok ? true : null))
  await untilLeg('held', 'leg')
  ear.close()
})

test('handing over, and the wish could not be heard: it fails, the caller is still here and is handed over later', async () => {
  const ear = await talk()
  await order((phone) => phone.setHeld(true))
  room.line.freeze()
  const asked = ask((phone) => phone.transfer('2000'))
  await room.until('asking', ({ call }) => call?.transfer?.state === 'asking')
  await lose()
  expect((await asked).ok).toBe(false)
  expect(await focusCall()).toMatchObject({ state: 'held', transfer: null })
  await comeBack()
  await order((phone) => phone.setHeld(false))
  await untilHears(ear, true)
  await handOver()
  room.telephony.reportTransfer('leg', 200)
  await room.until('done', ({ calls: all }) => all.every(({ state }) => state === 'ended'))
  ear.close()
})

test('handed over while nobody could say so: the call is gone here too when the phone is back', async () => {
  await talk()
  await handOver()
  await lose()
  room.telephony.reportTransfer('leg', 200)
  room.telephony.hangUp('leg', 'normal')
  expect(await calls()).toMatchObject([{ state: 'held' }])
  await comeBack()
  await room.until('ended', ({ calls: all }) => all.every(({ state }) => state === 'ended'))
  expect(await room.page.evaluate(() => window.najva.openMicrophones())).toBe(0)
})

test('nobody took the caller, and that could not be said: they are given back once nobody is rung any more', {
  timeout: 120_000,
}, async () => {
  const ear = await talk()
  await handOver()
  await lose()
  room.telephony.reportTransfer('leg', 480)
  await comeBack()
  expect(await focusCall()).toMatchObject({ state: 'held', transfer: { state: 'asking' } })
  await new Promise((resolve) => setTimeout(resolve, 25_000))
  const { call } = await room.until('back', (snapshot) => snapshot.call?.transfer?.state === 'returned')
  expect(call?.transfer?.failure?.code).toBe('call-timed-out')
  await room.until('talked to', ({ call }) => call?.state === 'talking')
  await untilHears(ear, true)
  await handOver()
  ear.close()
})
