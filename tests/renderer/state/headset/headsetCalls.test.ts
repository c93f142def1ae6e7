/** Every ask of a headset against every state of the phone: it does what was meant, or nothing. */
import { describe, expect, test } from 'vitest'
import { HeadsetIntent } from '#contract/headset'
import type { CallId } from '#contract/ids'
import { newCall } from '#renderer/phone/lines/newCall'
import type { PhoneCall, PhoneCallState } from '#renderer/state/deskModel'
import { type PhoneAct, toHeadsetCalls, toPhoneAct } from '#renderer/state/headset/headsetCalls'

function callIn(state: PhoneCallState, change: Partial<PhoneCall> = {}): PhoneCall {
  return newCall('sip-1', {
    callId: 'call-1' as CallId,
    state,
    answeredAtMs: state === 'ringing' ? null : 1,
    ...change,
  })
}

test.each([
  [null, 'idle', false],
  [callIn('ringing'), 'incoming', false],
  [callIn('dialling'), 'dialling', false],
  [callIn('connecting'), 'active', false],
  [callIn('talking'), 'active', false],
  [callIn('talking', { muted: true }), 'active', true],
  [callIn('held', { muted: true }), 'held', true],
  [callIn('ended', { muted: true }), 'idle', false],
] as const)('%j is told as %s, muted %s', (call, kind, muted) => {
  expect(toHeadsetCalls(call, call === null ? [] : [call])).toEqual({ kind, muted })
})

test.each([
  ['talking', 'ringing', 'activeAndIncoming'],
  ['dialling', 'ringing', 'activeAndIncoming'],
  ['talking', 'held', 'activeAndHeld'],
  ['talking', 'ended', 'active'],
  ['ringing', 'held', 'heldAndIncoming'],
  ['ringing', 'ringing', 'incoming'],
  ['held', 'held', 'held'],
] as const)('%s beside one %s is told as %s', (state, beside, kind) => {
  const call = callIn(state)
  expect(toHeadsetCalls(call, [callIn(beside, { sipCallId: 'sip-2' }), call]).kind).toBe(kind)
})

const intents: readonly HeadsetIntent[] = HeadsetIntent.options
  .map((option) => option.shape.kind.value)
  .flatMap((kind): HeadsetIntent[] =>
    kind === 'setMute' ? [true, false].map((muted) => ({ kind, muted })) : [{ kind }],
  )

const write = (intent: HeadsetIntent) => (intent.kind === 'setMute' ? `setMute ${intent.muted}` : intent.kind)

function actsIn(call: PhoneCall | null, beside: readonly PhoneCall[] = []): Record<string, PhoneAct> {
  const calls = call === null ? beside : [...beside, call]
  const pairs = intents.map((intent) => [write(intent), toPhoneAct(intent, call, calls)] as const)
  return Object.fromEntries(pairs.flatMap(([name, act]) => (act === null ? [] : [[name, act]])))
}

const hangUp = { kind: 'hangUp' } as const
const mute = { kind: 'setMuted', muted: true } as const
const unmute = { kind: 'setMuted', muted: false } as const
const hold = { kind: 'setHeld', held: true } as const
const resume = { kind: 'setHeld', held: false } as const

describe('an ask means', () => {
  test('nothing without a call', () => {
    expect(actsIn(null)).toEqual({})
    expect(actsIn(callIn('ended'))).toEqual({})
  })

  test('answer or decline while it rings; a late end or mute does not touch the new caller', () => {
    const answer = { kind: 'answer' }
    expect(actsIn(callIn('ringing'))).toEqual({
      answer,
      holdAndAnswer: answer,
      reject: { kind: 'decline' },
    })
  })

  test('end and mute, but no hold, while the answer is on its way', () => {
    expect(actsIn(callIn('connecting'))).toEqual({
      end: hangUp,
      endAndKeepRinging: hangUp,
      toggleMute: mute,
      'setMute true': mute,
    })
  })

  test('end, hold and mute in a call; an answer pressed twice does nothing', () => {
    expect(actsIn(callIn('talking'))).toEqual({
      end: hangUp,
      endAndKeepRinging: hangUp,
      hold,
      swap: hold,
      toggleMute: mute,
      'setMute true': mute,
    })
  })

  test('end, resume and unmute of a muted call on hold', () => {
    expect(actsIn(callIn('held', { muted: true }))).toEqual({
      end: hangUp,
      endAndKeepRinging: hangUp,
      resume,
      swap: resume,
      toggleMute: unmute,
      'setMute false': unmute,
    })
  })

  test('beside a second caller: answer and decline are theirs, end and mute are of the one talked to', () => {
    expect(actsIn(callIn('talking'), [callIn('ringing', { sipCallId: 'sip-2' })])).toMatchObject({
      answer: { kind: 'answer' },
      holdAndAnswer: { kind: 'answer' },
      reject: { kind: 'decline' },
      endAndKeepRinging: hangUp,
      hold,
      toggleMute: mute,
    })
  })

  test('swap turns to the one on hold', () => {
    const acts = actsIn(callIn('talking'), [callIn('held', { sipCallId: 'sip-2' })])
    expect(acts).toMatchObject({ swap: { kind: 'focus', sipCallId: 'sip-2' }, end: hangUp, hold })
    expect(acts).not.toHaveProperty('answer')
  })

  test('a call being dialled is ended, not held', () => {
    expect(Object.keys(actsIn(callIn('dialling')))).toEqual([
      'end',
      'endAndKeepRinging',
      'toggleMute',
      'setMute true',
    ])
  })

  test('no second hold while one is on its way', () => {
    const pending = actsIn(callIn('talking', { holdPending: true }))
    expect(Object.keys(pending)).toEqual(['end', 'endAndKeepRinging', 'toggleMute', 'setMute true'])
  })
})
