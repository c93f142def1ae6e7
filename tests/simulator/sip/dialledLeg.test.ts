/** Calls that phones begin: ringing tone, accepted, refused, given up. */
import { SessionState } from 'sip.js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createToneMouth } from '#simulator/media/toneMouth'
import { createTestPeer, tonesIn } from '#tests/simulator/media/testPeer'
import { type Exchange, openExchange } from '#tests/simulator/sip/exchange'
import {
  bodyOf,
  headerOf,
  type RawPhone,
  registerRaw,
  requestText,
  statusOf,
} from '#tests/simulator/sip/rawPhone'
import { reached } from '#tests/simulator/sip/testPhone'

let exchange: Exchange

beforeEach(async () => {
  exchange = await openExchange()
})
afterEach(async () => {
  vi.useRealTimers()
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

const uri = 'sip:2002@127.0.0.1'
const sdpType = { 'Content-Type': 'application/sdp' }

/** A phone by hand that has dialled 2002; `ok` is the exchange's 200. */
async function dialByHand(offer: string) {
  const raw = await exchange.raw()
  await registerRaw(raw, exchange.telephony.issueCredentials('1001').password)
  const fields = { To: `<${uri}>`, 'Call-ID': 'by-hand' }
  const invite = requestText('INVITE', uri, { ...fields, ...(offer === '' ? {} : sdpType) }, offer)
  raw.send(invite)
  const { legId } = await exchange.next('dialled')
  const accept = async () => {
    exchange.telephony.accept(legId)
    return raw.received.find((message) => statusOf(message) === 200 && message.includes('by-hand'))
  }
  const ack = (ok: string, body = '') =>
    raw.send(
      requestText(
        'ACK',
        uri,
        { ...fields, To: headerOf(ok, 'To'), CSeq: '1 ACK', ...(body === '' ? {} : sdpType) },
        body,
      ),
    )
  return { raw, legId, invite, accept, ack, fields }
}

const next = (raw: RawPhone, method: string) =>
  raw.received.find((message) => message.startsWith(`${method} `))

test('a call dialled without an offer gets ours, and answers in its ACK', async () => {
  const peer = createTestPeer()
  try {
    const { accept, ack, legId } = await dialByHand('')
    const ok = await accept()
    await peer.connection.setRemoteDescription({ type: 'offer', sdp: bodyOf(ok) })
    await peer.connection.setLocalDescription(await peer.connection.createAnswer())
    const connected = new Promise<void>((resolve) => {
      peer.connection.connectionStateChange.subscribe((state) => state === 'connected' && resolve())
    })
    ack(ok, peer.connection.localDescription?.sdp)
    expect((await exchange.next('answered')).legId).toBe(legId)
    await connected
  } finally {
    await peer.close()
  }
})

test('an ACK whose answer is none ends the call', async () => {
  const { raw, accept, ack, legId } = await dialByHand('')
  ack(await accept(), 'v=0\r\n')
  expect((await exchange.next('hungUp')).legId).toBe(legId)
  await next(raw, 'BYE')
})

test('an INVITE sent again is answered again, and dials once', async () => {
  const { raw, invite } = await dialByHand('')
  raw.send(invite)
  raw.send(requestText('OPTIONS', uri))
  await raw.received.find((message) => statusOf(message) === 200 && message.includes('OPTIONS'))
  expect(exchange.events.items.map(({ kind }) => kind)).not.toContain('dialled')
})

test('an answer that is never acknowledged is sent again, then the call is ended', async () => {
  const { raw, accept, legId } = await dialByHand('')
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  await accept()
  vi.advanceTimersByTime(600)
  expect(statusOf(await raw.received.find((message) => statusOf(message) === 200))).toBe(200)
  vi.advanceTimersByTime(32_000)
  vi.useRealTimers()
  expect((await exchange.next('hungUp')).legId).toBe(legId)
  await next(raw, 'BYE')
})

test('a call hung up before its ACK says BYE when the ACK has come', async () => {
  const { raw, accept, ack, legId } = await dialByHand('')
  const ok = await accept()
  exchange.telephony.hangUp(legId, 'normal')
  raw.send(requestText('OPTIONS', uri))
  await raw.received.find((message) => statusOf(message) === 200 && message.includes('OPTIONS'))
  expect(raw.received.items.some((message) => message.startsWith('BYE'))).toBe(false)
  ack(ok)
  await next(raw, 'BYE')
  expect(exchange.events.items.map(({ kind }) => kind)).not.toContain('answered')
})

test('a caller may end a ringing call with BYE', async () => {
  const { raw, legId, fields } = await dialByHand('')
  exchange.telephony.progress(legId)
  const ringing = await raw.received.find((message) => statusOf(message) === 180)
  raw.send(requestText('BYE', uri, { ...fields, To: headerOf(ringing, 'To'), CSeq: '2 BYE' }))
  expect((await exchange.next('hungUp')).legId).toBe(legId)
  await raw.received.find((message) => statusOf(message) === 487)
})
