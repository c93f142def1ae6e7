/** Each act as somebody who may not: an agent, a supervisor of another team, replayed, and after sign-out. */
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { CommandId, MessageId } from '#contract/ids'
import {
  createPeopleWorld,
  id,
  omid,
  type PeopleWorld,
  reza,
  sara,
} from '#tests/gateway/people/support/peopleWorld'
import { callId, support } from '#tests/gateway/support/floorOf'
import type { WireClient } from '#tests/gateway/support/testDesk'
import { agentOf, answeredCall, hangUp } from '#tests/gateway/support/world'

const a = callId('a')
const refused = (code: string) => ({ ok: false, failure: { code } })

/** What only somebody who leads Sara may ask; each would have an effect. */
const forSara = {
  'people.setStatus': ({ people }: WireClient, command: { commandId: CommandId }) =>
    people.setStatus({ ...command, agentId: sara, status: { kind: 'notReady', reasonId: 'meeting' } }),
  'people.finishWrapUp': ({ people }: WireClient, command: { commandId: CommandId }) =>
    people.finishWrapUp({ ...command, agentId: sara, callId: a }),
  'people.signOut': ({ people }: WireClient, command: { commandId: CommandId }) =>
    people.signOut({ ...command, agentId: sara }),
  'help.clear': ({ help }: WireClient, command: { commandId: CommandId }) =>
    help.clear({ ...command, agentId: sara }),
  'breaks.decide': ({ breaks }: WireClient, command: { commandId: CommandId }) =>
    breaks.decide({ ...command, agentId: sara, decision: 'grant' }),
  'messages.send': ({ messages }: WireClient, command: { commandId: CommandId }) =>
    messages.send({ ...command, agentId: sara, callId: a, text: 'Slower', field: null }),
  'floor.addToQueue': ({ floor }: WireClient, command: { commandId: CommandId }) =>
    floor.addToQueue({ ...command, agentId: sara, queueId: support, penalty: 0 }),
  'floor.removeFromQueue': ({ floor }: WireClient, command: { commandId: CommandId }) =>
    floor.removeFromQueue({ ...command, agentId: sara, queueId: support }),
} as const
const names = Object.keys(forSara) as (keyof typeof forSara)[]

const breakRules = [
  { queueIds: [support], personIds: [], maxOnBreak: null, minServiceLevel: null, needsApproval: true },
]

/** Sara writes about a call, asks for help and for a break: everything that can be done for her has a reason. */
async function saraInNeed(): Promise<PeopleWorld> {
  const world = await createPeopleWorld({ breakRules })
  const desk = await world.signIn('sara')
  world.pbx.tell(...answeredCall('a'), hangUp('a'))
  await desk.client.help.ask({ ...id(), reason: 'stuck' })
  await desk.client.breaks.ask({ ...id(), reasonId: 'lunch' })
  await world.settle(
    () => agentOf(desk).breakRequest !== undefined && agentOf(desk).activity.kind === 'wrapUp',
  )
  return world
}

const saraOf = (world: PeopleWorld) => world.gateway.floor.agents.get(sara)

test.each([
  ['reza', 'an agent'],
  ['lale', 'a supervisor of another team'],
] as const)('%s, %s, is refused each of them, it is recorded, and nothing happens', async (user, _who) => {
  const world = await saraInNeed()
  const { client } = await world.signIn(user)
  const [before, asked] = [saraOf(world), world.pbx.asked.length]
  for (const name of names) {
    expect(await forSara[name](client, id()), name).toMatchObject(refused('forbidden'))
    expect(world.record(name).at(-1), name).toMatchObject({ who: `user-${user}`, outcome: 'forbidden' })
  }
  expect(saraOf(world)).toBe(before)
  expect(world.gateway.floor.messages.size).toBe(0)
  expect(world.pbx.asked.slice(asked).filter((each) => each.includes('1001'))).toEqual([])
})

