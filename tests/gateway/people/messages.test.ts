/** Lines, coaching cards and notes handed over: whose screen they reach, how long they stand, and what is kept. */
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { CallId, MessageId } from '#contract/ids'
import type { DeskMessage } from '#contract/message'
import { maxStanding } from '#gateway/people/createMessages'
import { createMonitorWorld, onSara } from '#tests/gateway/monitoring/support/monitorWorld'
import {
  createPeopleWorld,
  id,
  omid,
  type PeopleWorld,
  reza,
  sara,
  untilShown,
} from '#tests/gateway/people/support/peopleWorld'
import { callId } from '#tests/gateway/support/floorOf'
import type { TestDesk } from '#tests/gateway/support/testDesk'
import { agentOf, answeredCall, hangUp } from '#tests/gateway/support/world'

const a = callId('a')
const done = { ok: true, value: null }
const refused = (code: string) => ({ ok: false, failure: { code } })

const send = (
  desk: TestDesk,
  text: string,
  about: { callId?: CallId; field?: string; to?: typeof sara } = {},
) =>
  desk.client.messages.send({
    ...id(),
    agentId: about.to ?? sara,
    callId: about.callId ?? null,
    text,
    field: about.field ?? null,
  })

const textsOf = (desk: TestDesk) => desk.centre?.messages.map(({ text }) => text) ?? []

function readKept(world: PeopleWorld): unknown[] {
  const database = new Database(world.storePath, { readonly: true })
  try {
    return database
      .prepare(
        `SELECT kind, call_id AS callId, text, seen_at_ms IS NOT NULL AS seen, gone_at_ms IS NOT NULL AS gone
         FROM messages ORDER BY rowid`,
      )
      .all()
  } finally {
    database.close()
  }
}

test('a line reaches the person it is for and nobody else, clean, until they put it aside', async () => {
  const world = await createPeopleWorld()
  const [desk, other, from, admin] = [
    await world.signIn('sara'),
    await world.signIn('reza'),
    await world.signIn('omid'),
    await world.signIn('ava'),
  ]
  const atMs = world.clock.nowMs()
  const sent = await send(from, '  Please\u202e come\n by ')
  expect(sent.ok).toBe(true)
  await world.settle(() => textsOf(desk).length === 1 && textsOf(from).length === 1)
  expect(desk.centre?.messages).toEqual([
    {
      id: sent.ok ? sent.value : '',
      kind: 'message',
      fromId: omid,
      fromName: 'Omid',
      toId: sara,
      callId: null,
      text: 'Please come by',
      field: null,
      atMs,
      seenAtMs: null,
    } satisfies Record<keyof DeskMessage, unknown>,
  ])
  const messageId = sent.ok ? sent.value : ('' as MessageId)
  // Neither who sent it nor anybody else puts it aside.
  for (const each of [from, other, admin]) {
    expect(await each.client.messages.putAside({ ...id(), messageId })).toMatchObject(refused('not-found'))
  }
  expect(textsOf(other)).toEqual([])
  expect(textsOf(admin)).toEqual([])
  expect(await desk.client.messages.putAside({ ...id(), messageId })).toEqual(done)
  await world.settle(() => textsOf(desk).length === 0 && textsOf(from).length === 0)
  expect(readKept(world)).toEqual([
    { kind: 'message', callId: null, text: 'Please come by', seen: 1, gone: 1 },
  ])
})

test('what was written is in the messages and in no other record', async () => {
  const world = await createPeopleWorld()
  const [desk, from] = [await world.signIn('sara'), await world.signIn('omid')]
  await send(from, 'between us')
  expect(world.record('messages.')).toMatchObject([{ who: omid, kind: 'messages.send', outcome: 'done' }])
  expect(JSON.stringify(world.record(''))).not.toContain('between us')
  expect(world.logged()).not.toContain('between us')
  await world.settle(() => textsOf(desk).length === 1)
})

test('a coaching card belongs to a call the person is in or writes about, and leaves with it', async () => {
  const world = await createPeopleWorld()
  const [desk, from] = [await world.signIn('sara'), await world.signIn('omid')]
  expect(await send(from, 'Slower', { callId: a })).toMatchObject(refused('wrong-state'))
  world.pbx.tell(...answeredCall('a'))
  expect((await send(from, 'Slower', { callId: a, field: 'orders' })).ok).toBe(true)
  expect(await send(from, 'Slower', { callId: a, to: reza })).toMatchObject(refused('wrong-state'))
  await world.settle(() => textsOf(desk).length === 1)
  expect(desk.centre?.messages[0]).toMatchObject({ kind: 'coaching', callId: a, field: 'orders' })
  world.pbx.tell(hangUp('a'))
  await world.settle(() => agentOf(desk).activity.kind === 'wrapUp')
  expect((await send(from, 'Well done', { callId: a })).ok).toBe(true)
  await world.settle(() => textsOf(desk).length === 2)
  world.clock.advance(20_000)
  await world.settle(() => textsOf(desk).length === 0)
  expect(readKept(world)).toMatchObject([
    { text: 'Slower', callId: a, seen: 0, gone: 1 },
    { text: 'Well done', callId: a, seen: 0, gone: 1 },
  ])
})

