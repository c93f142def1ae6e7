/** The silent shadow: an agent whose caller was taken over listens on, to that call alone, and is heard by nobody. */
import { expect, test } from 'vitest'
import type { CallId, MonitorId } from '#contract/ids'
import type { Monitor } from '#contract/monitor'
import type { QueueRule } from '#gateway/monitoring/monitorRights'
import {
  a,
  ava,
  b,
  createMonitorWorld,
  done,
  kinds,
  type MonitorWorld,
  omid,
  refused,
  sara,
} from '#tests/gateway/monitoring/support/monitorWorld'
import { support } from '#tests/gateway/support/floorOf'
import { newCommandId, type TestDesk } from '#tests/gateway/support/testDesk'
import { answeredCall, hangUp, until, type WorldOptions } from '#tests/gateway/support/world'

const open: QueueRule = { monitoring: true, tellsAgent: true, allowsShadow: true }
const shadowAt = (desk: TestDesk, callId: CallId = a) =>
  desk.client.monitor.shadow({ commandId: newCommandId(), callId })
const stopAt = (desk: TestDesk, monitorId: MonitorId) =>
  desk.client.monitor.stop({ commandId: newCommandId(), monitorId })
const rowAt = (desk: TestDesk, id: MonitorId): Monitor | undefined =>
  desk.centre?.monitors.find((each) => each.id === id)

/** Omid has taken caller `a` over from Sara. */
async function takenOver(rule: QueueRule = open, options: WorldOptions = {}) {
  const world = await createMonitorWorld({ queueRules: new Map([[support, rule]]), ...options })
  world.pbx.tell(...answeredCall('a'))
  const id = await world.started()
  const taking = world.takeOver(id)
  await until(() => world.gateway.floor.agents.get(omid)?.activity.kind === 'talking')
  expect(await world.confirm(id)).toEqual(done)
  expect(await taking).toEqual(done)
  return { world, id }
}

async function shadowing(rule?: QueueRule, options?: WorldOptions) {
  const { world, id } = await takenOver(rule, options)
  const opened = await shadowAt(world.saraDesk)
  if (!opened.ok) throw new Error(opened.failure.code)
  const shadowId = opened.value.monitorId
  await world.inState(shadowId, 'hearing')
  return { world, id, shadowId, token: opened.value.token }
}

const lastOf = ({ net }: MonitorWorld) => net.asked.at(-1)
const isGone = (world: MonitorWorld, id: MonitorId) => () => world.row(id)?.state.kind === 'ended'

test('it is offered to who lost the caller, even where the queue tells them nothing; without the rule it is not', async () => {
  const { world, id } = await takenOver({ ...open, tellsAgent: false })
  world.tick()
  await until(() => rowAt(world.saraDesk, id)?.offersShadow === true)
  expect(rowAt(world.saraDesk, id)?.state).toMatchObject({ kind: 'talking', callId: a, agentId: sara })
  expect(world.row(id)?.isTold).toBe(false)
  const { world: plain, id: other } = await takenOver({ monitoring: true, tellsAgent: true })
  plain.tick()
  await until(() => rowAt(plain.saraDesk, other)?.state.kind === 'talking')
  expect(rowAt(plain.saraDesk, other)?.offersShadow).toBeUndefined()
})

test('it listens beside whoever has the caller now, with a token of its own, and the log says so', async () => {
  const { world, shadowId, token } = await shadowing()
  expect(world.net.token).toBe(token)
  expect(lastOf(world)).toBe('open a/1002 listen')
  expect(world.row(shadowId)).toMatchObject({
    supervisorId: sara,
    supervisorName: 'Sara',
    mode: 'listen',
    isShadow: true,
    isTold: true,
    state: { kind: 'hearing', callId: a, agentId: omid },
  })
  expect(kinds(world.audit()).slice(-2)).toEqual(['shadow listen call', 'heard listen'])
  expect(world.audit().at(-2)).toMatchObject({ byId: sara, agentId: omid, callId: a, monitorId: shadowId })
  // Their wrap-up runs on as it would, and says by whom.
  expect(world.gateway.floor.agents.get(sara)?.activity).toMatchObject({
    kind: 'wrapUp',
    wrapUp: { takenOverBy: 'Omid' },
  })
  expect(world.logged()).not.toContain(token)
})

