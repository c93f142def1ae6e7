/** The desk's links: seat, live stream without gaps, the gateway's clock, and an end that leaves nothing open. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  agentIn,
  callId,
  type DeskRoom,
  idleAgent,
  openDeskRoom,
  ringWithoutCard,
  settle,
  signIn,
  sip,
  startMs,
} from '#tests/renderer/state/deskRoom'
import { queueOf } from '#tests/renderer/state/floorParts'

let room: DeskRoom

beforeEach(async () => {
  room = await openDeskRoom()
})

afterEach(() => room.close())

test('the seat decides whether the phone registers', async () => {
  await signIn(room)
  expect(room.phone.credentials.at(-1)).toEqual(sip)
  room.main.seat.put({ kind: 'elsewhere' })
  await room.until('elsewhere', (model) => model.phone.seat === 'elsewhere')
  expect(room.phone.credentials.at(-1)).toBeNull()
})

test('time is counted on the clock of the gateway', async () => {
  await signIn(room)
  expect(room.model.clockOffsetMs).toBe(5000)
})

test('a queue with a name in each language has the one of the page, also when that is changed; others keep theirs', async () => {
  await signIn(room)
  const support = queueOf('support', { name: 'Support', label: { en: 'Support', fa: 'پشتیبانی' } })
  await room.change({ kind: 'queue', queue: support }, { kind: 'queue', queue: queueOf('plain') })
  const names = () => room.model.centre?.queues.map(({ name }) => name).slice(-2)
  expect(names()).toEqual(['Support', 'plain'])
  const { desk } = room.model
  if (desk === null) throw new Error('no desk')
  room.main.desk.put({ ...desk, settings: { ...desk.settings, locale: 'fa' } })
  await room.until('Persian', () => names()?.[0] === 'پشتیبانی')
  expect(names()).toEqual(['پشتیبانی', 'plain'])
  // Rows that did not change stay the same objects.
  const before = room.model.centre
  await room.change({ kind: 'agent', agent: agentIn({ kind: 'held', callId, sinceMs: startMs }) })
  expect(room.model.centre?.queues).toBe(before?.queues)
  await room.change({ kind: 'queue', queue: { ...support, wrapUpMs: 1000 } })
  expect(names()).toEqual(['پشتیبانی', 'plain'])
  expect(room.model.centre?.queues.at(-1)).toBe(before?.queues.at(-1))
})

test('a gap in the stream asks for a new snapshot', async () => {
  await signIn(room)
  const held = agentIn({ kind: 'held', callId, sinceMs: startMs })
  const centre = { ...(room.model.centre as NonNullable<typeof room.model.centre>), agents: [held] }
  room.main.live.keep([{ kind: 'snapshot', position: { epoch: 'f', seq: 0 }, atMs: startMs, centre }])
  room.main.live.tell({ kind: 'delta', position: { epoch: 'e', seq: 5 }, atMs: startMs, changes: [] })
  await room.until('the new snapshot', (model) => model.me?.activity.kind === 'held')
  expect(room.main.live.readers).toBe(1)
})

test('the phone being busy is told, and told again after a new connection', async () => {
  await signIn(room)
  ringWithoutCard(room)
  await settle()
  expect(room.main.busy.at(-1)).toBe(true)
  room.main.cut()
  await room.until('lost', (model) => model.bridge.kind === 'disconnected')
  room.main.busy.length = 0
  room.clock.advance(500)
  await room.until('back', (model) => model.bridge.kind === 'connected')
  await settle()
  expect(room.main.busy).toEqual([true])
  room.phone.end('missed')
  await settle()
  expect(room.main.busy.at(-1)).toBe(false)
})

test('a refusal is shown in place until the next action', async () => {
  await signIn(room)
  await room.desk.actions.signIn('sara', 'wrong')
  expect(room.model.failure?.code).toBe('wrong-password')
  await room.desk.actions.chooseStatus({ kind: 'available' })
  expect(room.model.failure).toBeNull()
  expect(room.model.announcement).toMatchObject({ kind: 'status', effect: 'next' })
})

test('actions without a bridge say that it is away', async () => {
  await signIn(room)
  room.main.isAway = true
  room.main.cut()
  await room.until('lost', (model) => model.bridge.kind === 'disconnected')
  await room.desk.actions.chooseStatus({ kind: 'available' })
  expect(room.model.failure?.code).toBe('gateway-away')
})

test('nothing is left running when the desk is closed', async () => {
  await signIn(room)
  room.phone.invite({})
  await room.desk.actions.answer()
  await settle()
  await room.close()
  await settle()
  expect(room.main.live.readers).toBe(0)
  // What was asked on the way out is answered by the end of the connection.
  await expect.poll(() => room.clock.pending).toBe(0)
})

test('the same snapshot twice changes no object that parts of the page read', async () => {
  await signIn(room)
  room.phone.invite({})
  await settle()
  const { caller } = room.model
  await room.change({ kind: 'agent', agent: idleAgent })
  expect(room.model.caller).toBe(caller)
})
