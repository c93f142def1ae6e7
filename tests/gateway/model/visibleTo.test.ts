/** What of the floor each person is told of: snapshots and changes, by role and by the teams a supervisor leads. */
import { expect, test } from 'vitest'
import type { AgentId } from '#contract/ids'
import { toSeenTeams } from '#gateway/model/scope'
import { toChanges } from '#gateway/model/toChanges'
import { type Viewer, visibleChanges } from '#gateway/model/visibleTo'
import {
  callId,
  extensionId,
  hear,
  openFloor,
  sales,
  sara,
  startMs,
  support,
} from '#tests/gateway/support/floorOf'
import { newCommandId, type TestDesk } from '#tests/gateway/support/testDesk'
import { answeredCall, createWorld, until, type World } from '#tests/gateway/support/world'

const omid = 'user-omid' as AgentId
const inbound = {
  kind: 'callEntered',
  direction: 'inbound',
  caller: { number: '+98912', name: null },
  dialledNumber: null,
  extension: null,
} as const
const joins = (id: string, queueId: typeof support) => [
  { ...inbound, callId: callId(id) } as const,
  { kind: 'callQueued', callId: callId(id), queueId, position: 1, priority: 0 } as const,
]

async function watching(
  teams: readonly (typeof support)[] | null,
): Promise<{ world: World; desk: TestDesk }> {
  const team = { queueIds: teams ?? [], people: [{ personId: omid }] }
  const world = await createWorld(teams === null ? {} : { teams: [team] })
  const desk = await world.desk()
  await desk.signIn('omid', 'battery staple')
  world.pbx.tell(...joins('s', support), ...joins('v', sales))
  desk.watch()
  await until(() => desk.centre !== null)
  return { world, desk }
}

const callsOf = (desk: TestDesk) => desk.centre?.calls.map(({ id }) => id).sort()
const queuesOf = (desk: TestDesk) => desk.centre?.queues.map(({ id }) => id).sort()
const agentsOf = (desk: TestDesk) => desk.centre?.agents.map(({ id }) => id).sort()

/** Waits until everything told so far has arrived at the desk: a pulse comes when there is nothing left to tell. */
async function caughtUp(world: World, desk: TestDesk): Promise<void> {
  const before = desk.messages.length
  await until(() => {
    world.clock.advance(100)
    return desk.messages.length > before && desk.messages.at(-1)?.kind === 'pulse'
  })
}

test('a supervisor in no team sees the whole floor', async () => {
  const { desk } = await watching(null)
  expect(callsOf(desk)).toEqual(['s', 'v'])
  expect(queuesOf(desk)).toEqual([sales, support])
  expect(agentsOf(desk)).toContain(sara.id)
})

test('a supervisor sees the queues, callers and agents of their teams and nothing else', async () => {
  const { world, desk } = await watching([sales])
  expect(callsOf(desk)).toEqual(['v'])
  expect(queuesOf(desk)).toEqual([sales])
  expect(agentsOf(desk)).toEqual([extensionId('2002'), omid])
  world.pbx.tell(...answeredCall('w'), ...joins('x', sales))
  await caughtUp(world, desk)
  expect(callsOf(desk)).toEqual(['v', 'x'])
  expect(agentsOf(desk)).toEqual([extensionId('2002'), omid])
  expect(queuesOf(desk)).toEqual([sales])
  const told = JSON.stringify(desk.messages)
  for (const id of ['s', 'w', support, sara.id]) expect(told).not.toContain(`"id":"${id}"`)
})

