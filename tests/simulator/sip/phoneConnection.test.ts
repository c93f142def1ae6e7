/** What is wrong, unexpected or hostile on a phone's connection gets its answer and harms nobody. */
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestPeer } from '#tests/simulator/media/testPeer'
import { type Exchange, openExchange } from '#tests/simulator/sip/exchange'
import { authorise, headerOf, type RawPhone, requestText, statusOf } from '#tests/simulator/sip/rawPhone'

let exchange: Exchange
let raw: RawPhone

beforeEach(async () => {
  exchange = await openExchange()
  raw = await exchange.raw()
})
afterEach(async () => {
  await exchange.close()
})

const uri = 'sip:2002@127.0.0.1'
const options = (fields: Readonly<Record<string, string | null>> = {}) => requestText('OPTIONS', uri, fields)

test('OPTIONS is answered to anybody', async () => {
  const answer = await raw.ask(options())
  expect(statusOf(answer)).toBe(200)
  expect(headerOf(answer, 'Allow')).toContain('INVITE')
})

test('a keep-alive is answered', async () => {
  expect(await raw.ask('\r\n\r\n')).toBe('\r\n')
})

const malformed: Record<string, string> = {
  'no From': options({ From: null }),
  'no From tag': options({ From: '<sip:1001@127.0.0.1>' }),
  'no To': options({ To: null }),
  'no Call-ID': options({ 'Call-ID': null }),
  'no CSeq': options({ CSeq: null }),
  'no Via branch': options({ Via: 'SIP/2.0/WS phone.invalid' }),
  'a CSeq of another method': options({ CSeq: '1 INVITE' }),
  'a CSeq too large': options({ CSeq: '4294967296 OPTIONS' }),
  'a CSeq of letters': options({ CSeq: 'one OPTIONS' }),
  'a body shorter than told': options({ 'Content-Length': '100' }),
  'a negative length': options({ 'Content-Length': '-5' }),
  'an unclosed quotation': options({ From: '"Sara <sip:1001@127.0.0.1>;tag=a' }),
  'a bad Contact': options({ Contact: '<<>>' }),
  'no end of headers': options().replace(/\r\n\r\n$/, '\r\n'),
  'a URI in angle brackets': options().replace(uri, `<${uri}>`),
  'spaces in the URI': options().replace(uri, 'sip:2002@127.0.0.1; lr'),
  'headers beyond all measure': options({ Subject: 'x'.repeat(30_000) }),
  'a header without a colon': options().replace('Max-Forwards: 70', 'Max-Forwards 70'),
}
test.each(Object.keys(malformed))('%s is a bad request', async (name) => {
  const answer = await raw.ask(malformed[name] ?? '')
  expect(statusOf(answer)).toBe(400)
  expect(statusOf(await raw.ask(options()))).toBe(200)
})

const refused: Record<string, [number, string]> = {
  'another SIP version': [505, options().replace('SIP/2.0\r\n', 'SIP/7.0\r\n')],
  'an unknown method': [501, requestText('JUGGLE', uri)],
  'a method not served': [405, requestText('SUBSCRIBE', uri)],
  'an UPDATE': [405, requestText('UPDATE', uri)],
  'no hops left': [483, requestText('REGISTER', 'sip:127.0.0.1', { 'Max-Forwards': '0' })],
  'an extension required': [420, options({ Require: 'nothingSupportsThis, norefersub' })],
  'another scheme': [416, requestText('OPTIONS', 'soap:2002@127.0.0.1')],
  'a BYE of no call': [481, requestText('BYE', uri, { To: '<sip:2002@127.0.0.1>;tag=none' })],
  'a CANCEL of nothing': [481, requestText('CANCEL', uri)],
  'an INFO of no call': [481, requestText('INFO', uri)],
  'a NOTIFY of no subscription': [481, requestText('NOTIFY', uri, { Event: 'refer' })],
  'a REFER of no call': [403, requestText('REFER', uri, { 'Refer-To': '<sip:3@x>' })],
  'an INVITE without contact': [400, requestText('INVITE', uri, { Contact: null })],
  'an INVITE of a picture': [415, requestText('INVITE', uri, { 'Content-Type': 'image/png' }, 'x')],
  'a compressed body': [
    415,
    requestText('INVITE', uri, { 'Content-Type': 'application/sdp', 'Content-Encoding': 'gzip' }, 'x'),
  ],
}
test.each(Object.keys(refused))('%s is refused as the standard says', async (name) => {
  const [status, text] = refused[name] ?? [0, '']
  const answer = await raw.ask(text)
  expect(statusOf(answer)).toBe(status)
  if (status === 405 || status === 501) expect(headerOf(answer, 'Allow')).toContain('REFER')
  if (status === 420) expect(headerOf(answer, 'Unsupported')).toBe('nothingSupportsThis')
  if (text.includes('image/png')) expect(headerOf(answer, 'Accept')).toBe('application/sdp')
})

