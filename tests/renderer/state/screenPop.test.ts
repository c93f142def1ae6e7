/** The caller on the screen: with the ring when prepared, soon after when not, and never replaced against the agent's choice. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CardAnswer } from '#contract/callerCard'
import { type Answer, done, failed } from '#contract/failure'
import type { PersonId } from '#contract/ids'
import {
  callId,
  cardOf,
  type DeskRoom,
  openDeskRoom,
  ringMomentMs,
  ringWithoutCard,
  settle,
  signIn,
  startMs,
  talkingCall,
  waitingCall,
} from '#tests/renderer/state/deskRoom'

const one: CardAnswer = { kind: 'one', card: cardOf('p1'), matchedBy: 'number' }
const several: CardAnswer = {
  kind: 'several',
  cards: [cardOf('p1'), cardOf('p2', 'Reza')],
  matchedBy: 'number',
}

let room: DeskRoom

beforeEach(async () => {
  room = await openDeskRoom()
  await signIn(room)
})

afterEach(() => room.close())

test('a prepared card is on the screen in the same turn as the INVITE, without a lookup', async () => {
  room.main.prepared.put({ dialString: '+982112345678', answer: one, preparedAtMs: startMs })
  await settle()
  room.phone.invite({})
  expect(room.model.caller).toMatchObject({ number: '+982112345678', person: { personId: 'p1' } })
  await settle()
  expect(room.main.lookups).toEqual([])
})

test('without one the cache is asked, and the ring is drawn once, together with the card', async () => {
  room.main.card = done(one)
  room.phone.invite({})
  expect(room.model.phone.call).toBeNull()
  await room.until('the ring', (model) => model.phone.call?.state === 'ringing')
  expect(room.model.caller).toMatchObject({ name: 'Sara', person: { personId: 'p1' } })
  expect(room.main.lookups).toEqual(['+982112345678'])
})

test('a ring waits 40 ms for its card and no longer; the card follows', async () => {
  const late = Promise.withResolvers<Answer<CardAnswer>>()
  room.main.card = late.promise
  room.phone.invite({})
  room.clock.advance(ringMomentMs - 1)
  expect(room.model.caller).toBeNull()
  room.clock.advance(1)
  expect(room.model.phone.call?.state).toBe('ringing')
  expect(room.model.caller).toMatchObject({ name: 'Sara', card: null, person: null })
  late.resolve(done(one))
  await room.until('the card', (model) => model.caller?.person?.personId === 'p1')
})

test('a card prepared while the ring waits is drawn with it', async () => {
  room.main.card = new Promise(() => undefined)
  room.phone.invite({})
  room.main.prepared.put({ dialString: '+982112345678', answer: one, preparedAtMs: startMs })
  await room.until('the card', (model) => model.caller?.person?.personId === 'p1')
  expect(room.model.phone.call?.state).toBe('ringing')
})

test('a caller who gives up in that moment leaves nothing on the screen', async () => {
  room.main.card = new Promise(() => undefined)
  room.phone.invite({})
  room.phone.end('missed')
  expect(room.model.caller).toBeNull()
  expect(room.model.phone.call?.state).toBe('ended')
  expect(room.model.announcement?.kind).toBe('missed')
})

test('what the live model tells in the moment of a ring is shown after it, and nothing is lost', async () => {
  const before = room.model.centre
  room.main.live.put({
    kind: 'delta',
    position: { epoch: 'e', seq: 1 },
    atMs: startMs,
    changes: [{ kind: 'call', call: waitingCall }],
  })
  for (let turn = 0; turn < 4; turn += 1) await settle()
  expect(room.model.centre).toBe(before)
  room.clock.advance(ringMomentMs)
  expect(room.model.centre?.calls).toHaveLength(1)
  room.main.live.put({
    kind: 'delta',
    position: { epoch: 'e', seq: 2 },
    atMs: startMs,
    changes: [{ kind: 'call', call: { ...waitingCall, priority: 5 } }],
  })
  await room.until('the next delta, without a wait', (model) => model.centre?.calls[0]?.priority === 5)
})

test('a cache that cannot answer says so, and the call is taken all the same', async () => {
  room.main.card = failed('cache-unavailable')
  room.phone.invite({})
  await room.until('the failure', (model) => model.caller?.cardFailure?.code === 'cache-unavailable')
  await room.desk.actions.answer()
  expect(room.model.phone.call?.state).toBe('talking')
})

test('a cache that is being filled is asked again while the caller stays', async () => {
  room.main.card = failed('cache-unavailable', null, 1000)
  room.phone.invite({})
  await room.until('the failure', (model) => model.caller?.cardFailure?.code === 'cache-unavailable')
  room.main.card = done(one)
  room.clock.advance(1000)
  await room.until('the card', (model) => model.caller?.person?.personId === 'p1')
  expect(room.model.caller?.cardFailure).toBeNull()
})

test('a card that arrives after the next caller rang is not shown for that one', async () => {
  const late = Promise.withResolvers<Answer<CardAnswer>>()
  room.main.card = late.promise
  room.phone.invite({})
  await settle()
  room.phone.end('missed')
  room.main.card = done({ kind: 'none' })
  room.phone.invite({ sipCallId: 'sip-2', callId: null, number: '+982100000000' })
  late.resolve(done(one))
  await room.until('the second card', (model) => model.caller?.card?.kind === 'none')
  await settle()
  expect(room.model.caller?.person).toBeNull()
})

test('several matches wait for the agent, and the choice outlives later data', async () => {
  room.main.card = done(several)
  room.phone.invite({})
  await room.until('the cards', (model) => model.caller?.card?.kind === 'several')
  expect(room.model.caller?.person).toBeNull()
  room.desk.actions.choosePerson('p2' as PersonId)
  expect(room.model.caller?.person?.name).toBe('Reza')
  room.main.prepared.put({ dialString: '+982112345678', answer: one, preparedAtMs: startMs })
  await room.change({ kind: 'call', call: waitingCall })
  expect(room.model.caller?.person?.name).toBe('Reza')
})

test('queue, dialled number and wait come from the live model, before or after the ring', async () => {
  await room.change({ kind: 'call', call: waitingCall })
  ringWithoutCard(room)
  const known = { queueName: 'Sales', dialledNumber: '+98218000', queuedAtMs: startMs - 8000 }
  expect(room.model.caller).toMatchObject(known)
  room.phone.end('missed')
  expect(room.model.caller).toBeNull()
})

test('a call without our header is found by who it is offered to', async () => {
  await room.change({ kind: 'call', call: waitingCall })
  ringWithoutCard(room, { callId: null })
  expect(room.model.caller).toMatchObject({ callId, queueName: 'Sales' })
})

test('a withheld caller needs no lookup', async () => {
  room.phone.invite({ number: null, name: null })
  expect(room.model.caller?.card).toEqual({ kind: 'withheld' })
  await settle()
  expect(room.main.lookups).toEqual([])
})

test('a colleague who answers first leaves nothing on this screen', async () => {
  await room.change({ kind: 'call', call: waitingCall })
  ringWithoutCard(room)
  await room.change({ kind: 'call', call: talkingCall('agent-2') })
  room.phone.end('answered-elsewhere')
  expect(room.model.caller).toBeNull()
  expect(room.model.draft).toBeNull()
  expect(room.model.announcement?.kind).toBe('ended')
})

test('what happens is said once each, with the name of the person', async () => {
  room.main.card = done(one)
  const said: string[] = []
  room.desk.store.subscribe((model, before) => {
    const { announcement } = model
    if (announcement === null || announcement === before.announcement) return
    said.push(`${announcement.kind} ${'who' in announcement ? announcement.who : ''}`)
  })
  room.phone.invite({})
  await room.until('the card', (model) => model.caller !== null && model.caller.person !== null)
  await room.desk.actions.answer()
  room.desk.actions.setMuted(true)
  room.desk.actions.setMuted(false)
  await room.desk.actions.setHeld(true)
  await room.desk.actions.setHeld(false)
  await room.desk.actions.hangUp()
  const words = ['ringing', 'answered', 'muted', 'unmuted', 'held', 'resumed', 'ended']
  expect(said).toEqual(words.map((word) => `${word} Sara Karimi`))
})

test('a microphone that does not open is told in place, and the call rings on', async () => {
  ringWithoutCard(room)
  room.phone.answerWith = failed('microphone-busy')
  await room.desk.actions.answer()
  expect(room.model.failure?.code).toBe('microphone-busy')
  expect(room.model.phone.call?.state).toBe('ringing')
})

test('what the CRM says before the ring is the card; what it says after only marks what changed', async () => {
  const dialString = '+982112345678'
  const fresh = (score: number): CardAnswer => ({
    kind: 'one',
    card: { ...cardOf('p1'), satisfaction: { asOfMs: startMs, value: score } },
    matchedBy: 'number',
  })
  room.main.prepared.put({ dialString, answer: one, preparedAtMs: startMs })
  room.main.prepared.put({ dialString, answer: fresh(80), preparedAtMs: startMs, freshAtMs: startMs })
  await settle()
  room.phone.invite({})
  expect(room.model.caller?.person?.satisfaction.value).toBe(80)
  expect(room.model.caller?.news).toBeUndefined()
  room.main.prepared.put({ dialString, answer: fresh(20), preparedAtMs: startMs, freshAtMs: startMs + 1 })
  await settle()
  // What is drawn for the ring comes first.
  room.clock.advance(ringMomentMs)
  await room.until('the mark', (model) => model.caller?.news?.changed.includes('satisfaction') === true)
  expect(room.model.caller?.person?.satisfaction.value).toBe(20)
})

test('an old card that comes late, or one of somebody else, changes nothing on the screen', async () => {
  room.main.prepared.put({ dialString: '+982112345678', answer: one, preparedAtMs: startMs })
  await settle()
  room.phone.invite({})
  await room.until('the ring', (model) => model.caller?.person?.personId === 'p1')
  const before = room.model.caller?.person
  room.clock.advance(ringMomentMs)
  const other: CardAnswer = { kind: 'one', card: cardOf('p2', 'Reza'), matchedBy: 'number' }
  room.main.prepared.put({ dialString: '+982112345678', answer: other, preparedAtMs: startMs })
  room.main.prepared.put({
    dialString: '+982112345678',
    answer: other,
    preparedAtMs: startMs,
    freshAtMs: startMs,
  })
  room.main.prepared.put({
    dialString: '+989120000000',
    answer: one,
    preparedAtMs: startMs,
    freshAtMs: startMs,
  })
  await settle()
  await settle()
  expect(room.model.caller?.person).toBe(before)
})
