/** Rings whole phones: answered, declined, cancelled, lost, with the sound measured at every ear. */
import { SessionState } from 'sip.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createToneMouth } from '#simulator/media/toneMouth'
import type { Frame } from '#simulator/telephony'
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

const ringing = {
  legId: 'leg-a',
  extension: '1001',
  from: { number: '+982188001122', name: 'Sara "Sun" Karimi\\' },
  headers: { 'X-Najva-Call': 'call-7' },
}

test('a phone rings with the caller, answers, both hear each other, and the phone hangs up', async () => {
  const { telephony } = exchange
  const phone = await exchange.phone('1001')
  telephony.ring(ringing)
  const invitation = await phone.invitations.take()
  expect(invitation.request.getHeader('X-Najva-Call')).toBe('call-7')
  expect(invitation.remoteIdentity.uri.user).toBe('+982188001122')
  expect(invitation.request.getHeader('From')).toContain('"Sara \\"Sun\\" Karimi\\\\"')
  expect((await exchange.next('ringing')).legId).toBe('leg-a')

  const peer = await phone.answer(invitation)
  expect((await exchange.next('answered')).legId).toBe('leg-a')
  const conference = telephony.createConference()
  const heard: Frame[] = []
  conference.addLeg('leg-a')
  const callerHears = new Promise<void>((resolve) => {
    conference.addPerson('caller', createToneMouth(440, -12), {
      hear(frame) {
        heard.push(frame)
        if (tonesIn(frame, [660]).length > 0) resolve()
      },
    })
  })
  peer.speak(660)
  await callerHears
  expect(tonesIn(await peer.listen(10), [440, 660])).toEqual([440])
  expect(new Set(heard.flatMap((frame) => tonesIn(frame, [440, 660])))).toEqual(new Set([660]))

  await invitation.bye()
  expect((await exchange.next('hungUp')).legId).toBe('leg-a')
  conference.close()
})

test('the exchange hangs up an answered phone', async () => {
  const phone = await exchange.phone('1001')
  exchange.telephony.ring(ringing)
  const invitation = await phone.invitations.take()
  await phone.answer(invitation)
  await exchange.next('answered')
  exchange.telephony.hangUp('leg-a', 'normal')
  await reached(invitation, SessionState.Terminated)
})

test('a call taken elsewhere is cancelled with its reason, and is told to nobody above', async () => {
  const phone = await exchange.phone('1001')
  exchange.telephony.ring(ringing)
  const invitation = await phone.invitations.take()
  await exchange.next('ringing')
  const cancelled = new Promise<string>((resolve) => {
    invitation.delegate = { onCancel: (cancel) => resolve(cancel.request.getHeader('Reason') ?? '') }
  })
  exchange.telephony.hangUp('leg-a', 'answered-elsewhere')
  expect(await cancelled).toBe('SIP;cause=200;text="Call completed elsewhere"')
  await reached(invitation, SessionState.Terminated)
  expect(exchange.events.items).toEqual([])
})

test.each([486, 603, 480])('a phone that answers %i refuses the call', async (sipStatus) => {
  const phone = await exchange.phone('1001')
  exchange.telephony.ring(ringing)
  const invitation = await phone.invitations.take()
  await invitation.reject({ statusCode: sipStatus })
  expect(await exchange.next('refused')).toEqual({ kind: 'refused', legId: 'leg-a', sipStatus })
})

test('an extension nobody registered is unavailable', async () => {
  exchange.telephony.ring({ ...ringing, extension: '4711' })
  expect(await exchange.next('refused')).toEqual({ kind: 'refused', legId: 'leg-a', sipStatus: 480 })
})

test('a header that would break the message is not sent', async () => {
  await exchange.phone('1001')
  exchange.telephony.ring({ ...ringing, headers: { 'X-Najva-Call': 'a\r\nTo: <sip:evil@x>' } })
  expect(await exchange.next('refused')).toEqual({ kind: 'refused', legId: 'leg-a', sipStatus: 400 })
})

test('a withheld caller is anonymous, whatever the name', async () => {
  const phone = await exchange.phone('1001')
  exchange.telephony.ring({ ...ringing, from: { number: null, name: 'Sara' } })
  const { request } = await phone.invitations.take()
  expect(request.getHeader('From')).toContain('"Anonymous" <sip:anonymous@anonymous.invalid>')
  expect(request.getHeader('Privacy')).toBe('id')
})

test('a caller name of line breaks and 10,000 letters arrives as one header', async () => {
  const phone = await exchange.phone('1001')
  const name = `\r\nVia: evil\r\n\u202e<b>${'م'.repeat(10_000)}`
  exchange.telephony.ring({ ...ringing, from: { number: '1;x=<y>@z', name } })
  const invitation = await phone.invitations.take()
  expect(invitation.request.getHeaders('Via')).toHaveLength(1)
  expect(invitation.request.from.displayName).toBe(`Via: evil  \u202e<b>${'م'.repeat(10_000)}`)
  expect(decodeURIComponent(invitation.request.from.uri.user ?? '')).toBe('1;x=<y>@z')
  await phone.answer(invitation)
  await exchange.next('answered')
})

test('a phone lost while it rings is unavailable', async () => {
  const phone = await exchange.phone('1001')
  exchange.telephony.ring(ringing)
  await phone.invitations.take()
  await exchange.next('ringing')
  await phone.agent.transport.disconnect()
  expect(await exchange.next('refused')).toEqual({ kind: 'refused', legId: 'leg-a', sipStatus: 480 })
})

test('three parties hear each other by the matrix, from the next frame on', async () => {
  const { telephony } = exchange
  const [agent, supervisor] = [await exchange.phone('1001'), await exchange.phone('1002')]
  telephony.ring(ringing)
  const agentPeer = await agent.answer(await agent.invitations.take())
  telephony.ring({ ...ringing, legId: 'leg-s', extension: '1002' })
  const supervisorPeer = await supervisor.answer(await supervisor.invitations.take())
  await exchange.next('answered')
  await exchange.next('answered')
  agentPeer.speak(660)
  supervisorPeer.speak(880)
  const conference = telephony.createConference()
  // Whisper: the caller hears the agent alone.
  conference.setHears('caller', 'leg-s', false)
  const everHeard = new Set<number>()
  let atCaller = (_: Frame) => {}
  conference.addPerson('caller', createToneMouth(440, -12), {
    hear(frame) {
      for (const tone of tonesIn(frame, [440, 660, 880])) everHeard.add(tone)
      atCaller(frame)
    },
  })
  const callerHears = (tone: number) =>
    new Promise<void>((resolve) => {
      atCaller = (frame) => {
        if (tonesIn(frame, [tone]).length > 0) resolve()
      }
    })
  const untilAgent = callerHears(660)
  conference.addLeg('leg-a')
  conference.addLeg('leg-s')
  await untilAgent
  const tones = [440, 660, 880]
  await supervisorPeer.listen(15)
  expect(tonesIn(await agentPeer.listen(10), tones)).toEqual([440, 880])
  expect(tonesIn(await supervisorPeer.listen(10), tones)).toEqual([440, 660])
  expect([...everHeard]).toEqual([660])

  const untilSupervisor = callerHears(880)
  conference.setHears('caller', 'leg-s', true)
  await untilSupervisor
  conference.close()
}, 20_000)
