/** Every ask of a headset against every state of the phone: it does what was meant, or nothing. */
import { describe, expect, test } from 'vitest'
import { HeadsetIntent } from '#contract/headset'
import type { CallId } from '#contract/ids'
import type { PhoneCall, PhoneCallState } from '#renderer/state/deskModel'
import { type PhoneAct, toHeadsetCalls, toPhoneAct } from '#renderer/state/headsetCalls'

function callIn(state: PhoneCallState, change: Partial<PhoneCall> = {}): PhoneCall {
  return {
    sipCallId: 'sip-1',
    callId: 'call-1' as CallId,
    direction: 'in',
    state,
    progress: null,
    number: null,
    name: null,
    muted: false,
    holdPending: false,
    ringingAtMs: 0,
    answeredAtMs: state === 'ringing' ? null : 1,
    transfer: null,
    consultsFor: null,
    isConferenced: false,
    failure: null,
    ...change,
  }
}

test.each([
  [null, 'idle', false],
  [callIn('ringing'), 'incoming', false],
  [callIn('connecting'), 'active', false],
  [callIn('talking'), 'active', false],
  [callIn('talking', { muted: true }), 'active', true],
  [callIn('held', { muted: true }), 'held', true],
  [callIn('ended', { muted: true }), 'idle', false],
] as const)('%j is told as %s, muted %s', (call, kind, muted) => {
  expect(toHeadsetCalls(call)).toEqual({ kind, muted })
})

const intents: readonly HeadsetIntent[] = HeadsetIntent.options
  .map((option) => option.shape.kind.value)
  .flatMap((kind): HeadsetIntent[] =>
    kind === 'setMute' ? [true, false].map((muted) => ({ kind, muted })) : [{ kind }],
  )

const write = (intent: HeadsetIntent) => (intent.kind === 'setMute' ? `setMute ${intent.muted}` : intent.kind)

function actsIn(call: PhoneCall | null): Record<string, PhoneAct> {
  const pairs = intents.map((intent) => [write(intent), toPhoneAct(intent, call)] as const)
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

  test('no second hold while one is on its way', () => {
    const pending = actsIn(callIn('talking', { holdPending: true }))
    expect(Object.keys(pending)).toEqual(['end', 'endAndKeepRinging', 'toggleMute', 'setMute true'])
  })
})
