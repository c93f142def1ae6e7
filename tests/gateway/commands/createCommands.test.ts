/** Status and wrap-up as an agent lives them, from the desk to the telephone system and back. */
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { CallId, CommandId, PersonId } from '#contract/ids'
import type { WrapUpRecord } from '#contract/wrapUp'
import { support } from '#tests/gateway/support/floorOf'
import { newCommandId } from '#tests/gateway/support/testDesk'
import { agentOf, answeredCall, createWorld, hangUp, until, type World } from '#tests/gateway/support/world'

const lunch = { kind: 'break', reasonId: 'lunch' } as const
const available = { kind: 'available' } as const
const a = 'a' as CallId

const record = (commandId: CommandId, note = 'asked for a refund'): WrapUpRecord => ({
  commandId,
  callId: a,
  queueId: support,
  personId: 'p1' as PersonId,
  dispositionId: 'solved',
  note,
  followUpOn: '2026-12-01',
  writtenAtMs: 1,
})

/** Sara after a call of hers has just ended. */
async function wrappingUp(world: World) {
  const desk = await world.sara()
  await until(() => world.pbx.asked.includes('signIn 1001'))
  world.pbx.tell(...answeredCall('a'), hangUp('a'))
  world.tick()
  await until(() => agentOf(desk).activity.kind === 'wrapUp')
  return desk
}

function endsAtMs(desk: Parameters<typeof agentOf>[0]): number | null {
  const { activity } = agentOf(desk)
  return activity.kind === 'wrapUp' ? activity.wrapUp.endsAtMs : null
}

function readRows(world: World, sql: string): unknown[] {
  const database = new Database(world.storePath, { readonly: true })
  try {
    return database.prepare(sql).all()
  } finally {
    database.close()
  }
}

test('a status chosen while idle is in force at once, in the PBX first', async () => {
  const world = await createWorld()
  const desk = await world.sara()
  const answer = await desk.client.status.choose({ commandId: newCommandId(), status: lunch })
  expect(answer).toEqual({ ok: true, value: { effect: 'now' } })
  expect(world.pbx.asked).toContain('pause 1001 lunch')
  world.tick()
  await until(() => agentOf(desk).status.kind === 'break')
  await desk.client.status.choose({ commandId: newCommandId(), status: available })
  expect(world.pbx.asked.at(-1)).toBe('unpause 1001')
})

test('a PBX that refuses leaves the status as it was and says so', async () => {
  const world = await createWorld()
  const desk = await world.sara()
  await until(() => world.pbx.asked.includes('signIn 1001'))
  world.pbx.refuse('switch-away')
  const answer = await desk.client.status.choose({ commandId: newCommandId(), status: lunch })
  expect(answer).toMatchObject({ ok: false, failure: { code: 'switch-away' } })
  world.tick()
  expect(agentOf(desk).status.kind).toBe('available')
})

test('a PBX that never answers is a time-out, and a late success does not change the status', async () => {
  const world = await createWorld()
  const desk = await world.sara()
  await until(() => world.pbx.asked.includes('signIn 1001'))
  world.pbx.stall(true)
  const choosing = desk.client.status.choose({ commandId: newCommandId(), status: lunch })
  await until(() => world.pbx.asked.includes('pause 1001 lunch'))
  world.clock.advance(4500)
  expect(await choosing).toMatchObject({ ok: false, failure: { code: 'timed-out' } })
  world.pbx.stall(false)
  world.clock.advance(10_000)
  await until(() => world.pbx.asked.at(-1) === 'signIn 1001')
  expect(agentOf(desk).status.kind).toBe('available')
})

test('a reason that is not on the list is refused', async () => {
  const world = await createWorld()
  const desk = await world.sara()
  const status = { kind: 'break', reasonId: 'meeting' } as const
  const answer = await desk.client.status.choose({ commandId: newCommandId(), status })
  expect(answer).toMatchObject({ ok: false, failure: { code: 'invalid', subject: 'meeting' } })
})

test('chosen on a call, a status waits for the end of the wrap-up, and the PBX pauses before that', async () => {
  const world = await createWorld()
  const desk = await world.sara()
  world.pbx.tell(...answeredCall('a'))
  const answer = await desk.client.status.choose({ commandId: newCommandId(), status: lunch })
  expect(answer).toEqual({ ok: true, value: { effect: 'next' } })
  world.tick()
  await until(() => agentOf(desk).nextStatus !== null)
  expect(agentOf(desk)).toMatchObject({ status: available, nextStatus: lunch, activity: { kind: 'talking' } })
  await until(() => world.pbx.asked.includes('pause 1001 lunch'))
  world.pbx.tell(hangUp('a'))
  world.clock.advance(19_999)
  await until(() => agentOf(desk).activity.kind === 'wrapUp')
  expect(agentOf(desk).status.kind).toBe('available')
  world.clock.advance(1)
  world.tick()
  await until(() => agentOf(desk).activity.kind === 'idle')
  expect(agentOf(desk)).toMatchObject({ status: lunch, nextStatus: null })
  await until(() => world.pbx.asked.at(-1) === 'finishWrapUp 1001')
  expect(world.pbx.asked).not.toContain('unpause 1001')
})

test('a next status can be taken back', async () => {
  const world = await createWorld()
  const desk = await world.sara()
  world.pbx.tell(...answeredCall('a'))
  await desk.client.status.choose({ commandId: newCommandId(), status: lunch })
  expect(await desk.client.status.clearNext({ commandId: newCommandId() })).toEqual({ ok: true, value: null })
  world.pbx.tell(hangUp('a'))
  world.clock.advance(20_000)
  world.tick()
  await until(() => agentOf(desk).activity.kind === 'idle')
  expect(agentOf(desk).status.kind).toBe('available')
})

