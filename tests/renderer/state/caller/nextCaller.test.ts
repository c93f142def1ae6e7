/** Who is drawn out of sight before they ring: the first in line with a card, at leisure, and nobody who rings already. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Call } from '#contract/call'
import type { CardAnswer } from '#contract/callerCard'
import { emptyCentre } from '#contract/centre'
import { chooseNextCaller } from '#renderer/state/caller/nextCaller'
import {
  cardOf,
  type DeskRoom,
  idleAgent,
  openDeskRoom,
  sales,
  settle,
  signIn,
  startMs,
  waitingCall,
} from '#tests/renderer/state/deskRoom'
import { signedOutDesk } from '#tests/renderer/state/fakeMain'

const one: CardAnswer = { kind: 'one', card: cardOf('p1'), matchedBy: 'number' }
const unoffered = { kind: 'waiting', position: 1, offeredTo: [], offeredAtMs: null }

function waiting(id: string, change: object = {}): Call {
  return Call.parse({ ...waitingCall, id, state: unoffered, ...change })
}

function choose(calls: readonly Call[], known: readonly string[] = ['+982112345678']): string | null {
  const centre = {
    ...emptyCentre(signedOutDesk.gateway),
    agents: [idleAgent],
    queues: [sales],
    calls: [...calls],
  }
  return chooseNextCaller(centre, idleAgent, (number) => (known.includes(number) ? one : null))?.key ?? null
}

test('the first in line is next: by priority, then by who came first', () => {
  const later = waiting('later', { enteredAtMs: startMs - 1000 })
  const sooner = waiting('sooner', { enteredAtMs: startMs - 5000 })
  expect(choose([later, sooner])).toBe('sooner')
  expect(choose([sooner, { ...later, priority: 5 }])).toBe('later')
})

test('who has no card yet, hides the number, waits elsewhere or rings here already is not drawn', () => {
  expect(choose([waiting('a')], [])).toBeNull()
  expect(choose([waiting('a', { caller: { number: null, name: null } })])).toBeNull()
  expect(choose([waiting('a', { queueId: 'support' })])).toBeNull()
  expect(
    choose([waiting('a', { state: { ...unoffered, offeredTo: ['agent-1'], offeredAtMs: startMs } })]),
  ).toBeNull()
  expect(
    choose([waiting('a', { state: { ...unoffered, offeredTo: ['agent-2'], offeredAtMs: startMs } })]),
  ).toBe('a')
  expect(chooseNextCaller(null, idleAgent, () => one)).toBeNull()
})

let room: DeskRoom

beforeEach(async () => {
  room = await openDeskRoom()
  await signIn(room)
})

afterEach(() => room.close())

const prepare = async () => {
  room.main.prepared.put({ dialString: '+982112345678', answer: one, preparedAtMs: startMs })
  await settle()
}

test('the next caller is ready after a moment of leisure, and rings as the same view', async () => {
  await room.change({ kind: 'call', call: waiting('call-1') })
  await prepare()
  expect(room.model.nextCaller).toBeNull()
  room.clock.advance(150)
  expect(room.model.nextCaller).toMatchObject({
    key: 'call-1',
    queueName: 'Sales',
    person: { personId: 'p1' },
  })
  const drawn = room.model.nextCaller
  room.phone.invite({})
  expect(room.model.caller?.key).toBe(drawn?.key)
  expect(room.model.caller?.person).toBe(drawn?.person)
})

test('one who stays next stays the same object, and goes when the line is empty', async () => {
  await room.change({ kind: 'call', call: waiting('call-1') })
  await prepare()
  room.clock.advance(150)
  const drawn = room.model.nextCaller
  await room.change({ kind: 'call', call: waiting('call-2', { enteredAtMs: startMs }) })
  room.clock.advance(150)
  expect(room.model.nextCaller).toBe(drawn)
  await room.change(
    { kind: 'callGone', callId: waiting('call-1').id },
    { kind: 'callGone', callId: waiting('call-2').id },
  )
  room.clock.advance(150)
  expect(room.model.nextCaller).toBeNull()
})
