/** Calls that phones begin: ringing tone, accepted, refused, given up. */
import { SessionState } from 'sip.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createToneMouth } from '#simulator/media/toneMouth'
import { tonesIn } from '#tests/simulator/media/testPeer'
import { type Exchange, openExchange } from '#tests/simulator/sip/exchange'
import { reached } from '#tests/simulator/sip/testPhone'

let exchange: Exchange

beforeEach(async () => {
  exchange = await openExchange()
})
afterEach(async () => {
  await exchange.close()
})

test('a dialled call waits, rings, is accepted, is heard both ways and is ended by the exchange', async () => {
  const { telephony } = exchange
  const phone = await exchange.phone('1001')
  const { session } = phone.dial('2002')
  const dialled = await exchange.next('dialled')
  expect(dialled).toMatchObject({ extension: '1001', target: '2002' })
  const { legId } = dialled

  telephony.progress(legId)
  telephony.accept(legId)
  expect((await exchange.next('answered')).legId).toBe(legId)
  await reached(session, SessionState.Established)
  const peer = phone.peerOf(session)
  peer.speak(660)
  const conference = telephony.createConference()
  conference.addLeg(legId)
  await new Promise<void>((resolve) => {
    conference.addPerson('colleague', createToneMouth(440, -12), {
      hear: (frame) => void (tonesIn(frame, [660]).length > 0 && resolve()),
    })
  })
  expect(tonesIn(await peer.listen(10), [440, 660])).toEqual([440])
  conference.close()
  telephony.hangUp(legId, 'normal')
  await reached(session, SessionState.Terminated)
})

test('a dialled call is refused with the status given', async () => {
  const phone = await exchange.phone('1001')
  const { session, refused } = phone.dial('nobody')
  const { legId } = await exchange.next('dialled')
  exchange.telephony.refuse(legId, 404)
  expect(await refused).toBe(404)
  await reached(session, SessionState.Terminated)
})

test('a caller who gives up before the answer has hung up', async () => {
  const phone = await exchange.phone('1001')
  const { session } = phone.dial('2002')
  const { legId } = await exchange.next('dialled')
  exchange.telephony.progress(legId)
  await reached(session, SessionState.Establishing)
  await session.cancel()
  expect((await exchange.next('hungUp')).legId).toBe(legId)
  await reached(session, SessionState.Terminated)
  // Too late orders do nothing.
  exchange.telephony.accept(legId)
  exchange.telephony.hangUp(legId, 'normal')
})

test('a call accepted and ended at once ends properly at the phone', async () => {
  const phone = await exchange.phone('1001')
  const { session } = phone.dial('2002')
  const { legId } = await exchange.next('dialled')
  exchange.telephony.accept(legId)
  await exchange.next('answered')
  exchange.telephony.hangUp(legId, 'normal')
  await reached(session, SessionState.Terminated)
})
