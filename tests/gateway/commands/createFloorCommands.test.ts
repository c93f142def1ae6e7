/** What supervisors do to the floor, from a desk over the wire to the telephone system and the record. */
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { AgentId } from '#contract/ids'
import { callId, extensionId, sales, startMs, support } from '#tests/gateway/support/floorOf'
import { createScriptedPbx } from '#tests/gateway/support/scriptedPbx'
import { newCommandId, type TestDesk } from '#tests/gateway/support/testDesk'
import { answeredCall, createWorld, until, type World, type WorldOptions } from '#tests/gateway/support/world'
import { createFakeClock } from '#tests/support/fakeClock'

const done = { ok: true, value: null }
const refused = (code: string) => ({ ok: false, failure: { code } })
const omid = 'user-omid' as AgentId
const sara = 'user-sara' as AgentId
const a = callId('a')
const teamOf = (queueId: typeof support) => ({ queueIds: [queueId], people: [{ personId: omid }] })

async function openFloor(options: WorldOptions = {}): Promise<{ world: World; desk: TestDesk }> {
  const world = await createWorld(options)
  const desk = await world.desk()
  await desk.signIn('omid', 'battery staple')
  world.pbx.tell(...answeredCall('a').slice(0, 2))
  await until(() => world.pbx.asked.includes('signIn 1002'))
  return { world, desk }
}

const floorAsked = ({ pbx }: World) =>
  pbx.asked.filter((each) => /^(dial|hangUp|park|giveTo|moveToQueue|prioritise|pauseInQueue) /.test(each))

function readRecord(world: World): unknown[] {
  const database = new Database(world.storePath, { readonly: true })
  try {
    return database
      .prepare(
        `SELECT agent_id AS who, kind, detail, outcome FROM commands WHERE kind LIKE 'floor.%' ORDER BY id`,
      )
      .all()
  } finally {
    database.close()
  }
}

test('each command reaches the telephone system in its own words, with people as extensions', async () => {
  const { world, desk } = await openFloor()
  const { floor } = desk.client
  const agentId = extensionId('2002')
  const id = newCommandId
  expect(await floor.dial({ commandId: id(), agentId, number: '۰۹۱۲ (345)' })).toEqual(done)
  expect(await floor.giveTo({ commandId: id(), callId: a, agentId: sara })).toEqual(done)
  expect(await floor.moveToQueue({ commandId: id(), callId: a, queueId: sales })).toEqual(done)
  expect(await floor.prioritise({ commandId: id(), callId: a, priority: 7 })).toEqual(done)
  expect(await floor.park({ commandId: id(), callId: a })).toEqual(done)
  expect(await floor.hangUp({ commandId: id(), callId: a })).toEqual(done)
  const pause = { commandId: id(), queueId: sales, agentId, reasonId: 'lunch' }
  expect(await floor.pauseInQueue(pause)).toEqual(done)
  expect(await floor.pauseInQueue({ ...pause, commandId: id(), reasonId: null })).toEqual(done)
  expect(floorAsked(world)).toEqual([
    'dial 2002 0912345',
    'giveTo a 1001',
    'moveToQueue a sales',
    'prioritise a 7',
    'park a',
    'hangUp a',
    'pauseInQueue sales 2002 lunch',
    'pauseInQueue sales 2002 ',
  ])
})

test('an agent may dial for themselves; whatever else they ask is refused, recorded, and nothing happens', async () => {
  const { world } = await openFloor()
  const desk = await world.sara()
  const { floor } = desk.client
  const id = newCommandId
  const answers = [
    await floor.dial({ commandId: id(), agentId: omid, number: '123' }),
    await floor.hangUp({ commandId: id(), callId: a }),
    await floor.park({ commandId: id(), callId: a }),
    await floor.giveTo({ commandId: id(), callId: a, agentId: sara }),
    await floor.moveToQueue({ commandId: id(), callId: a, queueId: sales }),
    await floor.prioritise({ commandId: id(), callId: a, priority: 1 }),
    await floor.pauseInQueue({ commandId: id(), queueId: support, agentId: sara, reasonId: null }),
  ]
  for (const answer of answers) expect(answer).toMatchObject(refused('forbidden'))
  expect(floorAsked(world)).toEqual([])
  expect(await floor.dial({ commandId: id(), agentId: sara, number: '123' })).toEqual(done)
  expect(floorAsked(world)).toEqual(['dial 1001 123'])
  expect(readRecord(world)).toHaveLength(8)
})

test('a supervisor acts within the teams they lead', async () => {
  const { world, desk } = await openFloor({ teams: [teamOf(sales)] })
  const { floor } = desk.client
  const park = () => floor.park({ commandId: newCommandId(), callId: a })
  expect(await park()).toMatchObject(refused('forbidden'))
  world.pbx.tell({ kind: 'callQueued', callId: a, queueId: sales, position: 1, priority: 0 })
  expect(await park()).toEqual(done)
  // Parked, it stands in no queue and still is a call of sales.
  world.pbx.tell({ kind: 'callUnqueued', callId: a, why: 'withdrawn' })
  const give = (agentId: AgentId) => floor.giveTo({ commandId: newCommandId(), callId: a, agentId })
  expect(await give(extensionId('2002'))).toEqual(done)
  expect(await give(extensionId('2001'))).toMatchObject(refused('forbidden'))
  expect(floorAsked(world)).toEqual(['park a', 'giveTo a 2002'])
})

