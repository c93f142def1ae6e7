/** What happens inside a call: hold and resume, pressed keys, transfers, wrong changes of media. */
import { type Invitation, type Notification, SessionState, UserAgent } from 'sip.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createToneMouth } from '#simulator/media/toneMouth'
import type { Frame } from '#simulator/telephony'
import { type TestPeer, tonesIn } from '#tests/simulator/media/testPeer'
import { type Exchange, openExchange } from '#tests/simulator/sip/exchange'
import { createMailbox } from '#tests/simulator/sip/mailbox'
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

async function talk(legId: string): Promise<{ invitation: Invitation; peer: TestPeer }> {
  exchange.telephony.ring({ legId, extension: '1001', from: { number: '021', name: null }, headers: {} })
  const invitation = await phone.invitations.take()
  await exchange.next('ringing')
  const peer = await phone.answer(invitation)
  await exchange.next('answered')
  return { invitation, peer }
}

test('hold silences both ways, resume restores both', async () => {
  const { invitation, peer } = await talk('leg-a')
  const conference = exchange.telephony.createConference()
  const atCaller = createMailbox<Frame>()
  conference.addPerson('caller', createToneMouth(440, -12), { hear: atCaller.put })
  conference.addLeg('leg-a')
  peer.speak(660)
  await atCaller.find((frame) => tonesIn(frame, [660]).length > 0)
  await peer.listen(5)

  await phone.setDirection(invitation, 'sendonly')
  expect((await exchange.next('held')).legId).toBe('leg-a')
  expect(peer.connection.remoteDescription?.sdp).toContain('a=recvonly')
  const received = peer.headers.length
  // What was on its way has been heard; from here on there is nothing.
  await atCaller.find((frame) => tonesIn(frame, [660]).length === 0)
  const stale = atCaller.items.length
  for (let i = 0; i < 10; i++) await atCaller.find((frame) => !atCaller.items.slice(0, stale).includes(frame))
  expect(peer.headers.length - received).toBeLessThan(3)

  await phone.setDirection(invitation, 'sendrecv')
  expect((await exchange.next('resumed')).legId).toBe('leg-a')
  expect(peer.connection.remoteDescription?.sdp).toContain('a=sendrecv')
  await atCaller.find((frame) => tonesIn(frame, [660]).length > 0)
  expect(tonesIn(await peer.listen(5), [440])).toEqual([440])
  const resumedAt = peer.headers.findIndex((_, i) => i >= received && peer.headers[i]?.marker)
  expect(resumedAt).toBeGreaterThan(0)
  conference.close()
})

test('inactive is hold too, and is answered inactive', async () => {
  const { invitation, peer } = await talk('leg-a')
  await phone.setDirection(invitation, 'inactive')
  await exchange.next('held')
  expect(peer.connection.remoteDescription?.sdp).toContain('a=inactive')
  await phone.setDirection(invitation, 'sendrecv')
  await exchange.next('resumed')
})

test('keys arrive once each by RTP and by INFO', async () => {
  const { invitation, peer } = await talk('leg-a')
  await new Promise<void>((resolve) => {
    if (peer.connection.connectionState === 'connected') resolve()
    peer.connection.connectionStateChange.subscribe((state) => state === 'connected' && resolve())
  })
  peer.sendKey(5)
  expect(await exchange.next('digit')).toEqual({
    kind: 'digit',
    legId: 'leg-a',
    digit: '5',
    durationMs: 80,
  })
  peer.sendKey(11)
  expect((await exchange.next('digit')).digit).toBe('#')

  const info = (contentType: string, content: string) =>
    new Promise<number | undefined>((resolve) => {
      void invitation.info({
        requestOptions: { body: { contentDisposition: 'render', contentType, content } },
        requestDelegate: {
          onAccept: ({ message }) => resolve(message.statusCode),
          onReject: ({ message }) => resolve(message.statusCode),
        },
      })
    })
  expect(await info('application/dtmf-relay', 'Signal=*\r\nDuration=250\r\n')).toBe(200)
  expect(await exchange.next('digit')).toMatchObject({ digit: '*', durationMs: 250 })
  expect(await info('application/dtmf-relay', 'Signal=77\r\n')).toBe(400)
  expect(await info('text/plain', '5')).toBe(415)
  expect(exchange.events.items).toEqual([])
})

