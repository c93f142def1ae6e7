/** Calls this desk dials, against the practice exchange in a real browser. */
import { expect, test } from 'vitest'
import { failed } from '#contract/failure'
import {
  ask,
  calls,
  focusCall,
  order,
  setCalls,
  untilHears,
  untilLeg,
  untilMade,
  untilPlayed,
} from '#tests/renderer/phone/lineSteps'
import { callerHz, openPhoneRoom, poll } from '#tests/renderer/phone/phoneRoom'
import { openRegisteredRoomForEachTest, room } from '#tests/renderer/phone/registeredRoom'

openRegisteredRoomForEachTest()

async function untilEnded() {
  const { calls: ended } = await room.until('ended', (snapshot) => snapshot.calls.at(-1)?.state === 'ended')
  return ended.at(-1)
}

test('a dialled call rings in the ear, is answered, and both hear each other', async () => {
  await order((phone) => phone.dial('+982112345678', { callerId: '02191000' }))
  const { legId, target } = await untilLeg('dialled')
  expect(target).toBe('+982112345678')
  expect(await focusCall()).toMatchObject({
    direction: 'out',
    state: 'dialling',
    progress: 'sent',
    number: '+982112345678',
    answeredAtMs: null,
  })
  room.telephony.progress(legId)
  await room.until('rings there', ({ call }) => call?.progress === 'ringing')
  await untilMade(425, true)
  room.telephony.accept(legId)
  await room.until('talking', ({ call }) => call?.state === 'talking')
  const ear = room.talk(legId)
  await untilHears(ear, true)
  await untilPlayed({ [callerHz]: true })
  await untilMade(425, false)
  expect(await room.page.evaluate(() => window.najva.events.map(({ kind }) => kind))).toEqual([
    'dialled',
    'answered',
  ])
  await order((phone) => phone.hangUp())
  await untilLeg('hungUp', legId)
  expect(await untilEnded()).toMatchObject({ failure: null, progress: null })
  await poll('closed', async () =>
    (await room.page.evaluate(() => window.najva.openMicrophones())) === 0 ? true : null,
  )
  ear.close()
})

test('the agent is not heard before the answer', async () => {
  await order((phone) => phone.dial('2000'))
  const { legId } = await untilLeg('dialled')
  room.telephony.progress(legId)
  await room.until('rings there', ({ call }) => call?.progress === 'ringing')
  expect(await room.page.evaluate(() => window.najva.openMicrophones())).toBe(1)
  expect(await room.page.evaluate(() => window.najva.openVoices())).toBe(0)
  room.telephony.accept(legId)
  await room.until('talking', ({ call }) => call?.state === 'talking')
  expect(await room.page.evaluate(() => window.najva.openVoices())).toBe(1)
})

test('a call taken back before the answer is cancelled at the exchange', async () => {
  await order((phone) => phone.dial('2000'))
  const { legId } = await untilLeg('dialled')
  room.telephony.progress(legId)
  await room.until('rings there', ({ call }) => call?.progress === 'ringing')
  await order((phone) => phone.hangUp())
  await untilLeg('hungUp', legId)
  expect(await untilEnded()).toMatchObject({ failure: null })
  expect(await room.page.evaluate(() => window.najva.events.at(-1))).toMatchObject({ outcome: 'hung-up' })
  await untilMade(425, false)
  expect(await room.page.evaluate(() => window.najva.openMicrophones())).toBe(0)
})

test('every refusal is told by its reason', async () => {
  const reasons = {
    403: 'call-forbidden',
    404: 'call-not-found',
    480: 'call-unavailable',
    484: 'call-incomplete',
    486: 'call-busy',
    503: 'call-switch-overloaded',
    603: 'call-declined',
    499: 'call-failed',
  }
  for (const [status, code] of Object.entries(reasons)) {
    const before = room.events.length
    await order((phone) => phone.dial('2000'))
    const dialled = await poll(
      'dialled',
      () => room.events.slice(before).find(({ kind }) => kind === 'dialled') ?? null,
    )
    if (dialled.kind === 'dialled') room.telephony.refuse(dialled.legId, Number(status))
    const told = await room.until(
      code,
      ({ calls: all }) =>
        all.every(({ state }) => state === 'ended') && all.some(({ failure }) => failure?.code === code),
    )
    expect(told.calls.find(({ failure }) => failure?.code === code)?.failure?.subject).toBe(status)
  }
  expect(await room.page.evaluate(() => window.najva.openMicrophones())).toBe(0)
})

test('a call nobody answers is taken back after its time', async () => {
  await setCalls({ dialSeconds: 1 })
  await order((phone) => phone.dial('2000'))
  const { legId } = await untilLeg('dialled')
  room.telephony.progress(legId)
  expect((await untilEnded())?.failure?.code).toBe('call-unanswered')
  await untilLeg('hungUp', legId)
})

test('what is no number is refused, and so is a call when every line is taken', async () => {
  for (const number of ['', 'sip:a@b', '12;3', '1'.repeat(50)]) {
    const refused = await room.page.evaluate((text) => window.najva.phone.dial(text), number)
    expect(refused).toEqual(failed('invalid'))
  }
  await setCalls({ lines: 1 })
  await order((phone) => phone.dial('*98#'))
  expect((await untilLeg('dialled')).target).toBe('*98#')
  expect(await ask((phone) => phone.dial('2000'))).toEqual(failed('wrong-state'))
  expect(await calls()).toHaveLength(1)
})

test('without a microphone nobody is rung', async () => {
  const dark = await openPhoneRoom({}, [
    () => {
      navigator.mediaDevices.getUserMedia = async () => {
        throw new DOMException('refused', 'NotAllowedError')
      }
    },
  ])
  try {
    await dark.page.evaluate((credentials) => window.najva.start(credentials), dark.credentials)
    await dark.until('connected', ({ link }) => link.kind === 'connected')
    const refused = await dark.page.evaluate(() => window.najva.phone.dial('2000'))
    expect(refused).toEqual(failed('microphone-refused'))
    const after = await dark.page.evaluate(() => window.najva.snapshot())
    expect(after).toMatchObject({ call: null, calls: [], deviceFailure: { code: 'microphone-refused' } })
    expect(dark.events.some(({ kind }) => kind === 'dialled')).toBe(false)
  } finally {
    await dark.close()
  }
})

test('a phone that is not registered says so at once', async () => {
  const away = await openPhoneRoom()
  try {
    const refused = await away.page.evaluate(() => window.najva.phone.dial('2000'))
    expect(refused).toEqual(failed('switch-away'))
  } finally {
    await away.close()
  }
})
