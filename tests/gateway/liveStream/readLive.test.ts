/** The live stream over a real socket: whole after drops and gaps, alive in silence, bounded for slow readers. */
import { expect, test } from 'vitest'
import type { CallId, QueueId } from '#contract/ids'
import { paceMs } from '#gateway/liveStream/readLive'
import { sales, support } from '#tests/gateway/support/floorOf'
import type { TestDesk } from '#tests/gateway/support/testDesk'
import { agentOf, answeredCall, createWorld, hangUp, until, type World } from '#tests/gateway/support/world'

/** A caller in a queue, in a delta of their own. */
async function arrive(world: World, id: string, queueId: QueueId = support): Promise<void> {
  const callId = id as CallId
  const caller = { number: '+989121234567', name: 'Mina' }
  world.pbx.tell(
    { kind: 'callEntered', callId, direction: 'inbound', caller, dialledNumber: null, extension: null },
    { kind: 'callQueued', callId, queueId, position: 99, priority: 0 },
  )
  world.tick()
  await new Promise((resolve) => setImmediate(resolve))
}

const callIds = (desk: TestDesk) => desk.centre?.calls.map((call) => String(call.id)).sort()
const kinds = (desk: TestDesk) => desk.messages.map((message) => message.kind)

async function omid(world: World): Promise<TestDesk> {
  const desk = await world.desk()
  await desk.signIn('omid', 'battery staple')
  desk.watch()
  await until(() => desk.centre !== null)
  return desk
}

test('a snapshot first, then deltas in order, and a pulse in silence', async () => {
  const world = await createWorld()
  const desk = await world.sara()
  await arrive(world, 'a')
  await arrive(world, 'b')
  await until(() => callIds(desk)?.join() === 'a,b')
  expect(kinds(desk).slice(0, 3)).toEqual(['snapshot', 'delta', 'delta'])
  expect(desk.centre?.queues.find((queue) => queue.id === support)?.today.offered).toBe(2)
  const before = desk.messages.length
  world.clock.advance(5000)
  await until(() => desk.messages.length > before)
  expect(desk.messages.at(-1)).toMatchObject({ kind: 'pulse', atMs: world.clock.nowMs() })
})

test('many events in one window are one delta', async () => {
  const world = await createWorld()
  const desk = await world.sara()
  world.tick()
  await until(() => desk.position !== null)
  const before = desk.position?.seq ?? 0
  world.pbx.tell(...answeredCall('a'), hangUp('a'), ...answeredCall('b'))
  world.tick()
  await until(() => callIds(desk)?.join() === 'b')
  expect(desk.position?.seq).toBe(before + 1)
})

test('a desk that comes back is told what it missed, delta by delta', async () => {
  const world = await createWorld()
  const desk = await world.sara()
  await arrive(world, 'a')
  await until(() => callIds(desk)?.join() === 'a')
  const { position } = desk
  await desk.close()
  for (const id of ['b', 'c', 'd']) await arrive(world, id)
  const again = await world.desk()
  expect(await again.resume(desk.token)).toMatchObject({ ok: true })
  again.watch(position)
  await until(() => (again.position?.seq ?? 0) >= (position?.seq ?? 0) + 3)
  expect(kinds(again)).not.toContain('snapshot')
  const news = again.messages.flatMap((message) => (message.kind === 'delta' ? message.changes : []))
  const arrivals = news.flatMap((change) => (change.kind === 'call' ? [String(change.call.id)] : []))
  expect(arrivals).toEqual(['b', 'c', 'd'])
})

test('a desk that missed nothing is told so at once', async () => {
  const world = await createWorld()
  const desk = await world.sara()
  world.tick()
  const again = await world.sara()
  again.watch(again.position)
  await until(() => kinds(again).includes('pulse'))
  await desk.close()
})

test('a desk away for too long, or from another epoch, gets a snapshot', async () => {
  const world = await createWorld({ keepDeltas: 3 })
  const desk = await world.sara()
  await arrive(world, 'a')
  await until(() => callIds(desk)?.join() === 'a')
  const { position } = desk
  for (const id of ['b', 'c', 'd', 'e']) await arrive(world, id)
  await desk.close()
  for (const from of [position, { epoch: 'another', seq: 1 }]) {
    const again = await world.desk()
    await again.resume(desk.token)
    again.watch(from)
    await until(() => callIds(again)?.join() === 'a,b,c,d,e')
    expect(kinds(again)[0]).toBe('snapshot')
  }
})

