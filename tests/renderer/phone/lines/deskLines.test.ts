/** Several calls at once, against the practice exchange in a real browser, with a tone at every ear. */
import { expect, test } from 'vitest'
import { failed } from '#contract/failure'
import {
  ask,
  calls,
  focusCall,
  order,
  ringAs,
  setCalls,
  untilHears,
  untilLeg,
  untilMade,
  untilPlayed,
} from '#tests/renderer/phone/lineSteps'
import { callerHz } from '#tests/renderer/phone/phoneRoom'
import { openRegisteredRoomForEachTest, room } from '#tests/renderer/phone/registeredRoom'

const secondHz = 1010
const waitingHz = 425
/** The ring begins with an e''. */
const ringHz = 659.25

openRegisteredRoomForEachTest()

/** The first caller is talked to. */
async function talkToFirst() {
  const id = await ringAs('first')
  await order((phone) => phone.answer())
  await untilLeg('answered', 'first')
  const ear = room.talk('first')
  await untilHears(ear, true)
  return { id, ear }
}

async function answerSecond(other: 'hold' | 'end') {
  const id = await ringAs('second')
  const answered = await room.page.evaluate((how) => window.najva.phone.answer({ other: how }), other)
  expect(answered).toEqual({ ok: true, value: null })
  await untilLeg('answered', 'second')
  return { id, ear: room.talk('second', secondHz) }
}

test('a second caller is told of by a soft tone and not by the ringer, and the first is talked to as before', async () => {
  const first = await talkToFirst()
  await ringAs('second')
  await untilMade(waitingHz, true)
  await untilMade(ringHz, false)
  expect(await calls()).toMatchObject([{ state: 'talking' }, { state: 'ringing' }])
  expect((await focusCall())?.sipCallId).toBe(first.id)
  await untilHears(first.ear, true)
  await untilPlayed({ [callerHz]: true })
  await order((phone) => phone.decline())
  expect((await untilLeg('refused', 'second')).sipStatus).toBe(486)
  await untilMade(waitingHz, false)
  expect((await focusCall())?.sipCallId).toBe(first.id)
})

test('a caller who still rings when the other call ends rings aloud', async () => {
  await talkToFirst()
  const second = await ringAs('second')
  await order((phone) => phone.hangUp())
  await untilMade(ringHz, true)
  expect((await focusCall())?.sipCallId).toBe(second)
  await order((phone) => phone.answer())
  await untilLeg('answered', 'second')
  await untilMade(ringHz, false)
})

test('hold and answer, then swap and swap back: who is on hold is never heard and never hears', async () => {
  const first = await talkToFirst()
  const second = await answerSecond('hold')
  await untilLeg('held', 'first')
  await untilHears(second.ear, true)
  await untilHears(first.ear, false)
  await untilPlayed({ [callerHz]: false, [secondHz]: true })
  expect(await calls()).toMatchObject([{ state: 'held' }, { state: 'talking' }])
  expect((await focusCall())?.sipCallId).toBe(second.id)
  for (const [to, from, hz, silentHz] of [
    [first, second, callerHz, secondHz],
    [second, first, secondHz, callerHz],
  ] as const) {
    expect(await room.page.evaluate((id) => window.najva.phone.focus(id), to.id)).toEqual({
      ok: true,
      value: null,
    })
    expect((await focusCall())?.sipCallId).toBe(to.id)
    await untilHears(to.ear, true)
    await untilHears(from.ear, false)
    await untilPlayed({ [hz]: true, [silentHz]: false })
  }
  await order((phone) => phone.hangUp())
  await untilLeg('hungUp', 'second')
  // The one on hold is on the screen, and stays on hold until the agent turns to them.
  expect(await focusCall()).toMatchObject({ sipCallId: first.id, state: 'held' })
  await untilHears(first.ear, false)
  await order((phone) => phone.setHeld(false))
  await untilHears(first.ear, true)
  await untilPlayed({ [callerHz]: true })
})

test('end and answer', async () => {
  await talkToFirst()
  const second = await answerSecond('end')
  await untilLeg('hungUp', 'first')
  await untilHears(second.ear, true)
  await untilPlayed({ [callerHz]: false, [secondHz]: true })
})

test('who dials while talking holds the caller first, and the dialled call holds nobody back', async () => {
  const first = await talkToFirst()
  await order((phone) => phone.dial('2000'))
  await untilLeg('held', 'first')
  const { legId } = await untilLeg('dialled')
  await untilHears(first.ear, false)
  await untilPlayed({ [callerHz]: false })
  room.telephony.refuse(legId, 486)
  await room.until('back', ({ call }) => call?.state === 'held')
  expect(await focusCall()).toMatchObject({ sipCallId: first.id, failure: null })
})

test('one more than there are lines is told that the phone is busy', async () => {
  await setCalls({ lines: 2 })
  await talkToFirst()
  await ringAs('second')
  room.ring('third')
  expect((await untilLeg('refused', 'third')).sipStatus).toBe(486)
  expect(await calls()).toHaveLength(2)
})

