/** The phone's pure decisions: who calls, how a call ended, when to reconnect, which device, what the ring sounds like. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maxNameLength } from '#contract/text'
import { toDeviceId } from '#renderer/phone/devices/chosenDevice'
import { toMicrophoneFailure } from '#renderer/phone/devices/microphoneFailure'
import { ringSeconds, toRingTone } from '#renderer/phone/devices/ringTone'
import { isAnsweredElsewhere } from '#renderer/phone/sip/endReason'
import { type InviteFacts, toInviteIdentity } from '#renderer/phone/sip/invite'
import { toReconnectDelayMs } from '#renderer/phone/sip/reconnectDelay'

const facts: InviteFacts = {
  callHeader: ' call-1 ',
  user: '+982112345678',
  host: 'pbx.example',
  displayName: 'Sara Karimi',
  privacy: undefined,
}

test('an ordinary caller', () => {
  expect(toInviteIdentity(facts)).toEqual({ callId: 'call-1', number: '+982112345678', name: 'Sara Karimi' })
})

test.each([
  { user: 'anonymous' },
  { host: 'anonymous.invalid' },
  { privacy: 'id;critical' },
  { privacy: 'user' },
])('a withheld caller has neither number nor name: %o', (change) => {
  expect(toInviteIdentity({ ...facts, ...change })).toMatchObject({ number: null, name: null })
})

test.each([
  [{ displayName: undefined }, { name: null }],
  [{ displayName: '+982112345678' }, { name: null }],
  [{ user: '%2B98211' }, { number: '+98211' }],
  [{ user: '%zz12' }, { number: '12' }],
  [{ user: '۰۲۱' }, { number: '021' }],
  [{ user: 'alice' }, { number: null }],
  [{ callHeader: undefined }, { callId: null }],
  [{ callHeader: 'x'.repeat(129) }, { callId: null }],
  [{ displayName: 'Ali\u202Egnp.exe\r\n<b>' }, { name: 'Ali gnp.exe <b>' }],
])('%o reads as %o', (change, expected) => {
  expect(toInviteIdentity({ ...facts, ...change })).toMatchObject(expected)
})

test('a name of 10,000 characters is cut, and no INVITE is hostile enough to throw', () => {
  const { name } = toInviteIdentity({ ...facts, displayName: 'ن'.repeat(10_000) })
  expect(Array.from(name ?? '').length).toBe(maxNameLength)
  const text = fc.option(fc.string({ unit: 'binary', maxLength: 300 }), { nil: undefined })
  fc.assert(
    fc.property(text, text, text, text, text, (callHeader, user, host, displayName, privacy) => {
      const identity = toInviteIdentity({ callHeader, user, host, displayName, privacy })
      expect(identity.number ?? '0').toMatch(/^[0-9+*#]{1,32}$/)
      expect(identity.name ?? '').not.toMatch(/[\p{Cc}\u202a-\u202e]/u)
    }),
  )
})

test.each([
  [['SIP;cause=200;text="Call completed elsewhere"'], true],
  [['Q.850;cause=16, SIP ; cause = 200'], true],
  [['Q.850;cause=16', 'sip;cause=200'], true],
  [['SIP;cause=2000'], false],
  [['Q.850;cause=200'], false],
  [[], false],
])('Reason %o: answered elsewhere is %s', (headers, expected) => {
  expect(isAnsweredElsewhere(headers)).toBe(expected)
})

test('the wait before a reconnect is drawn from a ceiling that doubles from 0.5 s to 30 s', () => {
  const almostOne = () => 0.999999
  const ceilings = [0, 1, 2, 3, 4, 5, 6, 7, 100].map((attempt) => toReconnectDelayMs(attempt, almostOne) + 1)
  expect(ceilings).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
  expect(toReconnectDelayMs(9, () => 0)).toBe(0)
})

test('a device is found by id, else by label, else it is the default', () => {
  const devices = [
    { id: 'a', label: 'Headset' },
    { id: 'b', label: '' },
  ]
  expect(toDeviceId(devices, [])).toBeNull()
  expect(toDeviceId(devices, [{ id: 'a', label: 'Other' }])).toBe('a')
  expect(toDeviceId(devices, [{ id: 'changed', label: 'Headset' }])).toBe('a')
  expect(toDeviceId(devices, [{ id: 'gone', label: '' }])).toBeNull()
})

test.each([
  ['NotAllowedError', 'microphone-refused'],
  ['SecurityError', 'microphone-refused'],
  ['NotFoundError', 'microphone-absent'],
  ['OverconstrainedError', 'microphone-absent'],
  ['NotReadableError', 'microphone-busy'],
  ['AbortError', 'microphone-busy'],
])('%s is %s', (name, code) => {
  expect(toMicrophoneFailure(new DOMException('', name))?.code).toBe(code)
  expect(toMicrophoneFailure(new Error('other'))).toBeNull()
})

test('the ring sounds, never clips, begins and ends in silence', () => {
  const samples = toRingTone(8000)
  expect(samples.length).toBe(ringSeconds * 8000)
  const peak = samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0)
  expect(peak).toBeGreaterThan(0.3)
  expect(peak).toBeLessThan(1)
  expect(samples[0]).toBe(0)
  expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.001)
})