test('a slow reader is given a snapshot instead of an endless queue', async () => {
  const world = await createWorld({ keepDeltas: 5 })
  const desk = await world.sara()
  desk.socket.pause()
  const extensions = 2000
  const name = 'x'.repeat(100)
  for (let round = 0; round < 30; round += 1) {
    world.pbx.tell({
      kind: 'snapshot',
      queues: [],
      extensions: Array.from({ length: extensions }, (_, index) => ({
        extension: String(5000 + index),
        name: `${name} ${round}`,
        registered: true,
        pausedReason: null,
        signedIn: true,
      })),
      calls: [],
    })
    world.tick()
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const before = desk.messages.length
  desk.socket.resume()
  world.clock.advance(paceMs.agent)
  await until(() => desk.centre?.agents.at(-1)?.name.endsWith(' 29') === true)
  const read = desk.messages.slice(before)
  expect(read.map((message) => message.kind)).toContain('snapshot')
  expect(read.length).toBeLessThan(30)
})

test('an agent sees the calls of their queues and their own; a supervisor sees all', async () => {
  const world = await createWorld()
  const agent = await world.sara()
  const supervisor = await omid(world)
  await arrive(world, 'a')
  await arrive(world, 'hidden', sales)
  world.clock.advance(paceMs.supervisor)
  await until(() => callIds(supervisor)?.join() === 'a,hidden')
  // What is none of the agent's business comes with the next of its pace, later than to who watches the floor.
  expect(agent.position?.seq).toBeLessThan(supervisor.position?.seq ?? 0)
  world.clock.advance(paceMs.agent)
  await until(() => agent.position?.seq === supervisor.position?.seq)
  expect(callIds(agent)).toEqual(['a'])
  expect(agent.centre?.agents.map(({ name }) => name)).toContain('Line 2002')
  expect(agent.centre?.queues.map(({ id }) => id)).toEqual([support, sales])

  world.pbx.tell({ kind: 'callOffered', callId: 'hidden' as CallId, extension: '1001' })
  world.tick()
  await until(() => callIds(agent)?.join() === 'a,hidden')
  world.pbx.tell({ kind: 'callConnected', callId: 'hidden' as CallId, extension: '2002' })
  world.tick()
  await until(() => callIds(agent)?.join() === 'a')
  expect(JSON.stringify(agent.messages.at(-1))).not.toContain('+989121234567')
})

test('an agent who joins a queue sees the callers already in it', async () => {
  const world = await createWorld()
  const agent = await world.sara()
  await arrive(world, 'early', sales)
  world.pbx.tell({
    kind: 'memberAdded',
    queueId: sales,
    member: { extension: '1001', penalty: 0, pausedReason: null },
  })
  world.tick()
  await until(() => callIds(agent)?.join() === 'early')
  expect(agentOf(agent).queueIds).toEqual([support, sales])
})

test('what happens far from an agent comes in one delta, each row as it is by then; their own work at once', async () => {
  const world = await createWorld()
  const agent = await world.sara()
  world.clock.advance(paceMs.agent)
  const quiet = agent.messages.length
  await arrive(world, 'first', sales)
  await until(() => agent.messages.length > quiet)
  const begun = agent.messages.length
  for (const id of ['x', 'y', 'z']) await arrive(world, id, sales)
  const { seq = 0 } = agent.position ?? {}
  expect(agent.messages.length).toBe(begun)
  world.clock.advance(paceMs.agent)
  await until(() => agent.messages.length > begun)
  expect(agent.messages.at(-1)).toMatchObject({ kind: 'delta', spans: 3, position: { seq: seq + 3 } })
  const news = agent.messages.slice(begun)
  expect(news.map((message) => (message.kind === 'delta' ? message.changes.length : 0))).toEqual([1])
  expect(agent.centre?.queues.find(({ id }) => id === sales)?.today.offered).toBe(4)
  await arrive(world, 'mine')
  await until(() => callIds(agent)?.join() === 'mine')
})