test('teams are told by name: a supervisor their own, one without a limit and admins all, an agent none', () => {
  const first = { id: 't1', name: 'First', queueIds: [sales], people: [{ personId: omid }] }
  const second = { id: 't2', name: 'Second', queueIds: [support], people: [{ personId: sara.id }] }
  const unnamed = { queueIds: [sales], people: [{ personId: omid }] }
  const all = [first, second, unnamed]
  const idsOf = (...seen: Parameters<typeof toSeenTeams>) => toSeenTeams(...seen).map(({ id }) => id)
  expect(toSeenTeams(omid, 'supervisor', all)).toEqual([{ id: 't1', name: 'First', personIds: [omid] }])
  expect(idsOf('user-new' as AgentId, 'supervisor', all)).toEqual(['t1', 't2'])
  expect(idsOf(omid, 'admin', all)).toEqual(['t1', 't2'])
  expect(idsOf(sara.id, 'agent', all)).toEqual([])
})

test('the desk of a supervisor is told the teams with the floor', async () => {
  const team = { id: 't1', name: 'First', queueIds: [sales], people: [{ personId: omid }] }
  const world = await createWorld({ teams: [team] })
  const desk = await world.desk()
  await desk.signIn('omid', 'battery staple')
  desk.watch()
  await until(() => desk.centre !== null)
  expect(desk.centre?.teams).toEqual([{ id: 't1', name: 'First', personIds: [omid] }])
})

test('a caller who is moved enters the sight of one supervisor and leaves that of the other', async () => {
  const { world, desk } = await watching([sales])
  world.pbx.tell({ kind: 'callQueued', callId: callId('s'), queueId: sales, position: 2, priority: 0 })
  await caughtUp(world, desk)
  expect(callsOf(desk)).toEqual(['s', 'v'])
  world.pbx.tell({ kind: 'callUnqueued', callId: callId('v'), why: 'withdrawn' })
  await caughtUp(world, desk)
  // Parked: in no queue, and still a caller of sales.
  expect(callsOf(desk)).toEqual(['s', 'v'])
  world.pbx.tell({ kind: 'callQueued', callId: callId('v'), queueId: support, position: 1, priority: 0 })
  await caughtUp(world, desk)
  expect(callsOf(desk)).toEqual(['s'])
})

test('someone who joins a queue of the team comes into sight, and leaves it with the queue', async () => {
  const { world, desk } = await watching([sales])
  const member = { extension: '2001', penalty: 0, pausedReason: null }
  world.pbx.tell({ kind: 'memberAdded', queueId: sales, member })
  await caughtUp(world, desk)
  expect(agentsOf(desk)).toEqual([extensionId('2001'), extensionId('2002'), omid])
  world.pbx.tell({ kind: 'memberRemoved', queueId: sales, extension: '2001' })
  await caughtUp(world, desk)
  expect(agentsOf(desk)).toEqual([extensionId('2002'), omid])
})

test('an agent still sees everyone, and the calls of their own queues', async () => {
  const { world } = await watching([sales])
  const desk = await world.sara()
  expect(callsOf(desk)).toEqual(['s'])
  expect(queuesOf(desk)).toEqual([sales, support])
  expect(await desk.client.status.clearNext({ commandId: newCommandId() })).toMatchObject({ ok: true })
})

test('what is told to several is the same object for all of them, so that it is written out once', () => {
  const floor = hear(openFloor(), ...joins('s', support).map((each) => ({ ...each, atMs: startMs })))
  const changes = toChanges(openFloor(), floor)
  const slice = {
    changes,
    callsBefore: new Map(),
    monitorsBefore: new Map(),
    messagesBefore: new Map(),
    homesBefore: new Map(),
    homes: floor.homes,
  }
  const viewers: readonly Viewer[] = [
    { agentId: omid, role: 'admin', scope: null },
    { agentId: omid, role: 'supervisor', scope: null },
    { agentId: omid, role: 'supervisor', scope: { queueIds: new Set([support]), agentIds: new Set() } },
    { agentId: sara.id, role: 'agent', scope: null },
  ]
  const told = viewers.map((viewer) => visibleChanges(viewer, slice, floor.agents))
  for (const each of told) {
    expect(each.some((change) => change.kind === 'call')).toBe(true)
    for (const change of each) expect(changes).toContain(change)
  }
})