test('nobody who is not signed in can ask anything', async () => {
  const { world } = await openFloor()
  const stranger = await world.desk()
  const answer = await stranger.client.floor.hangUp({ commandId: newCommandId(), callId: a })
  expect(answer).toMatchObject(refused('signed-out'))
  expect(floorAsked(world)).toEqual([])
})

test('the same command sent again is carried out once, also while it runs and after a restart', async () => {
  const { world, desk } = await openFloor()
  const commandId = newCommandId()
  const ask = () => desk.client.floor.hangUp({ commandId, callId: a })
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([done, done, done])
  world.pbx.tell({ kind: 'callEnded', callId: a, end: 'switch' })
  expect(await ask()).toEqual(done)
  expect(floorAsked(world)).toEqual(['hangUp a'])
  const again = await world.restart()
  const other = await again.desk()
  await other.signIn('omid', 'battery staple')
  expect(await other.client.floor.hangUp({ commandId, callId: a })).toEqual(done)
  expect(floorAsked(again)).toEqual([])
})

test('one command id for two different commands is refused, and the second does not happen', async () => {
  const { world, desk } = await openFloor()
  const commandId = newCommandId()
  expect(await desk.client.floor.park({ commandId, callId: a })).toEqual(done)
  expect(await desk.client.floor.hangUp({ commandId, callId: a })).toMatchObject(refused('invalid'))
  expect(floorAsked(world)).toEqual(['park a'])
})

test('every command is recorded: who, what, and how it ended', async () => {
  const { world, desk } = await openFloor()
  const { floor } = desk.client
  await floor.prioritise({ commandId: newCommandId(), callId: a, priority: 3 })
  world.pbx.refuse('wrong-state')
  await floor.moveToQueue({ commandId: newCommandId(), callId: a, queueId: sales })
  await floor.hangUp({ commandId: newCommandId(), callId: callId('gone') })
  expect(readRecord(world)).toEqual([
    { who: omid, kind: 'floor.prioritise', detail: '{"callId":"a","priority":3}', outcome: 'done' },
    {
      who: omid,
      kind: 'floor.moveToQueue',
      detail: '{"callId":"a","queueId":"sales"}',
      outcome: 'wrong-state',
    },
    { who: omid, kind: 'floor.hangUp', detail: '{"callId":"gone"}', outcome: 'not-found' },
  ])
})

test('what the telephone system refuses is said by name; refused, the command can be sent again', async () => {
  const { world, desk } = await openFloor()
  const commandId = newCommandId()
  const ask = () => desk.client.floor.park({ commandId, callId: a })
  world.pbx.refuse('wrong-state')
  expect(await ask()).toMatchObject(refused('wrong-state'))
  world.pbx.refuse(null)
  expect(await ask()).toEqual(done)
  world.pbx.tell({ kind: 'linkDown', failure: null })
  const away = await desk.client.floor.park({ commandId: newCommandId(), callId: a })
  expect(away).toMatchObject(refused('switch-away'))
  expect(floorAsked(world)).toEqual(['park a', 'park a'])
})

test('a telephone system that never answers is a time-out within 5 s', async () => {
  const { world, desk } = await openFloor()
  world.pbx.stall(true)
  const asking = desk.client.floor.park({ commandId: newCommandId(), callId: a })
  await until(() => floorAsked(world).length === 1)
  world.clock.advance(5000)
  expect(await asking).toMatchObject(refused('timed-out'))
  expect(readRecord(world)).toMatchObject([{ kind: 'floor.park', outcome: 'timed-out' }])
})

test('what cannot be dialled, and a reason that is not on the list, are refused', async () => {
  const { world, desk } = await openFloor()
  const { floor } = desk.client
  const number = 'PJSIP/sara'
  expect(await floor.dial({ commandId: newCommandId(), agentId: sara, number })).toMatchObject(
    refused('invalid'),
  )
  const pause = { commandId: newCommandId(), queueId: support, agentId: sara, reasonId: 'nap' }
  expect(await floor.pauseInQueue(pause)).toMatchObject(refused('invalid'))
  const wild = { commandId: newCommandId(), callId: a, priority: 1001 }
  await expect(floor.prioritise(wild)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  expect(floorAsked(world)).toEqual([])
})

test('of several switches one may be away: the link itself says whether the one it takes is there', async () => {
  const clock = createFakeClock(startMs)
  const pbx = { ...createScriptedPbx(clock), reaches: () => true }
  const world = await createWorld({ clock, pbx })
  const desk = await world.desk()
  await desk.signIn('omid', 'battery staple')
  pbx.tell(...answeredCall('a').slice(0, 2), { kind: 'linkDown', failure: null })
  expect(await desk.client.floor.park({ commandId: newCommandId(), callId: a })).toEqual(done)
  expect(pbx.asked).toContain('park a')
})
