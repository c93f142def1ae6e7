/** Several calls of one desk: card, note and record belong to the one in focus, and none is lost to another. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { defaultCallSettings } from '#contract/callSettings'
import { DialRules } from '#contract/dialRules'
import { done } from '#contract/failure'
import type { CallId } from '#contract/ids'
import { defaultSettings } from '#contract/settings'
import type { PhoneCall } from '#renderer/state/deskModel'
import {
  agentIn,
  callId,
  cardOf,
  type DeskRoom,
  inWrapUp,
  openDeskRoom,
  sales,
  session,
  settle,
  signIn,
  startMs,
  takeCall,
  talkingCall,
  waitingCall,
} from '#tests/renderer/state/deskRoom'
import { signedOutDesk } from '#tests/renderer/state/fakeMain'

let room: DeskRoom

beforeEach(async () => {
  room = await openDeskRoom()
})

afterEach(() => room.close())

const otherId = 'call-2' as CallId
const first: Partial<PhoneCall> = { state: 'talking', answeredAtMs: startMs + 1000 }
const other: Partial<PhoneCall> = { callId: otherId, number: '+982199999999', name: 'Reza' }

/** The first caller is talked to, with a card and a note. */
async function talkToFirst(): Promise<void> {
  room.main.card = done({ kind: 'one', card: cardOf('p1'), matchedBy: 'number' })
  await signIn(room)
  await takeCall(room)
  await room.until('card', (model) => model.caller?.person !== null)
  room.desk.actions.editDraft({ note: 'First note' })
  await room.until('saved', (model) => model.draftState === 'saved')
}

function ringSecond(): void {
  room.phone.hold([first, { ...other, state: 'ringing' }], 'sip-1')
  room.phone.emit({ kind: 'invited', call: room.phone.snapshot.calls[1] as PhoneCall })
}

function answerSecond(): void {
  room.phone.hold(
    [
      { ...first, state: 'held' },
      { ...other, state: 'talking', answeredAtMs: startMs + 9000 },
    ],
    'sip-2',
  )
  room.phone.emit({ kind: 'answered', call: room.phone.snapshot.call as PhoneCall })
}

test('a second ring leaves the first caller on the screen, and says who calls', async () => {
  await talkToFirst()
  ringSecond()
  expect(room.model.caller).toMatchObject({ callId, person: { personId: 'p1' } })
  expect(room.model.draft?.note).toBe('First note')
  expect(room.model.announcement).toMatchObject({ kind: 'ringing', who: 'Reza' })
  expect(room.model.phone.calls.map(({ state }) => state)).toEqual(['talking', 'ringing'])
})

test('hold and answer brings the second card and its own note; a swap brings the first back as it was left', async () => {
  await talkToFirst()
  room.main.card = done({ kind: 'one', card: cardOf('p2', 'Reza Alavi'), matchedBy: 'number' })
  ringSecond()
  await room.until('looked up', () => room.main.lookups.includes('+982199999999'))
  await settle()
  answerSecond()
  // The card was made ready while it rang: it stands in the same turn.
  expect(room.model.caller).toMatchObject({ callId: otherId, person: { personId: 'p2' } })
  expect(room.model.draft).toMatchObject({ callId: otherId, note: '' })
  expect(room.model.leftovers).toEqual([])
  room.desk.actions.editDraft({ note: 'Second note' })
  room.phone.hold([first, { ...other, state: 'held', answeredAtMs: startMs + 9000 }], 'sip-1')
  expect(room.model.caller).toMatchObject({ callId, person: { personId: 'p1' } })
  expect(room.model.draft).toMatchObject({ callId, note: 'First note' })
  room.phone.hold(
    [
      { ...first, state: 'held' },
      { ...other, state: 'talking', answeredAtMs: startMs + 9000 },
    ],
    'sip-2',
  )
  expect(room.model.draft).toMatchObject({ callId: otherId, note: 'Second note' })
  expect(room.model.leftovers).toEqual([])
})

test('a second call that ends leaves the record of the first open; both are sent when all is over', async () => {
  await talkToFirst()
  ringSecond()
  answerSecond()
  await room.until('its draft', (model) => model.draft?.callId === otherId)
  room.desk.actions.editDraft({ note: 'Second note' })
  await room.until('saved', (model) => model.draftState === 'saved')
  room.phone.hold(
    [
      { ...first, state: 'held' },
      { ...other, state: 'ended' },
    ],
    'sip-1',
  )
  room.phone.emit({ kind: 'ended', call: room.phone.snapshot.calls[1] as PhoneCall, outcome: 'hung-up' })
  expect(room.model.draft).toMatchObject({ callId, note: 'First note' })
  room.clock.advance(10_000)
  await settle()
  expect(room.main.records).toEqual([])
  // The live model begins the wrap-up of the first, and the second is over with it.
  room.phone.hold([{ ...first, state: 'ended' }], 'sip-1')
  room.phone.emit({ kind: 'ended', call: room.phone.snapshot.call as PhoneCall, outcome: 'hung-up' })
  await room.change({ kind: 'agent', agent: inWrapUp() }, { kind: 'callGone', callId })
  expect(room.model.caller?.callId).toBe(callId)
  await room.desk.actions.finishWrapUp()
  await room.until('both sent', () => room.main.records.length === 2)
  expect(room.main.records.map(({ callId: of, note }) => [of, note]).sort()).toEqual([
    [callId, 'First note'],
    [otherId, 'Second note'],
  ])
})

