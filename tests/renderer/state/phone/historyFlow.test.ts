/** Main is told of every call of this page's phone, once more after it was away, and never in the turn of a ring. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CallId } from '#contract/ids'
import {
  callId,
  cardOf,
  type DeskRoom,
  openDeskRoom,
  settle,
  signIn,
  takeCall,
} from '#tests/renderer/state/deskRoom'

let room: DeskRoom

beforeEach(async () => {
  room = await openDeskRoom()
  await signIn(room)
})

afterEach(() => room.close())

const told = () =>
  room.main.reports.map(({ sipCallId, outcome, answeredAtMs }) => [sipCallId, outcome, answeredAtMs !== null])

test('a call is told when it rings, is answered and ends, with who it is and how long they waited', async () => {
  room.main.card = { ok: true, value: { kind: 'one', card: cardOf('p1'), matchedBy: 'number' } }
  await takeCall(room)
  await room.until('the card', ({ caller }) => caller?.person !== null)
  room.phone.end('hung-up')
  await settle()
  expect(told()).toEqual([
    ['sip-1', null, false],
    ['sip-1', null, true],
    ['sip-1', 'hung-up', true],
  ])
  expect(room.main.reports.at(-1)).toMatchObject({
    callId,
    direction: 'in',
    name: 'Sara Karimi',
    personId: 'p1',
    queueId: 'sales',
    queueName: 'Sales',
    dialledNumber: '+98218000',
  })
})

test('a caller who was handed over to a queue is told with the queue’s id beside its name', async () => {
  await takeCall(room)
  room.phone.change({ transfer: { kind: 'blind', to: 'sales', state: 'done', failure: null } })
  room.phone.end('hung-up')
  await settle()
  expect(room.main.reports.at(-1)?.handedTo).toEqual({ kind: 'queue', who: 'Sales', queueId: 'sales' })
})

test('a ring is drawn before anybody is told of it', async () => {
  room.phone.invite({})
  expect(room.main.reports).toEqual([])
  room.clock.advance(1000)
  await settle()
  expect(told()).toEqual([['sip-1', null, false]])
})

test('an outgoing call that nobody answers is told with its reason', async () => {
  room.phone.invite({ direction: 'out', callId: null as CallId | null, number: '+989121112222', name: null })
  room.clock.advance(1000)
  room.phone.end('failed', { code: 'call-busy', subject: '486', retryAfterMs: null })
  await settle()
  expect(room.main.reports.at(-1)).toMatchObject({
    direction: 'out',
    number: '+989121112222',
    failure: 'call-busy',
    outcome: 'failed',
    queueName: null,
  })
})

test('what main did not hear is told when it is back, and nothing twice', async () => {
  await takeCall(room)
  const before = room.main.reports.length
  room.main.isAway = true
  room.main.cut()
  await room.until('away', ({ bridge }) => bridge.kind !== 'connected')
  room.phone.end('hung-up')
  await settle()
  expect(room.main.reports).toHaveLength(before)
  room.main.isAway = false
  room.clock.advance(60_000)
  await room.until('back', ({ bridge }) => bridge.kind === 'connected')
  await settle()
  expect(room.main.reports.slice(before)).toMatchObject([{ sipCallId: 'sip-1', outcome: 'hung-up' }])
})

test('a page that lost main in a call tells again that it lasts', async () => {
  await takeCall(room)
  const before = room.main.reports.length
  room.main.cut()
  await room.until('away', ({ bridge }) => bridge.kind !== 'connected')
  room.clock.advance(60_000)
  await room.until('back', ({ bridge }) => bridge.kind === 'connected')
  await settle()
  expect(room.main.reports.slice(before)).toMatchObject([{ sipCallId: 'sip-1', outcome: null }])
})

test('a change of the history reaches the page', async () => {
  room.main.history.put({ revision: 3, unseenMissed: 2 })
  await room.until('the mark', ({ history }) => history.unseenMissed === 2)
  room.desk.actions.markHistorySeen()
  await settle()
  expect(room.main.historyAsks).toEqual(['seen'])
})