test('who has the caller is told, and may end it', async () => {
  const { world, shadowId } = await shadowing()
  world.tick()
  await until(() => rowAt(world.desk1, shadowId)?.isShadow === true)
  expect(await stopAt(world.desk1, shadowId)).toEqual(done)
  await until(isGone(world, shadowId))
  await until(() => lastOf(world) === 'monitorClose')
  expect(kinds(world.audit()).slice(-2)).toEqual(['shadow stopped', 'ended stopped'])
  expect(world.audit().at(-2)).toMatchObject({ byId: omid, agentId: sara, monitorId: shadowId })
})

test('it can be nothing else: no whisper, no other target, no taking over, by whoever it is', async () => {
  const { world, shadowId } = await shadowing()
  const { monitor } = world.saraDesk.client
  const command = () => ({ commandId: newCommandId(), monitorId: shadowId })
  const before = world.net.asked.length
  for (const answer of [
    await monitor.steer({ ...command(), mode: 'whisper' }),
    await monitor.steer({ ...command(), mode: 'barge' }),
    await monitor.aim({ ...command(), target: { kind: 'agent', agentId: ava } }),
    await monitor.takeOver({ ...command(), why: null }),
    await monitor.handBack(command()),
  ])
    expect(answer).toMatchObject(refused('forbidden'))
  expect(world.net.asked).toHaveLength(before)
  expect(world.row(shadowId)).toMatchObject({ mode: 'listen', state: { kind: 'hearing' } })
})

test('not even a supervisor whose own caller was taken over speaks into their shadow', async () => {
  const world = await createMonitorWorld({ queueRules: new Map([[support, open]]) })
  world.pbx.tell(...answeredCall('a').slice(0, 2), { kind: 'callConnected', callId: a, extension: '1002' })
  const avas = await world.signIn('ava')
  const { monitor } = avas.client
  const target = { kind: 'agent', agentId: omid } as const
  const opened = await monitor.start({ commandId: newCommandId(), target, mode: 'listen', why: null })
  if (!opened.ok) throw new Error(opened.failure.code)
  const { monitorId } = opened.value
  await world.inState(monitorId, 'hearing')
  const taking = monitor.takeOver({ commandId: newCommandId(), monitorId, why: null })
  await until(() => world.gateway.floor.agents.get(ava)?.activity.kind === 'talking')
  await monitor.confirm({ commandId: newCommandId(), monitorId, flows: true })
  expect(await taking).toEqual(done)
  const shadow = await shadowAt(world.desk1)
  if (!shadow.ok) throw new Error(shadow.failure.code)
  await world.inState(shadow.value.monitorId, 'hearing')
  expect(await world.steer(shadow.value.monitorId, 'whisper')).toMatchObject(refused('forbidden'))
  expect(await world.takeOver(shadow.value.monitorId)).toMatchObject(refused('forbidden'))
  expect(world.net.asked.at(-1)).toBe('open a/1004 listen')
  expect(await world.stop(shadow.value.monitorId)).toEqual(done)
})

test('stopped by the agent, it is over, and may be begun again; never twice at once', async () => {
  const { world, shadowId } = await shadowing()
  expect(await shadowAt(world.saraDesk)).toMatchObject(refused('wrong-state'))
  expect(await stopAt(world.saraDesk, shadowId)).toEqual(done)
  await until(isGone(world, shadowId))
  expect(await stopAt(world.saraDesk, shadowId)).toMatchObject(refused('forbidden'))
  expect(await shadowAt(world.saraDesk)).toMatchObject({ ok: true })
})

