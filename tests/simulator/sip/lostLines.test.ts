/** A phone loses its socket in a call: the call goes on, and the phone comes back to it over another. */
import { type Invitation, SessionState } from 'sip.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createToneMouth } from '#simulator/media/toneMouth'
import type { Frame } from '#simulator/telephony'
import { type TestPeer, tonesIn } from '#tests/simulator/media/testPeer'
import { type Exchange, openExchange } from '#tests/simulator/sip/exchange'
import { createMailbox } from '#tests/simulator/sip/mailbox'
import { requestText } from '#tests/simulator/sip/rawPhone'
import { reached, type TestPhone } from '#tests/simulator/sip/testPhone'

let exchange: Exchange
let phone: TestPhone

beforeEach(async () => {
  exchange = await openExchange()
  phone = await exchange.phone('1001')
})
afterEach(async () => {
  await exchange.close()
})

async function talk(): Promise<{ invitation: Invitation; peer: TestPeer }> {
  const from = { number: '021', name: null }
  exchange.telephony.ring({ legId: 'leg-a', extension: '1001', from, headers: {} })
  const invitation = await phone.invitations.take()
  await exchange.next('ringing')
  const peer = await phone.answer(invitation)
  await exchange.next('answered')
  return { invitation, peer }
}

async function loseSocket(): Promise<void> {
  await phone.agent.transport.disconnect()
  await exchange.next('unregistered')
}

async function comeBack(): Promise<void> {
  await phone.agent.reconnect()
  await phone.registerer.register()
  await exchange.next('registered')
}

test('sound goes on without the socket, and over another the phone holds, resumes and is hung up', async () => {
  const { invitation, peer } = await talk()
  const conference = exchange.telephony.createConference()
  const atCaller = createMailbox<Frame>()
  conference.addPerson('caller', createToneMouth(440, -12), { hear: atCaller.put })
  conference.addLeg('leg-a')
  peer.speak(660)
  await loseSocket()
  await atCaller.find((frame) => tonesIn(frame, [660]).length > 0)
  expect(tonesIn(await peer.listen(5), [440])).toEqual([440])
  await comeBack()
  await phone.setDirection(invitation, 'sendonly')
  expect((await exchange.next('held')).legId).toBe('leg-a')
  await phone.setDirection(invitation, 'sendrecv')
  await exchange.next('resumed')
  exchange.clock.advance(120_000)
  exchange.telephony.hangUp('leg-a', 'normal')
  await reached(invitation, SessionState.Terminated)
  conference.close()
})

test('the phone hangs up over the new socket, before anything else was said there', async () => {
  const { invitation } = await talk()
  await loseSocket()
  await comeBack()
  await invitation.bye()
  expect((await exchange.next('hungUp')).legId).toBe('leg-a')
})

test('a call that ended meanwhile is unknown to who comes back', async () => {
  const { invitation } = await talk()
  await loseSocket()
  exchange.telephony.hangUp('leg-a', 'normal')
  await comeBack()
  await expect(phone.setDirection(invitation, 'sendrecv')).rejects.toThrow('481')
})

test('another phone that names the dialogue reaches nothing', async () => {
  const { invitation } = await talk()
  await loseSocket()
  const raw = await exchange.raw()
  const { dialog } = invitation
  const answer = await raw.ask(
    requestText('BYE', 'sip:practice@127.0.0.1', {
      From: `<sip:1001@127.0.0.1>;tag=${dialog?.localTag}`,
      To: `<sip:021@127.0.0.1>;tag=${dialog?.remoteTag}`,
      'Call-ID': dialog?.callId ?? '',
      CSeq: '9 BYE',
    }),
  )
  expect(answer.split('\r\n')[0]).toMatch(/^SIP\/2\.0 481 /)
  await comeBack()
  await phone.setDirection(invitation, 'sendonly')
  expect((await exchange.next('held')).legId).toBe('leg-a')
})

test('a phone that stays away has hung up after a minute', async () => {
  await talk()
  await loseSocket()
  exchange.clock.advance(59_000)
  expect(exchange.events.items).toEqual([])
  exchange.clock.advance(1_000)
  expect((await exchange.next('hungUp')).legId).toBe('leg-a')
})

test('the call of a page that was loaded anew ends after five seconds, when nobody has cared for it', async () => {
  await talk()
  await loseSocket()
  const reloaded = await exchange.phone('1001')
  exchange.clock.advance(4_999)
  expect(exchange.events.items).toEqual([])
  exchange.clock.advance(1)
  expect((await exchange.next('hungUp')).legId).toBe('leg-a')
  await reloaded.registerer.unregister()
})