test('after sign-out each of them is refused, and nothing happens', async () => {
  const world = await saraInNeed()
  const { client } = await world.signIn('omid')
  await client.session.signOut(null)
  const before = saraOf(world)
  for (const name of names) {
    expect(await forSara[name](client, id()), name).toMatchObject(refused('signed-out'))
  }
  const own = [
    await client.help.ask({ ...id(), reason: '' }),
    await client.breaks.ask({ ...id(), reasonId: 'lunch' }),
    await client.breaks.withdraw(id()),
    await client.messages.putAside({ ...id(), messageId: 'm' as MessageId }),
    await client.messages.handOver({ ...id(), callId: a, note: 'n' }),
  ]
  for (const answer of own) expect(answer).toMatchObject(refused('signed-out'))
  expect(saraOf(world)).toBe(before)
  // Nobody is signed in to be recorded by name but who was there before.
  const told = readAudit(world).filter(({ detail }) => detail.endsWith('signed-out'))
  expect(told.map(({ detail }) => detail.replace(' signed-out', ''))).toEqual([
    ...names,
    'help.ask',
    'breaks.ask',
    'breaks.withdraw',
    'messages.putAside',
    'messages.handOver',
  ])
  expect(new Set(told.map(({ byId }) => byId))).toEqual(new Set([omid]))
})

function readAudit(world: PeopleWorld): { byId: string; detail: string }[] {
  const database = new Database(world.storePath, { readonly: true })
  try {
    return database
      .prepare<[], { byId: string; detail: string }>(
        "SELECT by_id AS byId, detail FROM audit WHERE kind = 'refused' ORDER BY serial",
      )
      .all()
  } finally {
    database.close()
  }
}

test('one who leads her may each of them, and the same command sent again does nothing a second time', async () => {
  for (const name of names) {
    const world = await saraInNeed()
    const { client } = await world.signIn('omid')
    // Adding to a queue she is in already is the switch's to refuse; the scripted one does not.
    const command = id()
    const first = await forSara[name](client, command)
    expect(first, name).toMatchObject({ ok: true })
    const [after, asked] = [world.gateway.floor, world.pbx.asked.length]
    expect(await forSara[name](client, command), name).toEqual(first)
    expect(world.gateway.floor, name).toBe(after)
    expect(world.pbx.asked.length, name).toBe(asked)
    expect(world.record(name), name).toHaveLength(1)
  }
})

test('one id for another act is refused, and another person’s id is no replay', async () => {
  const world = await saraInNeed()
  const [omidDesk, avaDesk] = [await world.signIn('omid'), await world.signIn('ava')]
  const command = id()
  const clear = { ...command, agentId: sara }
  expect(await omidDesk.client.help.clear(clear)).toMatchObject({ ok: true })
  expect(await omidDesk.client.people.signOut(clear)).toMatchObject(refused('invalid'))
  expect(await avaDesk.client.people.signOut(clear)).toMatchObject({ ok: true, value: { effect: 'next' } })
})

test('what is not there, and who is at no desk, is said by name', async () => {
  const world = await saraInNeed()
  const { client } = await world.signIn('omid')
  const nobody = 'user-nobody' as typeof sara
  expect(await client.people.signOut({ ...id(), agentId: nobody })).toMatchObject(refused('not-found'))
  const away = { agentId: reza }
  expect(await client.people.signOut({ ...id(), ...away })).toMatchObject(refused('wrong-state'))
  const status = { kind: 'available' } as const
  expect(await client.people.setStatus({ ...id(), ...away, status })).toMatchObject(refused('wrong-state'))
  expect(await client.people.finishWrapUp({ ...id(), agentId: sara, callId: callId('b') })).toMatchObject(
    refused('wrong-state'),
  )
  const own = { ...id(), agentId: omid, decision: 'grant' as const }
  expect(await client.breaks.decide(own)).toMatchObject(refused('wrong-state'))
})
