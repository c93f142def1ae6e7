/** Registering at the exchange: who is let in, for how long, and what ends it. */
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { createTelephony } from '#simulator/sip/telephonyServer'
import { type Exchange, openExchange } from '#tests/simulator/sip/exchange'
import { authorise, headerOf, type RawPhone, requestText, statusOf } from '#tests/simulator/sip/rawPhone'
import { createTestPhone } from '#tests/simulator/sip/testPhone'

let exchange: Exchange

beforeEach(async () => {
  exchange = await openExchange()
})
afterEach(async () => {
  vi.useRealTimers()
  await exchange.close()
})

const registrarUri = 'sip:127.0.0.1'
type Fields = Readonly<Record<string, string | null>>

/** Registers 1001 by hand; `sequence` must grow within one test. */
async function register(raw: RawPhone, password: string, sequence: number, fields: Fields = {}) {
  const base = { 'Call-ID': 'registration', ...fields }
  const challenge = await raw.ask(
    requestText('REGISTER', registrarUri, { ...base, CSeq: `${sequence} REGISTER` }),
  )
  const answer = authorise(challenge, 'MD5', 'REGISTER', registrarUri, '1001', password)
  return raw.ask(
    requestText('REGISTER', registrarUri, {
      ...base,
      CSeq: `${sequence + 1} REGISTER`,
      Authorization: answer,
    }),
  )
}

test('a phone registers, stays until its time is up, and is told how long', async () => {
  const { password } = exchange.telephony.issueCredentials('1001')
  const raw = await exchange.raw()
  const answer = await register(raw, password, 1, { Expires: '120' })
  expect(statusOf(answer)).toBe(200)
  expect(headerOf(answer, 'Contact')).toBe('<sip:1001@phone.invalid;transport=ws>;expires=120')
  expect((await exchange.next('registered')).extension).toBe('1001')
  expect(exchange.telephony.isRegistered('1001')).toBe(true)

  exchange.clock.advance(119_000)
  expect(exchange.telephony.isRegistered('1001')).toBe(true)
  exchange.clock.advance(1_000)
  expect((await exchange.next('unregistered')).extension).toBe('1001')
  expect(exchange.telephony.isRegistered('1001')).toBe(false)
})

test('a refresh prolongs without being told again', async () => {
  const { password } = exchange.telephony.issueCredentials('1001')
  const raw = await exchange.raw()
  await register(raw, password, 1, { Expires: '60' })
  exchange.clock.advance(50_000)
  await register(raw, password, 3, { Expires: '60' })
  exchange.clock.advance(50_000)
  expect(exchange.telephony.isRegistered('1001')).toBe(true)
  expect(exchange.events.items.map(({ kind }) => kind)).toEqual(['registered'])
})

test.each([
  ['Expires of 0', { Expires: '0' }],
  ['Contact with expires=0', { Contact: '<sip:1001@phone.invalid;transport=ws>;expires=0' }],
  ['all contacts', { Contact: '*', Expires: '0' }],
])('%s unregisters', async (_, fields) => {
  const { password } = exchange.telephony.issueCredentials('1001')
  const raw = await exchange.raw()
  await register(raw, password, 1)
  expect(statusOf(await register(raw, password, 3, fields))).toBe(200)
  expect(exchange.telephony.isRegistered('1001')).toBe(false)
  await exchange.next('unregistered')
})

test('too short a time is refused with the shortest that is taken', async () => {
  const { password } = exchange.telephony.issueCredentials('1001')
  const answer = await register(await exchange.raw(), password, 1, { Expires: '5' })
  expect(statusOf(answer)).toBe(423)
  expect(headerOf(answer, 'Min-Expires')).toBe('30')
})

test('without a contact the registration is only told', async () => {
  const { password } = exchange.telephony.issueCredentials('1001')
  const raw = await exchange.raw()
  await register(raw, password, 1, { Expires: '90' })
  const answer = await register(raw, password, 3, { Contact: null })
  expect(headerOf(answer, 'Contact')).toMatch(/;expires=90$/)
})

test('an older request of the same registration changes nothing', async () => {
  const { password } = exchange.telephony.issueCredentials('1001')
  const raw = await exchange.raw()
  await register(raw, password, 10)
  expect(statusOf(await register(raw, password, 5, { Expires: '0' }))).toBe(500)
  expect(exchange.telephony.isRegistered('1001')).toBe(true)
})

test('a closed connection ends the registration', async () => {
  const { password } = exchange.telephony.issueCredentials('1001')
  const raw = await exchange.raw()
  await register(raw, password, 1)
  raw.close()
  await exchange.next('unregistered')
  expect(exchange.telephony.isRegistered('1001')).toBe(false)
})

test('a connection that answers no ping is cut', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { password } = exchange.telephony.issueCredentials('1001')
  const [living, dead] = [await exchange.raw(), await exchange.raw()]
  await register(dead, password, 1)
  dead.ignorePings()
  const pinged = living.nextPing()
  vi.advanceTimersByTime(20_000)
  await pinged
  expect(statusOf(await living.ask(requestText('OPTIONS', registrarUri)))).toBe(200)
  vi.advanceTimersByTime(20_000)
  await exchange.next('unregistered')
  await dead.closed
  expect(living.isOpen()).toBe(true)
})

