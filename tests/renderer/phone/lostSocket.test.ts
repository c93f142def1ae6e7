/** The WebSocket is cut in every state of a call: the sound goes on, and both sides believe the same afterwards. */
import { expect, test } from 'vitest'
import { agentHz, callerHz, extension, poll } from '#tests/renderer/phone/phoneRoom'
import { openRegisteredRoomForEachTest, room } from '#tests/renderer/phone/registeredRoom'

openRegisteredRoomForEachTest()

const audibleDb = -40

async function ring(): Promise<void> {
  room.ring('leg')
  await room.untilEvent('ringing')
}

async function talk() {
  await ring()
  const answered = await room.page.evaluate(() => window.najva.phone.answer())
  expect(answered).toEqual({ ok: true, value: null })
  await room.untilEvent('answered')
  const ear = room.talk('leg')
  await poll('the agent is heard', () => (ear.levelDb(agentHz) > audibleDb ? true : null))
  return ear
}

async function lose(): Promise<void> {
  room.line.cut()
  await room.until('lost', ({ link }) => link.kind === 'disconnected')
}

async function comeBack(): Promise<void> {
  room.line.mend()
  await room.until('connected again', ({ link }) => link.kind === 'connected')
  expect(room.telephony.isRegistered(extension)).toBe(true)
}

const stateNow = async () => (await room.page.evaluate(() => window.najva.snapshot())).call?.state ?? null
const setHeld = (held: boolean) => room.page.evaluate((each) => window.najva.phone.setHeld(each), held)

test('talking: both hear each other without the socket, and over the next one the call is held and resumed', async () => {
  const ear = await talk()
  await lose()
  const before = ear.frames
  await poll('sound goes on', () => (ear.frames > before + 20 ? true : null))
  expect(ear.levelDb(agentHz)).toBeGreaterThan(audibleDb)
  expect((await room.page.evaluate(() => window.najva.hear(400))).hz).toBeCloseTo(callerHz, -2)
  await comeBack()
  expect(await setHeld(true)).toEqual({ ok: true, value: null })
  await room.untilEvent('held')
  expect(await setHeld(false)).toEqual({ ok: true, value: null })
  await room.untilEvent('resumed')
  await poll('the agent is heard', () => (ear.levelDb(agentHz) > audibleDb ? true : null))
  room.telephony.hangUp('leg', 'normal')
  await room.until('ended', ({ call }) => call === null || call.state === 'ended')
  ear.close()
})

test('talking: the telephone system reaches the phone over the next socket before it has said anything new', async () => {
  const ear = await talk()
  await lose()
  await comeBack()
  await poll('refreshed', async () => ((await stateNow()) === 'talking' ? true : null))
  // The re-INVITE of the repair tells the exchange where the phone is now; a BYE before it would go into the void.
  await poll('ended by the other side', async () => {
    room.telephony.hangUp('leg', 'normal')
    const state = await stateNow()
    return state === 'ended' || state === null ? true : null
  })
  ear.close()
})

test('held: still held over the next socket, and resumed by it', async () => {
  const ear = await talk()
  expect((await setHeld(true)).ok).toBe(true)
  await room.untilEvent('held')
  await lose()
  await comeBack()
  expect(await stateNow()).toBe('held')
  expect(await setHeld(false)).toEqual({ ok: true, value: null })
  await room.untilEvent('resumed')
  ear.close()
})

test('held in the very moment it is answered, before the other side has acknowledged it: the call stands', async () => {
  await ring()
  const held = await room.page.evaluate(async () => {
    await window.najva.phone.answer()
    return window.najva.phone.setHeld(true)
  })
  expect(held).toEqual({ ok: true, value: null })
  await room.untilEvent('held')
  expect(await stateNow()).toBe('held')
})

test('holding: a hold that was under way fails at once, and can be asked for again', async () => {
  const ear = await talk()
  room.line.freeze()
  const held = setHeld(true)
  await room.until('pending', ({ call }) => call?.holdPending === true)
  await lose()
  expect((await held).ok).toBe(false)
  expect(await stateNow()).toBe('talking')
  await comeBack()
  await poll('held', async () => ((await setHeld(true)).ok ? true : null))
  await room.untilEvent('held')
  ear.close()
})

test('ringing: the ring ends with the socket, and the next caller rings', async () => {
  await ring()
  await lose()
  expect(await stateNow()).toBe('ended')
  await comeBack()
  room.ring('next')
  await room.until('rings', ({ call }) => call?.state === 'ringing')
})

test('a goodbye that could not be heard is noticed when the phone is back', async () => {
  const ear = await talk()
  await lose()
  room.telephony.hangUp('leg', 'normal')
  expect(await stateNow()).toBe('talking')
  await comeBack()
  await room.until('ended', ({ call }) => call === null || call.state === 'ended')
  expect(await room.page.evaluate(() => window.najva.openMicrophones())).toBe(0)
  ear.close()
})

test('who hung up while nobody could hear it says so again: no caller is left in silence', async () => {
  const ear = await talk()
  await lose()
  await room.page.evaluate(() => window.najva.phone.hangUp())
  expect(room.events.some(({ kind }) => kind === 'hungUp')).toBe(false)
  await comeBack()
  expect(await room.untilEvent('hungUp')).toMatchObject({ legId: 'leg' })
  ear.close()
})

test('who hung up over a socket that was dead already says so again', async () => {
  const ear = await talk()
  room.line.freeze()
  await room.page.evaluate(() => window.najva.phone.hangUp())
  await lose()
  await comeBack()
  expect(await room.untilEvent('hungUp')).toMatchObject({ legId: 'leg' })
  ear.close()
})

test('woken from sleep: a socket that only looks open is replaced at once, and the call goes on', async () => {
  const ear = await talk()
  room.line.freeze()
  await room.page.evaluate(() => window.najva.phone.checkLink('woken'))
  await room.until('noticed', ({ link }) => link.kind !== 'connected')
  room.line.cut()
  await comeBack()
  expect(await setHeld(true)).toEqual({ ok: true, value: null })
  ear.close()
})

test('another network: the sound is given a new way, and goes on both ways', async () => {
  const ear = await talk()
  const names = () => room.page.evaluate(() => window.najva.iceNames())
  const before = await names()
  await room.page.evaluate(() => window.najva.phone.checkLink('network'))
  await poll('a new way', async () => {
    const after = await names()
    return after.local !== before.local && after.remote !== before.remote ? true : null
  })
  const from = ear.frames
  await poll('sound goes on', () => (ear.frames > from + 50 ? true : null))
  await poll('the agent is heard', () => (ear.levelDb(agentHz) > audibleDb ? true : null))
  expect((await room.page.evaluate(() => window.najva.hear(400))).hz).toBeCloseTo(callerHz, -2)
  ear.close()
})
