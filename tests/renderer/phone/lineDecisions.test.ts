/** What is decided about several calls without a browser: focus, alerts, reports of a hand-over, asked answers, tones. */
import { describe, expect, test } from 'vitest'
import { ringbackTone, toToneSamples, waitingTone } from '#renderer/phone/devices/toneSamples'
import { toAutoAnswerSeconds } from '#renderer/phone/lines/autoAnswer'
import { chooseFocus, needsRingback, toAlert } from '#renderer/phone/lines/lineBook'
import { newCall } from '#renderer/phone/lines/newCall'
import { toReportedStatus } from '#renderer/phone/sip/sipFragment'
import type { PhoneCall, PhoneCallState } from '#renderer/state/deskModel'

function call(sipCallId: string, state: PhoneCallState, change: Partial<PhoneCall> = {}): PhoneCall {
  return newCall(sipCallId, { state, ...change })
}

describe('the call in focus', () => {
  const cases: [string, [string, PhoneCallState][], string | null, string | null][] = [
    ['nobody', [], null, null],
    [
      'the one talked to before one that rings',
      [
        ['a', 'talking'],
        ['b', 'ringing'],
      ],
      'a',
      'a',
    ],
    [
      'the one talked to, whoever was before',
      [
        ['a', 'held'],
        ['b', 'talking'],
      ],
      'a',
      'b',
    ],
    [
      'one that is dialled before one on hold',
      [
        ['a', 'held'],
        ['b', 'dialling'],
      ],
      'a',
      'b',
    ],
    [
      'one that rings before one on hold',
      [
        ['a', 'held'],
        ['b', 'ringing'],
      ],
      'a',
      'b',
    ],
    [
      'of two on hold, the one last in focus',
      [
        ['a', 'held'],
        ['b', 'held'],
      ],
      'a',
      'a',
    ],
    [
      'of two that ring, the one last in focus',
      [
        ['a', 'ringing'],
        ['b', 'ringing'],
      ],
      'a',
      'a',
    ],
    [
      'the newest where none was',
      [
        ['a', 'ringing'],
        ['b', 'ringing'],
      ],
      null,
      'b',
    ],
    [
      'one that lives before one that ended',
      [
        ['a', 'held'],
        ['b', 'ended'],
      ],
      'b',
      'a',
    ],
    ['one that ended where none lives', [['a', 'ended']], 'a', 'a'],
    [
      'of a conference, the one last in focus',
      [
        ['a', 'talking'],
        ['b', 'talking'],
      ],
      'a',
      'a',
    ],
  ]
  test.each(cases)('%s', (_, states, last, expected) => {
    const calls = states.map(([id, state]) => call(id, state))
    const focus = chooseFocus(calls, last === null ? null : { sipCallId: last, isFirm: false })
    expect(focus?.sipCallId ?? null).toBe(expected)
  })

  test('a change under way is in focus at once', () => {
    const calls = [call('a', 'talking'), call('b', 'held')]
    expect(chooseFocus(calls, { sipCallId: 'b', isFirm: true })?.sipCallId).toBe('b')
    expect(
      chooseFocus([call('a', 'talking'), call('b', 'ended')], { sipCallId: 'b', isFirm: true })?.sipCallId,
    ).toBe('a')
  })
})

test.each([
  [['ringing'], 'ring'],
  [['ringing', 'ringing'], 'ring'],
  [['ringing', 'talking'], 'waiting'],
  [['ringing', 'held'], 'waiting'],
  [['ringing', 'dialling'], 'waiting'],
  [['ringing', 'ended'], 'ring'],
  [['talking', 'held'], 'none'],
  [[], 'none'],
] as [PhoneCallState[], string][])('%j sounds as %s', (states, alert) => {
  expect(toAlert(states.map((state, i) => call(String(i), state)))).toBe(alert)
})

test('the phone makes the ringback only where the network gives none', () => {
  const dialled = (progress: PhoneCall['progress']) => needsRingback(call('a', 'dialling', { progress }))
  expect([dialled('sent'), dialled('ringing'), dialled('early-media')]).toEqual([false, true, false])
  expect(needsRingback(call('a', 'talking'))).toBe(false)
  expect(needsRingback(null)).toBe(false)
})

test.each([
  ['SIP/2.0 100 Trying', 100],
  ['SIP/2.0 200 OK\r\nContact: <sip:a@b>', 200],
  ['  sip/2.0 486 Busy', 486],
  ['SIP/2.0 1000 Odd', null],
  ['SIP/2.0 700 Odd', null],
  ['HTTP/1.1 200 OK', null],
  ['', null],
  [undefined, null],
  ['x'.repeat(100_000), null],
])('the report %s', (body, status) => {
  expect(toReportedStatus(body)).toBe(status)
})

describe('an asked answer', () => {
  const read = (headers: { callInfo?: string[]; alertInfo?: string[]; answerMode?: string }) =>
    toAutoAnswerSeconds({ callInfo: [], alertInfo: [], answerMode: undefined, ...headers })
  test.each([
    [{ callInfo: ['<sip:a>;answer-after=0'] }, 0],
    [{ callInfo: ['<sip:a>; Answer-After = 3'] }, 3],
    [{ callInfo: ['<sip:a>;answer-after=300'] }, null],
    [{ alertInfo: ['<http://127.0.0.1>;info=alert-autoanswer;delay=0'] }, 0],
    [{ alertInfo: ['info=Auto Answer'] }, 0],
    [{ alertInfo: ['<http://a/ring.wav>'] }, null],
    [{ answerMode: 'Auto;require' }, 0],
    [{ answerMode: 'Manual' }, null],
    [{}, null],
  ])('%j', (headers, seconds) => {
    expect(read(headers)).toBe(seconds)
  })
})

test('tones have their cadence, and stay below the loudest', () => {
  const rate = 8000
  for (const tone of [ringbackTone, waitingTone]) {
    const samples = toToneSamples(tone, rate)
    const total = tone.cadenceSeconds.reduce((sum, seconds) => sum + seconds, 0)
    expect(samples.length).toBe(total * rate)
    const [sound = 0, silence = 0] = tone.cadenceSeconds
    const peak = (from: number, to: number) =>
      samples.slice(from * rate, to * rate).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    expect(peak(0, sound)).toBeGreaterThan(tone.level * 0.9)
    expect(peak(0, sound)).toBeLessThanOrEqual(tone.level)
    expect(peak(sound, sound + silence)).toBe(0)
  }
})
