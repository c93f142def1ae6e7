/** A phone that does what the test says, with the interface of the real one. */
import { type Answer, done, failed } from '#contract/failure'
import type { CallId } from '#contract/ids'
import type { SipCredentials } from '#contract/session'
import { newCall } from '#renderer/phone/lines/newCall'
import type { AnswerOptions, CallOutcome, Phone, PhoneEvent, PhoneSnapshot } from '#renderer/phone/phone'
import type { ReachOutcome } from '#renderer/phone/reach/reachProof'
import type { PhoneCall } from '#renderer/state/deskModel'
import { createFakeLegs, type FakeLegs } from '#tests/renderer/state/fakeLegs'
import { createFakeSound, type FakeSound } from '#tests/renderer/state/fakeSound'

export interface FakePhone extends Phone {
  readonly legs: FakeLegs
  readonly sound: FakeSound
  readonly credentials: (SipCredentials | null)[]
  answerWith: Answer<null>
  /** What a proof that this desk can be reached comes to, and how many there were. */
  proofWith: ReachOutcome
  proofs: number
  setDevices(devices: PhoneSnapshot['devices']): void
  invite(call: Partial<PhoneCall>): void
  /** Several calls at once: the one in focus is the one named, else the last. */
  hold(calls: readonly Partial<PhoneCall>[], focusId?: string): void
  emit(event: PhoneEvent): void
  /** Whom the page does not want to be rung by. */
  readonly isUnwanted: (callId: CallId | null) => boolean
  readonly dialled: readonly { readonly number: string; readonly consultsFor: string | null }[]
  readonly answered: readonly AnswerOptions[]
  /** The call becomes so, without a word. */
  change(part: Partial<PhoneCall>): void
  /** The other end or this one ends the call. */
  end(outcome: CallOutcome, failure?: PhoneCall['failure']): void
}

const ringing = newCall('sip-1', { callId: 'call-1' as CallId, number: '+982112345678', name: 'Sara' })

export function createFakePhone(nowMs: () => number): FakePhone {
  const changes = new Set<(snapshot: PhoneSnapshot) => void>()
  const events = new Set<(event: PhoneEvent) => void>()
  let snapshot: PhoneSnapshot = {
    link: { kind: 'connected', sinceMs: 0, failure: null, roundTripMs: null },
    call: null,
    calls: [],
    messages: null,
    devices: { microphones: [], speakers: [] },
    deviceFailure: null,
  }
  const change = (call: PhoneCall | null) => {
    snapshot = { ...snapshot, call, calls: call === null ? [] : [call] }
    for (const listener of changes) listener(snapshot)
  }
  const tell = (event: PhoneEvent) => {
    for (const listener of events) listener(event)
  }
  const update = (part: Partial<PhoneCall>): PhoneCall => {
    const call = { ...(snapshot.call ?? ringing), ...part }
    change(call)
    return call
  }
  let isUnwanted = (_callId: CallId | null): boolean => false
  const dialled: { readonly number: string; readonly consultsFor: string | null }[] = []
  const answered: AnswerOptions[] = []
  const phone: FakePhone = {
    credentials: [],
    legs: createFakeLegs({
      adopt: (caller) =>
        tell({ kind: 'answered', call: update({ ...caller, state: 'talking', answeredAtMs: nowMs() }) }),
      release: () => phone.end('hung-up'),
    }),
    sound: createFakeSound(),
    answerWith: done(null),
    proofWith: { kind: 'proven' },
    setDevices(devices) {
      snapshot = { ...snapshot, devices }
      for (const listener of changes) listener(snapshot)
    },
    proofs: 0,
    get snapshot() {
      return snapshot
    },
    onChange(listener) {
      changes.add(listener)
      return () => void changes.delete(listener)
    },
    onEvent(listener) {
      events.add(listener)
      return () => void events.delete(listener)
    },
    setCredentials: (credentials) => void phone.credentials.push(credentials),
    setAudio: () => undefined,
    setCalls: () => undefined,
    screenCalls(judge) {
      isUnwanted = (callId) => judge({ callId, number: null, name: null })
    },
    checkLink: () => undefined,
    async proveReach() {
      phone.proofs += 1
      return phone.proofWith
    },
    async answer(options = {}) {
      answered.push(options)
      if (phone.answerWith.ok)
        tell({ kind: 'answered', call: update({ state: 'talking', answeredAtMs: nowMs() }) })
      return phone.answerWith
    },
    decline() {
      phone.end('declined')
      return done(null)
    },
    hangUp() {
      phone.end('hung-up')
      return done(null)
    },
    async dial(number, options) {
      dialled.push({ number, consultsFor: options?.consultsFor ?? null })
      return done(null)
    },
    focus: async () => failed('wrong-state'),
    transfer: async () => failed('wrong-state'),
    completeTransfer: async () => failed('wrong-state'),
    setConferenced: async () => failed('wrong-state'),
    setMuted(muted) {
      update({ muted })
      return done(null)
    },
    async setHeld(held) {
      tell({ kind: held ? 'held' : 'resumed', call: update({ state: held ? 'held' : 'talking' }) })
      return done(null)
    },
    sendDigit: () => done(null),
    refreshDevices: async () => done(null),
    testRinger: async () => undefined,
    dismissDeviceFailure: () => undefined,
    close: async () => undefined,
    invite(call) {
      const invited = { ...ringing, ringingAtMs: nowMs(), ...call }
      change(invited)
      tell({ kind: 'invited', call: invited })
    },
    hold(calls, focusId) {
      const all = calls.map((part, i) => ({ ...ringing, sipCallId: `sip-${i + 1}`, ...part }))
      const call = all.find(({ sipCallId }) => sipCallId === focusId) ?? all.at(-1) ?? null
      snapshot = { ...snapshot, calls: all, call }
      for (const listener of changes) listener(snapshot)
    },
    emit: tell,
    isUnwanted: (callId) => isUnwanted(callId),
    dialled,
    answered,
    change(part) {
      update(part)
    },
    end(outcome, failure = null) {
      tell({ kind: 'ended', call: update({ state: 'ended', failure }), outcome })
    },
  }
  return phone
}