test('it ends with the call, with the hand-back before the agent’s phone rings, and with a call of their own', async () => {
  const ended = await shadowing()
  ended.world.pbx.tell(hangUp('a'))
  await until(isGone(ended.world, ended.shadowId))
  expect(ended.world.row(ended.shadowId)?.state).toMatchObject({ why: 'call-ended' })
  expect(await shadowAt(ended.world.saraDesk)).toMatchObject(refused('not-found'))

  const handed = await shadowing()
  expect(await handed.world.handBack(handed.id)).toEqual(done)
  await until(isGone(handed.world, handed.shadowId))
  const { asked } = handed.world.net
  expect(asked.indexOf('monitorClose')).toBeGreaterThan(0)
  expect(asked.indexOf('monitorClose')).toBeLessThan(asked.indexOf('giveTo a 1001'))
  expect(await shadowAt(handed.world.saraDesk)).toMatchObject(refused('forbidden'))

  const busy = await shadowing()
  busy.world.pbx.tell(...answeredCall('b'))
  await until(isGone(busy.world, busy.shadowId))
  expect(busy.world.row(busy.id)?.state.kind).toBe('talking')
})

test('nothing is offered to who listens on, until they have stopped', async () => {
  const { world, shadowId } = await shadowing()
  const pauses = () => world.pbx.asked.filter((each) => /^(un)?pause 1001/.test(each))
  await until(() => pauses().at(-1) === 'pause 1001 wrap-up')
  await world.clock.advanceAsync(20_000)
  await until(() => world.gateway.floor.agents.get(sara)?.activity.kind === 'idle')
  await until(() => pauses().at(-1) === 'pause 1001 shadow')
  await stopAt(world.saraDesk, shadowId)
  await until(() => pauses().at(-1) === 'unpause 1001')
})

const refusals: readonly [string, QueueRule | null, 'sara' | 'lale' | 'omid', CallId, string][] = [
  ['where the queue says nothing of it', null, 'sara', a, 'forbidden'],
  ['where the queue says no', { ...open, allowsShadow: false }, 'sara', a, 'forbidden'],
  ['to another call', open, 'sara', b, 'forbidden'],
  ['to a call nobody has', open, 'sara', 'gone' as CallId, 'not-found'],
  ['by somebody else', open, 'lale', a, 'forbidden'],
  ['by who has taken the caller over', open, 'omid', a, 'forbidden'],
]
test.each(refusals)('refused and recorded: %s', async (_, rule, user, callId, code) => {
  const { world } = await takenOver(rule ?? { monitoring: true, tellsAgent: true })
  // Another call of the same queue, which nobody took from anybody.
  world.pbx.tell(...answeredCall('b').slice(0, 2), { kind: 'callConnected', callId: b, extension: '2001' })
  await until(() => world.gateway.floor.calls.get(b)?.state.kind === 'talking')
  const desk = user === 'sara' ? world.saraDesk : user === 'omid' ? world.desk1 : await world.signIn(user)
  const before = world.net.asked.length
  expect(await shadowAt(desk, callId)).toMatchObject(refused(code))
  expect(world.audit().at(-1)).toMatchObject({ kind: 'refused', detail: `monitor.shadow ${code}`, callId })
  expect(world.net.asked).toHaveLength(before)
})

test('with the sign-out it is over, and it is among what a gateway that was stopped hard has left open', async () => {
  const { world, shadowId } = await shadowing()
  await world.saraDesk.client.session.signOut(null)
  await until(isGone(world, shadowId))
  expect(await shadowAt(world.saraDesk)).toMatchObject(refused('signed-out'))

  const other = await shadowing()
  const database = await import('better-sqlite3')
  const store = new database.default(other.world.storePath, { readonly: true })
  const { createAuditLog } = await import('#gateway/store/auditLog')
  expect(createAuditLog(store).unended()).toEqual([
    { monitorId: other.id, byId: omid, isTheirCall: true },
    { monitorId: other.shadowId, byId: sara, isTheirCall: false },
  ])
  store.close()
})