test('the caller on hold who gives up is written about when the other call is over', async () => {
  await talkToFirst()
  ringSecond()
  answerSecond()
  room.phone.hold(
    [
      { ...first, state: 'ended' },
      { ...other, state: 'talking', answeredAtMs: startMs + 9000 },
    ],
    'sip-2',
  )
  room.phone.emit({ kind: 'ended', call: room.phone.snapshot.calls[0] as PhoneCall, outcome: 'hung-up' })
  expect(room.model.caller?.callId).toBe(otherId)
  expect(room.model.announcement).toMatchObject({ kind: 'ended', who: 'Sara Karimi' })
  room.phone.hold([{ ...other, sipCallId: 'sip-2', state: 'ended' }])
  room.phone.emit({ kind: 'ended', call: room.phone.snapshot.call as PhoneCall, outcome: 'hung-up' })
  await room.change({ kind: 'agent', agent: inWrapUp() })
  expect(room.model.caller?.callId).toBe(callId)
  expect(room.model.draft).toMatchObject({ callId, note: 'First note' })
})

test('a ring that is left when the other call ends has its card on the screen', async () => {
  await talkToFirst()
  ringSecond()
  room.phone.hold(
    [
      { ...first, state: 'ended' },
      { ...other, state: 'ringing' },
    ],
    'sip-2',
  )
  room.phone.emit({ kind: 'ended', call: room.phone.snapshot.calls[0] as PhoneCall, outcome: 'hung-up' })
  expect(room.model.phone.call).toMatchObject({ sipCallId: 'sip-2', state: 'ringing' })
  expect(room.model.caller).toMatchObject({ callId: otherId })
})

test('a dialled number has its card, found by the number as people write it, and its call in the live model', async () => {
  room.main.card = done({ kind: 'one', card: cardOf('p1'), matchedBy: 'number' })
  await signIn(room, agentIn({ kind: 'idle', sinceMs: startMs }), {
    dialling: {
      rules: DialRules.parse({ outsidePrefix: '9', country: 'IR', national: 'national' }),
      queueNumbers: [],
      voicemail: null,
    },
  })
  expect(await room.desk.actions.dial('902112345678')).toEqual(done(null))
  expect(room.phone.dialled).toEqual([{ number: '902112345678', consultsFor: null }])
  room.phone.hold([
    {
      direction: 'out',
      state: 'dialling',
      progress: 'sent',
      callId: null,
      number: '902112345678',
      name: null,
    },
  ])
  room.phone.emit({ kind: 'dialled', call: room.phone.snapshot.call as PhoneCall })
  expect(room.model.caller?.number).toBe('+982112345678')
  await room.until('card', (model) => model.caller?.person?.personId === 'p1')
  expect(room.main.lookups).toEqual(['+982112345678'])
  const dialled = {
    ...talkingCall(),
    id: otherId,
    direction: 'outbound' as const,
    caller: { number: '1001', name: 'Sara' },
    dialledNumber: '902112345678',
    queueId: null,
    queuedAtMs: null,
  }
  await room.change({ kind: 'call', call: dialled })
  await room.until('known', (model) => model.caller?.callId === otherId)
  expect(room.model.caller).toMatchObject({ number: '+982112345678', dialledNumber: null })
})

test('what becomes of a transfer is said with the name of who was handed over', async () => {
  await talkToFirst()
  const asked = { kind: 'blind', state: 'ringing', to: '2000', failure: null } as const
  room.phone.hold([{ ...first, state: 'held', transfer: asked }])
  room.phone.hold([{ ...first, state: 'held', transfer: { ...asked, state: 'returned' } }])
  expect(room.model.announcement).toMatchObject({ kind: 'returned', who: 'Sara Karimi' })
  room.phone.hold([{ ...first, state: 'ended', transfer: { ...asked, state: 'done' } }])
  expect(room.model.announcement).toMatchObject({ kind: 'transferred', who: 'Sara Karimi' })
})

test('to consult is to dial for the call in focus', async () => {
  await talkToFirst()
  await room.desk.actions.consult('2000')
  expect(room.phone.dialled).toEqual([{ number: '2000', consultsFor: 'sip-1' }])
})

async function set(calls: Partial<typeof defaultCallSettings>): Promise<void> {
  const settings = { ...defaultSettings, calls: { ...defaultCallSettings, ...calls } }
  room.main.desk.put({ ...signedOutDesk, session, settings })
  await room.until(
    'set',
    (model) => JSON.stringify(model.desk?.settings.calls) === JSON.stringify(settings.calls),
  )
}

test('callers of a queue with that rule are answered by themselves, once, and nobody beside another call', async () => {
  await signIn(room)
  await set({ autoAnswer: { whenAsked: false, queues: [sales.id] } })
  await room.change({ kind: 'call', call: waitingCall })
  room.phone.invite({})
  room.clock.advance(40)
  expect(room.phone.answered).toEqual([])
  room.clock.advance(600)
  expect(room.phone.answered).toEqual([{ sipCallId: 'sip-1', isAutomatic: true }])
  room.phone.hold([first, { ...other, state: 'ringing' }], 'sip-1')
  room.phone.emit({ kind: 'invited', call: room.phone.snapshot.calls[1] as PhoneCall })
  room.clock.advance(2000)
  expect(room.phone.answered).toHaveLength(1)
})

test('do not disturb keeps out what comes from no queue, and nothing else', async () => {
  await signIn(room)
  const direct = { ...waitingCall, id: otherId, queueId: null, queuedAtMs: null }
  await room.change({ kind: 'call', call: waitingCall }, { kind: 'call', call: direct })
  const judged = () => [callId, otherId, 'unknown' as CallId].map((id) => room.phone.isUnwanted(id))
  expect(judged()).toEqual([false, false, false])
  await set({ doNotDisturb: true })
  expect(judged()).toEqual([false, true, true])
})