test('a second phone takes the place of the first, whose end is then no end', async () => {
  const { password } = exchange.telephony.issueCredentials('1001')
  const [first, second] = [await exchange.raw(), await exchange.raw()]
  await register(first, password, 1)
  await register(second, password, 1, { 'Call-ID': 'other', Contact: '<sip:second@phone.invalid>' })
  const closed = first.closed
  first.close()
  await closed
  exchange.telephony.ring({
    legId: 'leg',
    extension: '1001',
    from: { number: '1', name: null },
    headers: {},
  })
  expect(await second.received.find((message) => message.startsWith('INVITE'))).toMatch(
    /^INVITE sip:second@phone\.invalid SIP/,
  )
  expect(exchange.telephony.isRegistered('1001')).toBe(true)
})

test('a wrong password is refused, an unknown extension just the same', async () => {
  exchange.telephony.issueCredentials('1001')
  const raw = await exchange.raw()
  expect(statusOf(await register(raw, 'guess', 1))).toBe(403)
  const unknown = { From: '<sip:4711@127.0.0.1>;tag=x', To: '<sip:4711@127.0.0.1>' }
  expect(statusOf(await register(raw, 'guess', 3, unknown))).toBe(403)
  expect(exchange.events.items).toEqual([])
})

test('new credentials end the old ones', async () => {
  const old = exchange.telephony.issueCredentials('1001')
  const current = exchange.telephony.issueCredentials('1001')
  const raw = await exchange.raw()
  expect(statusOf(await register(raw, old.password, 1))).toBe(403)
  expect(statusOf(await register(raw, current.password, 3))).toBe(200)
})

test('nobody registers in the name of another', async () => {
  const { password } = exchange.telephony.issueCredentials('1001')
  exchange.telephony.issueCredentials('1002')
  const raw = await exchange.raw()
  expect(statusOf(await register(raw, password, 1, { To: '<sip:1002@127.0.0.1>' }))).toBe(403)
})

test('SHA-256 is taken as well as MD5', async () => {
  const { password } = exchange.telephony.issueCredentials('1001')
  const raw = await exchange.raw()
  const challenge = await raw.ask(requestText('REGISTER', registrarUri))
  const answer = authorise(challenge, 'SHA-256', 'REGISTER', registrarUri, '1001', password)
  const accepted = await raw.ask(requestText('REGISTER', registrarUri, { Authorization: answer }))
  expect(statusOf(accepted)).toBe(200)
})

test('an answer is taken once, and a nonce grows stale', async () => {
  const { password } = exchange.telephony.issueCredentials('1001')
  const raw = await exchange.raw()
  const challenge = await raw.ask(requestText('REGISTER', registrarUri))
  const ask = (count: string) =>
    raw.ask(
      requestText('REGISTER', registrarUri, {
        Authorization: authorise(challenge, 'MD5', 'REGISTER', registrarUri, '1001', password, count),
      }),
    )
  expect(statusOf(await ask('00000001'))).toBe(200)
  const replayed = await ask('00000001')
  expect(statusOf(replayed)).toBe(401)
  expect(replayed).toContain('stale=true')
  expect(statusOf(await ask('00000002'))).toBe(200)
  exchange.clock.advance(6 * 60_000)
  const late = await ask('00000003')
  expect(statusOf(late)).toBe(401)
  expect(late).toContain('stale=true')
})

test('a call from a connection that has proved nothing is challenged, and taken once it has', async () => {
  const { password } = exchange.telephony.issueCredentials('1001')
  const raw = await exchange.raw()
  const uri = 'sip:2002@127.0.0.1'
  raw.send(requestText('INVITE', uri, { To: '<sip:2002@127.0.0.1>' }))
  const challenge = await raw.received.find((message) => statusOf(message) === 401)
  const authorization = authorise(challenge, 'MD5', 'INVITE', uri, '1001', password)
  raw.send(requestText('INVITE', uri, { To: '<sip:2002@127.0.0.1>', Authorization: authorization }))
  expect(await exchange.next('dialled')).toMatchObject({ extension: '1001', target: '2002' })

  const forged = { From: '<sip:1002@127.0.0.1>;tag=z', To: '<sip:2002@127.0.0.1>', 'Call-ID': 'forged' }
  raw.send(requestText('INVITE', uri, forged))
  expect(await raw.received.find((message) => message.includes('forged') && statusOf(message) > 100)).toMatch(
    /^SIP\/2\.0 403/,
  )
})

test('sip.js registers and unregisters', async () => {
  const phone = await createTestPhone(exchange.telephony.issueCredentials('1001'))
  try {
    await phone.register()
    await exchange.next('registered')
    await phone.registerer.unregister()
    await exchange.next('unregistered')
  } finally {
    await phone.close()
  }
})

test('a connection that does not speak SIP is not opened', async () => {
  const socket = new WebSocket(exchange.telephony.serverUrl, 'chat')
  const status = await new Promise((resolve) => {
    socket.on('error', () => {})
    socket.on('unexpected-response', (_, response) => {
      resolve(response.statusCode)
      response.destroy()
    })
  })
  expect(status).toBe(400)
})

test('a taken port is told', async () => {
  const port = Number(new URL(exchange.telephony.serverUrl).port)
  await expect(createTelephony({ clock: exchange.clock, randomBytes, port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
})

test('closing leaves nothing behind', async () => {
  const phone = await createTestPhone(exchange.telephony.issueCredentials('1001'))
  await phone.register()
  const { telephony } = exchange
  const conference = telephony.createConference()
  telephony.ring({ legId: 'a', extension: '1001', from: { number: '1', name: null }, headers: {} })
  await phone.answer(await phone.invitations.take())
  conference.addLeg('a')
  await telephony.close()
  expect(exchange.clock.pending).toBe(0)
  await phone.close()
})
