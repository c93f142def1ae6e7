/** Whatever comes over the socket, nothing is thrown at the page, the registration stands and the next call rings. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { maxNameLength } from '#contract/text'
import { openPhoneRoom, type PhoneRoom, poll } from '#tests/renderer/phone/phoneRoom'
import { createRawRegistrar, type RawRegistrar, toInvite } from '#tests/renderer/phone/rawRegistrar'

let room: PhoneRoom
let registrar: RawRegistrar

beforeEach(async () => {
  registrar = await createRawRegistrar()
  room = await openPhoneRoom()
})

afterEach(async () => {
  const errors = await room.page.evaluate(() => window.najva.errors)
  expect(errors.filter((error) => !error.startsWith('reported:'))).toEqual([])
  await room.close()
  await registrar.close()
})

async function register(): Promise<void> {
  const credentials = { ...room.credentials, serverUrl: registrar.serverUrl }
  await room.page.evaluate((each) => window.najva.start(each), credentials)
  await room.until('connected', ({ link }) => link.kind === 'connected')
}

async function rings(callId: string): Promise<string | null> {
  registrar.say(toInvite(callId))
  const { call } = await room.until(
    'rings',
    ({ call }) => call?.state === 'ringing' && call.sipCallId === callId,
  )
  await room.page.evaluate(() => window.najva.phone.decline())
  return call?.name ?? null
}

const without = (name: string) => (lines: string[]) => lines.filter((line) => !line.startsWith(name))
const withHeader = (name: string, line: string) => (lines: string[]) =>
  lines.map((each) => (each.startsWith(name) ? line : each))

test('malformed messages are dropped, and the next call rings', async () => {
  await register()
  const spoilt = [
    '',
    '\r\n\r\n',
    'x'.repeat(100_000),
    'INVITE\r\n\r\n',
    'SIP/2.0 200 OK\r\n\r\n',
    '\u0000\u0001\u0002',
    toInvite('a', without('Via')),
    toInvite('b', without('From')),
    toInvite('c', without('CSeq')),
    toInvite('d', withHeader('From', 'From: <<<>>>')),
    toInvite('e', withHeader('CSeq', 'CSeq: -1 INVITE')),
    toInvite('f', withHeader('To', 'To: ')),
    toInvite('g', withHeader('Contact', 'Contact: nobody')),
    toInvite('h', withHeader('Content-Length', 'Content-Length: 999999')),
    toInvite('i', (lines) => lines.map((line) => line.replace('INVITE', 'BYE'))),
    toInvite('j', (lines) => lines.map((line) => line.replace('INVITE', 'PRACK'))),
    toInvite('k', (lines) => lines.map((line) => line.replace('INVITE', 'NOTIFY'))),
    toInvite('l', (lines) => lines.map((line) => line.replace('INVITE', 'REFER'))),
    toInvite('m', (lines) => lines.map((line) => line.replace('INVITE', 'CANCEL'))),
  ]
  for (const message of spoilt) registrar.say(message)
  // Whatever still rang of these is declined; the phone must be free and well for an honest caller.
  for (let turn = 0; turn < 10; turn += 1) {
    await room.page.evaluate(() => window.najva.phone.decline())
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(await rings('honest')).toBe('Sara')
  expect((await room.page.evaluate(() => window.najva.snapshot())).link.kind).toBe('connected')
})

test('a caller name of 10,000 characters, of HTML and of direction overrides is shown as plain, short text', async () => {
  await register()
  const name = `<img src=x onerror=alert(1)>\u202Eevil ${'n'.repeat(10_000)}`
  registrar.say(toInvite('long', withHeader('From', `From: "${name}" <sip:1@pbx.example>;tag=raw`)))
  const { call } = await room.until('rings', ({ call }) => call?.state === 'ringing')
  expect(call?.name?.startsWith('<img src=x onerror=alert(1)> evil')).toBe(true)
  expect(Array.from(call?.name ?? '').length).toBe(maxNameLength)
})

test('an offer this browser cannot answer is refused with 488 and named', async () => {
  await register()
  const body = 'v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=video 9 RTP/AVP 96\r\n'
  registrar.say(
    toInvite('video', (lines) => [
      ...lines.slice(0, -1),
      'Content-Type: application/sdp',
      `Content-Length: ${body.length}`,
      '',
      body.trimEnd(),
    ]),
  )
  await room.until('rings', ({ call }) => call?.state === 'ringing')
  const answered = await room.page.evaluate(() => window.najva.phone.answer())
  expect(answered).toMatchObject({ ok: false, failure: { code: 'call-not-acceptable' } })
  await poll('488', () =>
    registrar.heard.some((message) => message.startsWith('SIP/2.0 488')) ? true : null,
  )
  expect(await room.page.evaluate(() => window.najva.openMicrophones())).toBe(0)
})

test('a registrar that is overloaded is asked again later, one that forbids is not', async () => {
  registrar.registerStatus = 503
  await room.page.evaluate((each) => window.najva.start(each), {
    ...room.credentials,
    serverUrl: registrar.serverUrl,
  })
  const { link } = await room.until('refused', ({ link }) => link.kind === 'disconnected')
  expect(link.failure?.code).toBe('call-switch-overloaded')
  registrar.registerStatus = 200
  await room.until('registered', ({ link }) => link.kind === 'connected')
  registrar.registerStatus = 403
  await room.page.evaluate((each) => window.najva.start(each), {
    ...room.credentials,
    password: 'other',
    serverUrl: registrar.serverUrl,
  })
  const forbidden = await room.until('forbidden', ({ link }) => link.kind === 'failed')
  expect(forbidden.link.failure?.code).toBe('call-forbidden')
})
