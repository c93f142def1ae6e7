/** What a supervisor does on the floor: once at a time, said when done or refused, undone; and when it cannot be done. */
import { expect, test } from 'vitest'
import { AlertThresholds } from '#contract/alertSettings'
import type { CardAnswer } from '#contract/callerCard'
import { type Answer, done, failed } from '#contract/failure'
import type { AgentId, CallId, QueueId } from '#contract/ids'
import { createFloorActs, type FloorAct, toMoveBack } from '#renderer/state/floor/floorActs'
import { type AgentRow, createAgentRows } from '#renderer/state/floor/floorAgents'
import { createCallerNames, rememberedMs } from '#renderer/state/floor/floorCallers'
import { toLostFloor } from '#renderer/state/floor/floorLink'
import {
  type MonitorPlace,
  offersMonitoring,
  toListenBar,
  toQueueBar,
  toTakeOverBar,
} from '#renderer/state/floor/floorMonitoring'
import { toLevelTone, toWaitTone } from '#renderer/state/floor/floorTone'
import { cardOf } from '#tests/renderer/state/deskRoom'
import { agent, centre, monitor, nowMs, talk, talking } from '#tests/renderer/state/floorRoom'
import { createFakeClock } from '#tests/support/fakeClock'

const callId = 'w1' as CallId
const give: FloorAct = { kind: 'give', callId, agentId: 'Ana' as AgentId, who: 'Mina', to: 'Ana' }

function openActs(answer: () => Promise<Answer<never>> = async () => done(null as never)) {
  const asked: string[] = []
  const acts = createFloorActs((group, name, input) => {
    asked.push(`${group}.${String(name)} ${JSON.stringify(input)}`)
    return answer()
  })
  return { acts, asked }
}

test('one thing at a time is done to a call, and it shows as pending meanwhile', async () => {
  const held = Promise.withResolvers<Answer<never>>()
  const { acts, asked } = openActs(() => held.promise)
  const first = acts.perform(give)
  expect([...acts.store.getState().pending]).toEqual([callId])
  expect(await acts.perform({ ...give, kind: 'take' })).toBe(false)
  held.resolve(done(null as never))
  expect(await first).toBe(true)
  expect(asked).toEqual(['floor.giveTo {"callId":"w1","agentId":"Ana"}'])
  expect(acts.store.getState()).toMatchObject({ pending: new Set(), said: { isDone: true, act: give } })
})

test('what was refused is said, and nothing is offered to undo', async () => {
  const { acts } = openActs(async () => failed('wrong-state'))
  expect(await acts.perform(give, [give])).toBe(false)
  expect(acts.store.getState().said).toMatchObject({ isDone: false, undo: [] })
})

test('a caller moved by a slip goes back ahead of those who were behind them', async () => {
  const { acts, asked } = openActs()
  const from = { callId, who: 'Mina', queueId: 'sales' as QueueId, queueName: 'Sales', priority: 2 }
  const move: FloorAct = { kind: 'move', callId, queueId: 'billing' as QueueId, who: 'Mina', to: 'Billing' }
  await acts.perform(move, toMoveBack(from))
  await acts.undo()
  expect(asked).toEqual([
    'floor.moveToQueue {"callId":"w1","queueId":"billing"}',
    'floor.moveToQueue {"callId":"w1","queueId":"sales"}',
    'floor.prioritise {"callId":"w1","priority":3}',
  ])
  // Undone once, it is not undone again.
  await acts.undo()
  expect(asked.length).toBe(3)
  expect(toMoveBack({ ...from, priority: 1000 })[1]).toMatchObject({ priority: 1000 })
})

test('what was said is forgotten only while nothing else was said since', async () => {
  const { acts } = openActs()
  await acts.perform(give)
  const serial = acts.store.getState().said?.serial ?? 0
  await acts.perform({ ...give, kind: 'take' })
  acts.forget(serial)
  expect(acts.store.getState().said?.act.kind).toBe('take')
  acts.forget(serial + 1)
  expect(acts.store.getState().said).toBeNull()
})

const place: MonitorPlace = {
  meId: 'boss' as AgentId,
  ownSessions: 0,
  isInCall: false,
  right: 'full',
  closedQueues: new Set(),
}

function rowOf(made: ReturnType<typeof agent>, session?: ReturnType<typeof monitor>): AgentRow {
  const [row] = createAgentRows()(
    centre({
      agents: [made],
      calls: [talk('c1', made.id)],
      monitors: session === undefined ? [] : [session],
    }),
  )
  if (row === undefined) throw new Error('No row')
  return row
}

test('listening is barred for oneself, who is not here, and a fifth call; not for who is idle', () => {
  expect(toListenBar(rowOf(agent('Ana')), place)).toBeNull()
  expect(toListenBar(rowOf(agent('boss')), place)).toBe('self')
  expect(toListenBar(rowOf(agent('Ana', { status: { kind: 'offline', sinceMs: nowMs } })), place)).toBe(
    'offline',
  )
  const full = { ...place, ownSessions: 4 }
  expect(toListenBar(rowOf(agent('Ana')), full)).toBe('full')
  // The session that is there already is steered, not opened.
  expect(toListenBar(rowOf(agent('Ana'), monitor('Ana', 'boss')), full)).toBeNull()
})