test.each([
  ['an ACK of nothing', requestText('ACK', uri)],
  ['a stray response', options().replace(/^.*\r\n/, 'SIP/2.0 200 OK\r\n')],
  ['a response of nonsense', 'SIP/2.0 999 What\r\n\r\n'],
  ['something else altogether', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['nothing', '\r\n'],
])('%s is not answered', async (_, text) => {
  raw.send(text)
  expect(statusOf(await raw.ask(options()))).toBe(200)
  expect(raw.received.items).toEqual([])
})

test('a wonderfully written but right request is understood (RFC 4475 section 3.1.1.1)', async () => {
  const lines = [
    `OPTIONS ${uri} SIP/2.0`,
    'TO :',
    ' sip:2002@127.0.0.1 ;   tag    = 1918181833n',
    'from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>',
    '  ;',
    '  tag = 98asjd8',
    'MaX-fOrWaRdS: 0068',
    'i: wsinv.ndaksdj@192.0.2.1',
    'Content-Length   : 0',
    'cseq: 0009',
    '  OPTIONS',
    's :',
    'NewFangledHeader:   newfangled value',
    ' continued newfangled value',
    'v: SIP  / 2.0  / TCP     spindle.example.com   ;',
    '  branch  =   z9hG4bK9ikj8  ,',
    ' SIP  /    2.0   / UDP  192.168.255.111   ; branch=',
    ' z9hG4bK30239',
    '',
    '',
  ]
  expect([200, 400, 481]).toContain(statusOf(await raw.ask(lines.join('\r\n'))))
  expect(statusOf(await raw.ask(options()))).toBe(200)
})

test('descriptions that cannot be a call are not acceptable', async () => {
  const { password } = exchange.telephony.issueCredentials('1001')
  const challenge = await raw.ask(requestText('REGISTER', 'sip:127.0.0.1'))
  const authorization = authorise(challenge, 'MD5', 'REGISTER', 'sip:127.0.0.1', '1001', password)
  await raw.ask(requestText('REGISTER', 'sip:127.0.0.1', { Authorization: authorization }))
  const peer = createTestPeer()
  const good = (await peer.connection.createOffer()).sdp
  await peer.close()
  const bad = [
    'v=0\r\n',
    'hello',
    good.replace(/a=fingerprint.*\r\n/, ''),
    good.replace(/a=ice-pwd.*\r\n/, ''),
    good.replace('UDP/TLS/RTP/SAVPF 0 8 101', 'RTP/AVP 0 8 101'),
    good.replace('SAVPF 0 8 101', 'SAVPF 111'),
    good.replace('m=audio 9', 'm=audio 0'),
    good.replace('m=audio', 'm=video'),
  ]
  for (const body of bad) {
    raw.send(requestText('INVITE', uri, { To: `<${uri}>`, 'Content-Type': 'application/sdp' }, body))
    const answer = await raw.received.find((message) => statusOf(message) >= 200)
    expect(statusOf(answer)).toBe(488)
    expect(headerOf(answer, 'Warning')).toMatch(/^399 /)
  }
  expect(exchange.events.items.map(({ kind }) => kind)).toEqual(['registered'])
})

test('a frame too large closes the connection, and only that one', async () => {
  const phone = await exchange.phone('1001')
  raw.send(options({ Subject: 'x'.repeat(70_000) }))
  expect(await raw.closed).toBe(1009)
  expect(exchange.telephony.isRegistered('1001')).toBe(true)
  expect(phone.agent.isConnected()).toBe(true)
})

test('whatever is done to messages, the exchange lives and others stay registered', async () => {
  const phone = await exchange.phone('1001')
  const peer = createTestPeer()
  const sdp = (await peer.connection.createOffer()).sdp
  await peer.close()
  const seeds = [
    options(),
    requestText('REGISTER', 'sip:127.0.0.1', { Authorization: 'Digest username="1001", realm="x"' }),
    requestText('INVITE', uri, { 'Content-Type': 'application/sdp' }, sdp),
    requestText('REFER', uri, { 'Refer-To': '<sip:3@x?Replaces=a%3Bto-tag%3Db>' }),
    ...Object.values(malformed),
  ]
  const piece = fc.oneof(
    fc.constantFrom(
      '\r\n',
      ':',
      ';',
      '<',
      '>',
      '"',
      '\\',
      '%',
      '\0',
      '@',
      ',',
      '=',
      '\u202e',
      'SIP/2.0',
      '*',
    ),
    fc.string({ maxLength: 20, unit: 'binary' }),
  )
  const mutation = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(40), put: piece })
  const text = fc
    .tuple(fc.constantFrom(...seeds), fc.array(mutation, { minLength: 1, maxLength: 4 }))
    .map(([seed, changes]) =>
      changes.reduce((message, { at, cut, put }) => {
        const from = Math.floor(at * message.length)
        return message.slice(0, from) + put + message.slice(from + cut)
      }, seed),
    )
  await fc.assert(
    fc.asyncProperty(text, async (message) => {
      if (!raw.isOpen()) raw = await exchange.raw()
      raw.send(message.toWellFormed())
      const probe = options()
      raw.send(probe)
      const callId = headerOf(probe, 'Call-ID')
      const answer = await raw.received.find(
        (one) => headerOf(one, 'Call-ID') === callId && headerOf(one, 'CSeq') === '1 OPTIONS',
      )
      return statusOf(answer) === 200
    }),
    { numRuns: 300, interruptAfterTimeLimit: 5_000, markInterruptAsFailure: false },
  )
  expect(exchange.telephony.isRegistered('1001')).toBe(true)
  exchange.telephony.ring({ legId: 'a', extension: '1001', from: { number: '1', name: null }, headers: {} })
  await phone.invitations.take()
})