test('a blind transfer is told up, and its progress told to the phone', async () => {
  const { invitation } = await talk('leg-a')
  const notes = createMailbox<Notification>()
  const target = UserAgent.makeURI('sip:2002@127.0.0.1')
  if (target === undefined) throw new Error('bad target')
  await invitation.refer(target, {
    onNotify: (note) => {
      void note.accept()
      notes.put(note)
    },
  })
  expect(await exchange.next('transferAsked')).toEqual({
    kind: 'transferAsked',
    legId: 'leg-a',
    target: '2002',
  })
  expect((await notes.take()).request.body).toBe('SIP/2.0 100 Trying\r\n')
  exchange.telephony.reportTransfer('leg-a', 180)
  expect((await notes.take()).request.getHeader('subscription-state')).toMatch(/^active/)
  exchange.telephony.reportTransfer('leg-a', 200)
  const last = await notes.take()
  expect(last.request.body).toBe('SIP/2.0 200 OK\r\n')
  expect(last.request.getHeader('subscription-state')).toMatch(/^terminated/)
  expect(last.request.getHeader('event')).toMatch(/^refer/)
})

test('an attended transfer names both legs', async () => {
  const first = await talk('leg-a')
  const second = await talk('leg-b')
  await first.invitation.refer(second.invitation, { onNotify: (note) => void note.accept() })
  expect(await exchange.next('transferToLegAsked')).toEqual({
    kind: 'transferToLegAsked',
    legId: 'leg-a',
    otherLegId: 'leg-b',
  })
})

test('an attended transfer to a call that is over fails to the phone, and troubles nobody', async () => {
  const first = await talk('leg-a')
  const second = await talk('leg-b')
  exchange.telephony.hangUp('leg-b', 'normal')
  const notes = createMailbox<string>()
  await first.invitation.refer(second.invitation, {
    onNotify: (note) => {
      void note.accept()
      notes.put(note.request.body)
    },
  })
  await notes.find((body) => body.includes('100'))
  expect(await notes.take()).toContain('481')
  expect(exchange.events.items).toEqual([])
})

test('a change of media that cannot be is refused, and the call goes on', async () => {
  const { invitation, peer } = await talk('leg-a')
  const offer = (await peer.connection.createOffer()).sdp.replace(/a=fingerprint:.*\r\n/, '')
  const status = await new Promise<number | undefined>((resolve) => {
    void invitation.dialog?.invite(
      { onAccept: () => resolve(200), onReject: ({ message }) => resolve(message.statusCode) },
      {
        extraHeaders: [`Contact: ${phone.agent.contact.toString()}`],
        body: { contentDisposition: 'session', contentType: 'application/sdp', content: offer },
      },
    )
  })
  expect(status).toBe(488)
  expect(invitation.state).toBe(SessionState.Established)
  exchange.telephony.hangUp('leg-a', 'normal')
  await reached(invitation, SessionState.Terminated)
})

test('a change of media without an offer gets ours', async () => {
  const { invitation, peer } = await talk('leg-a')
  const offered = await new Promise<string>((resolve, reject) => {
    invitation.dialog?.invite(
      {
        onAccept: ({ message, ack }) => {
          const answered = (async () => {
            await peer.connection.setRemoteDescription({ type: 'offer', sdp: message.body })
            peer.transceiver.setDirection('inactive')
            await peer.connection.setLocalDescription(await peer.connection.createAnswer())
            const content = peer.connection.localDescription?.sdp ?? ''
            ack({ body: { contentDisposition: 'session', contentType: 'application/sdp', content } })
          })()
          answered.then(() => resolve(message.body), reject)
        },
        onReject: ({ message }) => reject(new Error(`refused: ${message.statusCode}`)),
      },
      { extraHeaders: [`Contact: ${phone.agent.contact.toString()}`] },
    )
  })
  expect(offered).toContain('m=audio')
  expect((await exchange.next('held')).legId).toBe('leg-a')
})

test('a REFER of nobody is a bad request, and one that wants no reports gets none', async () => {
  const { invitation } = await talk('leg-a')
  const refer = (extraHeaders: string[]) =>
    new Promise<{ statusCode: number | undefined; referSub: string | undefined }>((resolve) => {
      const settle = ({
        message,
      }: {
        message: { statusCode: number | undefined; getHeader(n: string): string | undefined }
      }) => resolve({ statusCode: message.statusCode, referSub: message.getHeader('Refer-Sub') })
      invitation.dialog?.refer({ onAccept: settle, onReject: settle }, { extraHeaders })
    })
  expect((await refer([])).statusCode).toBe(400)
  expect((await refer(['Refer-To: <tel:+982188>'])).statusCode).toBe(400)
  expect(await refer(['Refer-To: <sip:2%30@x>', 'Refer-Sub: false'])).toEqual({
    statusCode: 202,
    referSub: 'false',
  })
  expect((await exchange.next('transferAsked')).target).toBe('20')
})
