/** Hand-overs, against the practice exchange in a real browser: what is asked of it, and what becomes of the calls. */
import { expect, test } from 'vitest'
import { failed } from '#contract/failure'
import { ask, calls, focusCall, order, ringAs, untilHears, untilLeg } from '#tests/renderer/phone/lineSteps'
import { openRegisteredRoomForEachTest, room } from '#tests/renderer/phone/registeredRoom'

openRegisteredRoomForEachTest()

async function talk() {
  const id = await ringAs('leg')
  await order((phone) => phone.answer())
  await untilLeg('answered', 'leg')
  const ear = room.talk('leg')
  await untilHears(ear, true)
  return { id, ear }
}

const transferIs = (state: string) =>
  room.until(`transfer ${state}`, ({ calls: all }) => all.some(({ transfer }) => transfer?.state === state))

test('a blind hand-over: the caller waits on hold, and the call ends when they are taken', async () => {
  const { ear } = await talk()
  await order((phone) => phone.transfer('2000'))
  expect(await untilLeg('transferAsked', 'leg')).toMatchObject({ target: '2000' })
  await untilLeg('held', 'leg')
  await untilHears(ear, false)
  expect((await focusCall())?.transfer).toEqual({ kind: 'blind', state: 'asking', to: '2000', failure: null })
  expect(await ask((phone) => phone.transfer('2001'))).toEqual(failed('wrong-state'))
  room.telephony.reportTransfer('leg', 180)
  await transferIs('ringing')
  room.telephony.reportTransfer('leg', 200)
  const { calls: after } = await transferIs('done')
  expect(after).toMatchObject([{ state: 'ended', failure: null }])
  await untilLeg('hungUp', 'leg')
})

test('a hand-over nobody takes comes back: its reason is told and the caller is talked to again', async () => {
  const { ear } = await talk()
  await order((phone) => phone.transfer('2000'))
  await untilLeg('transferAsked', 'leg')
  room.telephony.reportTransfer('leg', 180)
  room.telephony.reportTransfer('leg', 480)
  await transferIs('returned')
  await room.until('talked to', ({ call }) => call?.state === 'talking')
  expect((await focusCall())?.transfer?.failure?.code).toBe('call-unavailable')
  await untilHears(ear, true)
  await order((phone) => phone.transfer('2001'))
})

test('an attended hand-over joins the caller with the one who was asked; both calls end here', async () => {
  const caller = await talk()
  await room.page.evaluate((consultsFor) => window.najva.phone.dial('2000', { consultsFor }), caller.id)
  const { legId } = await untilLeg('dialled')
  room.telephony.accept(legId)
  await room.until('consulting', ({ call }) => call?.direction === 'out' && call.state === 'talking')
  expect(await focusCall()).toMatchObject({ consultsFor: caller.id })
  await untilHears(caller.ear, false)
  await order((phone) => phone.completeTransfer())
  expect(await untilLeg('transferToLegAsked', 'leg')).toMatchObject({ otherLegId: legId })
  room.telephony.reportTransfer('leg', 200)
  await room.until('both over', ({ calls: all }) => all.every(({ state }) => state === 'ended'))
  expect((await calls()).find(({ sipCallId }) => sipCallId === caller.id)?.transfer).toMatchObject({
    kind: 'attended',
    state: 'done',
    to: '2000',
  })
  await untilLeg('hungUp', 'leg')
  await untilLeg('hungUp', legId)
})

test('an attended hand-over that is refused leaves both calls as they were', async () => {
  const caller = await talk()
  await room.page.evaluate((consultsFor) => window.najva.phone.dial('2000', { consultsFor }), caller.id)
  const { legId } = await untilLeg('dialled')
  room.telephony.accept(legId)
  await room.until('consulting', ({ call }) => call?.direction === 'out' && call.state === 'talking')
  await order((phone) => phone.completeTransfer())
  await untilLeg('transferToLegAsked', 'leg')
  room.telephony.reportTransfer('leg', 481)
  await transferIs('returned')
  expect(await calls()).toMatchObject([{ state: 'held' }, { state: 'talking' }])
  // The colleague hangs up: the caller is consulted for no more, and waits on hold.
  room.telephony.hangUp(legId, 'normal')
  await room.until('alone', ({ call }) => call?.sipCallId === caller.id)
})

test('completed before anyone answered, the caller goes there by themselves', async () => {
  const caller = await talk()
  await room.page.evaluate((consultsFor) => window.najva.phone.dial('2000', { consultsFor }), caller.id)
  const { legId } = await untilLeg('dialled')
  room.telephony.progress(legId)
  await room.until('rings there', ({ call }) => call?.progress === 'ringing')
  await order((phone) => phone.completeTransfer())
  await untilLeg('hungUp', legId)
  expect(await untilLeg('transferAsked', 'leg')).toMatchObject({ target: '2000' })
})

test('the caller may be turned to once more before the hand-over is completed', async () => {
  const caller = await talk()
  await room.page.evaluate((consultsFor) => window.najva.phone.dial('2000', { consultsFor }), caller.id)
  const { legId } = await untilLeg('dialled')
  room.telephony.accept(legId)
  await room.until('consulting', ({ call }) => call?.direction === 'out' && call.state === 'talking')
  await room.page.evaluate((id) => window.najva.phone.focus(id), caller.id)
  await untilHears(caller.ear, true)
  await order((phone) => phone.completeTransfer())
  expect(await untilLeg('transferToLegAsked', 'leg')).toMatchObject({ otherLegId: legId })
})

test('a caller who comes back from a hand-over made elsewhere is told as one', async () => {
  await ringAs('leg', { 'X-Najva-Returned': '1002' })
  expect((await focusCall())?.transfer).toEqual({
    kind: 'blind',
    state: 'returned',
    to: '1002',
    failure: null,
  })
})