test('what stands survives a restart: a line always, a card while its call or wrap-up runs', async () => {
  const world = await createPeopleWorld()
  const [desk, from] = [await world.signIn('sara'), await world.signIn('omid')]
  world.pbx.tell(...answeredCall('a'))
  await send(from, 'a line')
  await send(from, 'a card', { callId: a })
  world.pbx.tell(hangUp('a'))
  await world.settle(() => textsOf(desk).length === 2)
  const again = await world.restart()
  const back = await again.signIn('sara')
  expect(textsOf(back)).toEqual(['a line', 'a card'])
  again.clock.advance(20_000)
  await again.settle(() => textsOf(back).length === 1)
  const third = await again.restart()
  expect(textsOf(await third.signIn('sara'))).toEqual(['a line'])
})

test('a card of a call that ended while the gateway was away leaves with the first reading of the switch', async () => {
  const world = await createPeopleWorld()
  const from = await world.signIn('omid')
  await world.signIn('sara')
  world.pbx.tell(...answeredCall('a'))
  await send(from, 'a card', { callId: a })
  const again = await world.restart()
  expect(textsOf(await again.signIn('sara'))).toEqual([])
  expect(readKept(again)).toMatchObject([{ text: 'a card', gone: 1 }])
})

test('only so many stand on one screen, and nothing empty or to nobody', async () => {
  const world = await createPeopleWorld()
  const [desk, from] = [await world.signIn('sara'), await world.signIn('omid')]
  for (let count = 0; count < maxStanding; count += 1) expect((await send(from, `${count}`)).ok).toBe(true)
  expect(await send(from, 'one too many')).toMatchObject(refused('wrong-state'))
  expect((await send(from, 'to another', { to: reza })).ok).toBe(true)
  await world.settle(() => textsOf(desk).length === maxStanding)
  const messageId = desk.centre?.messages[0]?.id ?? ('' as MessageId)
  await desk.client.messages.putAside({ ...id(), messageId })
  expect((await send(from, 'now there is room')).ok).toBe(true)
  expect(await send(from, ' \u200b ', { to: reza })).toMatchObject(refused('invalid'))
  expect(await send(from, 'x', { to: 'ext-2002' as typeof sara })).toMatchObject(refused('wrong-state'))
  await expect(send(from, 'x'.repeat(501))).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})

test('the note of a call that was taken over goes to who has its caller now, lines and all, once', async () => {
  const world = await createMonitorWorld()
  const { saraDesk, desk1: from } = world
  world.pbx.tell(...answeredCall('a'))
  const monitorId = await world.started(onSara, 'listen', 'hearing')
  const handOver = (who: TestDesk, note: string) => who.client.messages.handOver({ ...id(), callId: a, note })
  expect(await handOver(saraDesk, 'still mine')).toMatchObject(refused('forbidden'))
  const taking = world.takeOver(monitorId)
  await world.inState(monitorId, 'takingOver')
  await untilShown(world, () => agentOf(saraDesk).activity.kind === 'wrapUp')
  expect(agentOf(saraDesk).activity).toMatchObject({ wrapUp: { takenOverBy: 'Omid' } })
  await world.confirm(monitorId)
  expect(await taking).toEqual(done)
  expect(await handOver(saraDesk, 'asked for\u202e a refund\nof order 12')).toEqual(done)
  expect(await handOver(saraDesk, 'asked for a refund\nof order 13')).toEqual(done)
  await untilShown(world, () => textsOf(from).includes('asked for a refund\nof order 13'))
  expect(from.centre?.messages).toMatchObject([{ kind: 'handover', fromId: sara, toId: omid, callId: a }])
  expect(await handOver(await world.signIn('lale'), 'not mine')).toMatchObject(refused('forbidden'))
  world.pbx.tell(hangUp('a'))
  expect(await handOver(saraDesk, 'too late')).toMatchObject(refused('wrong-state'))
  // It is at hand as long as the supervisor writes about the call.
  expect(textsOf(from)).toHaveLength(1)
  world.clock.advance(20_000)
  await untilShown(world, () => textsOf(from).length === 0)
})

test('the note of a caller who was transferred goes to who has them now', async () => {
  const world = await createPeopleWorld()
  const [from, to] = [await world.signIn('sara'), await world.signIn('reza')]
  world.pbx.tell(...answeredCall('a'))
  await untilShown(world, () => agentOf(from).activity.kind === 'talking')
  const handOver = () => from.client.messages.handOver({ ...id(), callId: a, note: 'promised a refund' })
  expect(await handOver()).toMatchObject(refused('forbidden'))
  world.pbx.tell({
    kind: 'callTransferred',
    callId: a,
    extension: '1001',
    target: '2001',
    how: 'attended',
  })
  await untilShown(world, () => agentOf(from).activity.kind === 'wrapUp')
  expect(await handOver()).toEqual(done)
  await untilShown(world, () => textsOf(to).includes('promised a refund'))
  expect(to.centre?.messages).toMatchObject([{ kind: 'handover', fromId: sara, toId: reza, callId: a }])
})

test('who hands a caller back sends their note along', async () => {
  const world = await createMonitorWorld()
  const { saraDesk, desk1: from } = world
  world.pbx.tell(...answeredCall('a'))
  const monitorId = await world.started(onSara, 'listen', 'hearing')
  const taking = world.takeOver(monitorId)
  await world.inState(monitorId, 'takingOver')
  await world.confirm(monitorId)
  expect(await taking).toEqual(done)
  expect(await world.handBack(monitorId)).toEqual(done)
  await untilShown(world, () => agentOf(saraDesk).activity.kind === 'talking')
  const back = { ...id(), callId: a, note: 'promised a refund' }
  expect(await from.client.messages.handOver(back)).toEqual(done)
  await untilShown(world, () => textsOf(saraDesk).includes('promised a refund'))
})