test('a wrap-up runs out at its deadline and the agent is offered calls again', async () => {
  const world = await createWorld()
  const desk = await wrappingUp(world)
  world.clock.advance(20_000)
  world.tick()
  await until(() => agentOf(desk).activity.kind === 'idle')
  expect(agentOf(desk).today).toMatchObject({ handled: 1, finished: 1, wrappedUp: 1, wrapUpMs: 20_000 })
  await until(() => world.pbx.asked.at(-1) === 'finishWrapUp 1001')
  // The PBX keeps silent for that long by itself.
  expect(world.pbx.asked).not.toContain('pause 1001 wrap-up')
})

test('extending adds 30 s once per command, and a finish ends it', async () => {
  const world = await createWorld()
  const desk = await wrappingUp(world)
  const before = endsAtMs(desk) ?? 0
  const commandId = newCommandId()
  const answer = await desk.client.wrapUp.extend({ commandId, callId: a })
  expect(answer).toEqual({ ok: true, value: { endsAtMs: before + 30_000 } })
  expect(await desk.client.wrapUp.extend({ commandId, callId: a })).toEqual(answer)
  world.tick()
  await until(() => endsAtMs(desk) === before + 30_000)
  await until(() => world.pbx.asked.at(-1) === 'pause 1001 wrap-up')
  world.clock.advance(20_000)
  world.tick()
  expect(agentOf(desk).activity.kind).toBe('wrapUp')
  expect(await desk.client.wrapUp.finish(record(newCommandId()))).toEqual({ ok: true, value: null })
  world.tick()
  await until(() => agentOf(desk).activity.kind === 'idle')
  await until(() => world.pbx.asked.slice(-2).join() === 'finishWrapUp 1001,unpause 1001')
  const late = await desk.client.wrapUp.extend({ commandId: newCommandId(), callId: a })
  expect(late).toMatchObject({ ok: false, failure: { code: 'wrong-state' } })
})

test('a record that comes late is stored all the same, and sent twice it is stored once', async () => {
  const world = await createWorld()
  const desk = await wrappingUp(world)
  world.clock.advance(60_000)
  const commandId = newCommandId()
  const answers = await Promise.all([1, 2].map(() => desk.client.wrapUp.finish(record(commandId))))
  expect(answers).toEqual(Array(2).fill({ ok: true, value: null }))
  expect(await desk.client.wrapUp.finish(record(commandId, 'another'))).toMatchObject({ ok: true })
  const rows = readRows(world, 'SELECT agent_id, call_id, note, follow_up_on FROM wrap_up_records')
  expect(rows).toEqual([
    { agent_id: 'user-sara', call_id: 'a', note: 'asked for a refund', follow_up_on: '2026-12-01' },
  ])
})

test('one command id for two different commands is refused', async () => {
  const world = await createWorld()
  const desk = await wrappingUp(world)
  const commandId = newCommandId()
  await desk.client.wrapUp.extend({ commandId, callId: a })
  const other = await desk.client.status.choose({ commandId, status: lunch })
  expect(other).toMatchObject({ ok: false, failure: { code: 'invalid' } })
})

test('every command is recorded with its outcome, and no note with it', async () => {
  const world = await createWorld()
  const desk = await wrappingUp(world)
  await desk.client.wrapUp.extend({ commandId: newCommandId(), callId: 'other' as CallId })
  await desk.client.wrapUp.finish(record(newCommandId()))
  const rows = readRows(world, 'SELECT agent_id, kind, outcome FROM commands ORDER BY id')
  expect(rows).toEqual([
    { agent_id: 'user-sara', kind: 'wrapUp.extend', outcome: 'wrong-state' },
    { agent_id: 'user-sara', kind: 'wrapUp.finish', outcome: 'done' },
  ])
  expect(JSON.stringify(readRows(world, 'SELECT * FROM commands'))).not.toContain('refund')
})

test('input that breaks the contract is refused and changes nothing', async () => {
  const world = await createWorld()
  const desk = await world.sara()
  const broken = { ...record(newCommandId()), note: 'x'.repeat(8001) }
  await expect(desk.client.wrapUp.finish(broken)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  const status = { kind: 'asleep' } as unknown as typeof available
  await expect(desk.client.status.choose({ commandId: newCommandId(), status })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  })
  expect(readRows(world, 'SELECT * FROM wrap_up_records')).toEqual([])
  expect(readRows(world, 'SELECT * FROM commands')).toEqual([])
})

test('a command whose connection to the PBX is lost is carried out of the wish when it is back', async () => {
  const world = await createWorld()
  const desk = await world.sara()
  await desk.client.status.choose({ commandId: newCommandId(), status: lunch })
  world.pbx.tell({ kind: 'linkDown', failure: null })
  const away = await desk.client.status.choose({ commandId: newCommandId(), status: available })
  expect(away).toMatchObject({ ok: false, failure: { code: 'switch-away' } })
  const before = world.pbx.asked.length
  world.pbx.tell({ kind: 'linkUp' })
  await until(() => world.pbx.asked.slice(before).includes('signIn 1001 lunch'))
})

test('a pause someone else lifted in the PBX is set again', async () => {
  const world = await createWorld()
  const desk = await world.sara()
  await desk.client.status.choose({ commandId: newCommandId(), status: lunch })
  const before = world.pbx.asked.length
  world.pbx.tell({ kind: 'extensionChanged', extension: '1001', signedIn: true, pausedReason: null })
  world.clock.advance(2000)
  await until(() => world.pbx.asked.slice(before).includes('pause 1001 lunch'))
  world.tick()
  expect(agentOf(desk).status.kind).toBe('break')
})