test('taking over needs a caller to take and a free phone to take them with', () => {
  expect(toTakeOverBar(rowOf(agent('Ana')), place)).toBe('noCall')
  expect(toTakeOverBar(rowOf(talking('Ana', 'c1')), place)).toBeNull()
  expect(toTakeOverBar(rowOf(talking('Ana', 'c1')), { ...place, isInCall: true })).toBe('ownCall')
})

test('who may only listen is offered that, who may not monitor nothing, and one’s own row nothing', () => {
  const listener: MonitorPlace = { ...place, right: 'listen' }
  const row = rowOf(talking('Ana', 'c1'))
  expect(toListenBar(row, listener)).toBeNull()
  expect(toListenBar(row, listener, 'whisper')).toBe('right')
  expect(toListenBar(row, listener, 'barge')).toBe('right')
  expect(toTakeOverBar(row, listener)).toBe('right')
  expect(offersMonitoring(row, listener)).toBe(true)
  const nobody: MonitorPlace = { ...place, right: 'none' }
  expect(offersMonitoring(row, nobody)).toBe(false)
  expect(toListenBar(row, nobody)).toBe('right')
  expect(toQueueBar({ id: 'sales' as QueueId }, nobody)).toBe('right')
  expect(offersMonitoring(rowOf(talking('boss', 'c1')), place)).toBe(false)
})

test('a call of a queue that is not monitored is not offered, and neither is the queue’s next', () => {
  const closed: MonitorPlace = { ...place, closedQueues: new Set(['sales' as QueueId]) }
  expect(toListenBar(rowOf(talking('Ana', 'c1')), closed)).toBe('queue')
  expect(toTakeOverBar(rowOf(talking('Ana', 'c1')), closed)).toBe('queue')
  // Who is in no call may be followed to calls of other queues.
  expect(toListenBar(rowOf(agent('Ana')), closed)).toBeNull()
  expect(toQueueBar({ id: 'sales' as QueueId }, closed)).toBe('queue')
  expect(toQueueBar({ id: 'support' as QueueId }, closed)).toBeNull()
  expect(toQueueBar({ id: 'support' as QueueId }, { ...closed, ownSessions: 4 })).toBe('full')
})

test('figures ask to be looked at by the thresholds of the alerts, inclusive as they are', () => {
  const thresholds = AlertThresholds.parse({})
  expect([0.79, 0.8, 0.849, 0.86].map((level) => toLevelTone(level, thresholds))).toEqual([
    'bad',
    'warn',
    'warn',
    null,
  ])
  expect(toLevelTone(null, thresholds)).toBeNull()
  expect(toLevelTone(0.1, { ...thresholds, serviceLevel: null })).toBeNull()
  expect([20_000, 20_001, 120_000].map((ms) => toWaitTone(ms, 20_000, thresholds))).toEqual([
    null,
    'warn',
    'bad',
  ])
})

test('the first broken link is named: what lies behind it cannot be known', () => {
  const up = { kind: 'connected', sinceMs: 1, failure: null, roundTripMs: 1 } as const
  const down = { ...up, kind: 'disconnected', sinceMs: 7, roundTripMs: null } as const
  const desk = (gateway: typeof up | typeof down) => ({ gateway }) as never
  const floor = centre({})
  expect(toLostFloor({ bridge: up, desk: desk(up), centre: floor })).toBeNull()
  expect(toLostFloor({ bridge: down, desk: desk(down), centre: floor })?.what).toBe('bridge')
  expect(toLostFloor({ bridge: up, desk: desk(down), centre: floor })).toMatchObject({
    what: 'gateway',
    sinceMs: 7,
  })
  expect(toLostFloor({ bridge: up, desk: desk(up), centre: { ...floor, pbx: down } })).toMatchObject({
    what: 'pbx',
    clock: 'gateway',
  })
})

test('each number is asked for once while it is remembered, and a book that cannot answer is asked again', async () => {
  const clock = createFakeClock(nowMs)
  let asks = 0
  let answer: Answer<CardAnswer> = failed('cache-unavailable')
  const bridge = {
    async ask() {
      asks += 1
      return answer
    },
  }
  const names = createCallerNames({ bridge: bridge as never, clock })
  expect(names.peek('+98')).toBeUndefined()
  expect(await names.ask('+98')).toBeNull()
  expect(names.peek('+98')).toBeUndefined()
  const vip = { ...cardOf('p1'), priority: 'vip' as const }
  answer = done({ kind: 'several', cards: [cardOf('p2'), vip], matchedBy: 'number' })
  await Promise.all([names.ask('+98'), names.ask('+98')])
  expect(asks).toBe(2)
  expect(names.peek('+98')).toEqual({ name: 'Sara Karimi', others: 1, isVip: true })
  clock.advance(rememberedMs + 1)
  expect(names.peek('+98')).toBeUndefined()
})