test('mute belongs to one call', async () => {
  const first = await talkToFirst()
  await order((phone) => phone.setMuted(true))
  const second = await answerSecond('hold')
  await untilHears(second.ear, true)
  await room.page.evaluate((id) => window.najva.phone.focus(id), first.id)
  expect(await focusCall()).toMatchObject({ sipCallId: first.id, state: 'talking', muted: true })
  await untilHears(first.ear, false)
})

test('two callers and the agent talk together, one microphone for all, and are parted again', async () => {
  const first = await talkToFirst()
  const second = await answerSecond('hold')
  await order((phone) => phone.setConferenced(true))
  expect(await calls()).toMatchObject([
    { state: 'talking', isConferenced: true },
    { state: 'talking', isConferenced: true },
  ])
  for (const { ear } of [first, second]) await untilHears(ear, true)
  await untilHears(first.ear, true, secondHz)
  await untilHears(second.ear, true, callerHz)
  await untilPlayed({ [callerHz]: true, [secondHz]: true })
  await order((phone) => phone.setMuted(true))
  for (const { ear } of [first, second]) await untilHears(ear, false)
  await untilHears(first.ear, true, secondHz)
  await order((phone) => phone.setMuted(false))
  await untilHears(first.ear, true)
  await order((phone) => phone.setConferenced(false))
  await untilHears(first.ear, false)
  await untilHears(first.ear, false, secondHz)
  await untilHears(second.ear, true)
  await untilHears(second.ear, false, callerHz)
  await untilPlayed({ [callerHz]: false, [secondHz]: true })
  expect(await calls()).toMatchObject([
    { state: 'held', isConferenced: false },
    { state: 'talking', isConferenced: false },
  ])
})

test('who was muted in the call in focus is muted for all', async () => {
  const first = await talkToFirst()
  const second = await answerSecond('hold')
  await untilHears(second.ear, true)
  await order((phone) => phone.setMuted(true))
  await order((phone) => phone.setConferenced(true))
  await untilHears(first.ear, true, secondHz)
  for (const { ear } of [first, second]) await untilHears(ear, false)
  expect(await calls()).toMatchObject([{ muted: true }, { muted: true }])
})

test('when one leaves a conference of two, the other is talked to as before', async () => {
  const first = await talkToFirst()
  const second = await answerSecond('hold')
  expect(await ask((phone) => phone.setConferenced(false))).toEqual(failed('wrong-state'))
  await order((phone) => phone.setConferenced(true))
  await untilHears(first.ear, true, secondHz)
  second.ear.close()
  room.telephony.hangUp('second', 'normal')
  await room.until('parted', ({ call }) => call?.sipCallId === first.id && !call.isConferenced)
  await untilHears(first.ear, true)
  await untilPlayed({ [callerHz]: true })
  expect(await focusCall()).toMatchObject({ state: 'talking' })
})

test('a switch that asks for it is answered by rule, with a beep; never beside another call, nor unless allowed', async () => {
  const asks = { 'Call-Info': '<sip:practice.invalid>;answer-after=0' }
  const unasked = await ringAs('first', asks)
  await room.page.evaluate((id) => window.najva.phone.decline(id), unasked)
  await setCalls({ autoAnswer: { whenAsked: true, queues: [] } })
  const beep = untilMade(880, true)
  room.ring('second', asks)
  await untilLeg('answered', 'second')
  await beep
  const ear = room.talk('second')
  await untilHears(ear, true)
  await ringAs('third', asks)
  await untilMade(waitingHz, true)
  expect((await calls()).at(-1)).toMatchObject({ state: 'ringing' })
})

test('a call that is not wanted is told busy and never rings', async () => {
  await room.page.evaluate(() => window.najva.phone.screenCalls(({ callId }) => callId === 'direct'))
  room.ring('first', { 'X-Najva-Call': 'direct' })
  expect((await untilLeg('refused', 'first')).sipStatus).toBe(486)
  expect(await room.page.evaluate(() => window.najva.events)).toEqual([])
  await ringAs('second', { 'X-Najva-Call': 'queued' })
})

test('digits go as INFO where a site needs it', async () => {
  await setCalls({ digits: 'info' })
  const { ear } = await talkToFirst()
  await room.page.evaluate(() => {
    // RFC 4733 would go through here.
    RTCDTMFSender.prototype.insertDTMF = () => {
      throw new Error('not by the sound')
    }
  })
  await order((phone) => phone.sendDigit('7'))
  expect(await untilLeg('digit', 'first')).toMatchObject({ digit: '7', durationMs: 160 })
  ear.close()
})

test('a socket that is lost ends the calls that only ring or are dialled, and leaves those that are up', async () => {
  const first = await talkToFirst()
  await ringAs('second')
  room.line.cut()
  await room.until('rings no more', ({ calls: all }) => all.every(({ state }) => state !== 'ringing'))
  expect((await calls()).find(({ sipCallId }) => sipCallId === first.id)?.state).toBe('talking')
  await untilHears(first.ear, true)
})
