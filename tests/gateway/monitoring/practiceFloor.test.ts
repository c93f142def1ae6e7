/** The gateway's sessions on the practice centre's floor: two halves that were only ever tried on doubles, together. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import type { AgentId, CallId, QueueId } from '#contract/ids'
import { createGateway } from '#gateway/createGateway'
import { kinds, readAudit } from '#tests/gateway/monitoring/support/monitorWorld'
import { connectDesk, newCommandId } from '#tests/gateway/support/testDesk'
import { people, until } from '#tests/gateway/support/world'
import { callerOf, createMonitorRoom, supervisor } from '#tests/simulator/support/monitorRoom'

const sara = 'user-sara' as AgentId
const omid = 'user-omid' as AgentId
const onSara = { kind: 'agent', agentId: sara } as const

async function openRoom() {
  const room = createMonitorRoom()
  const folder = await mkdtemp(join(tmpdir(), 'najva-practice-floor-'))
  const storePath = join(folder, 'gateway.db')
  const gateway = await createGateway({
    pbx: room.centre,
    storePath,
    clock: room.clock,
    listen: { host: '127.0.0.1', port: 0 },
    people: people.map((each) => (each.userName === 'omid' ? { ...each, extension: supervisor } : each)),
    queueRules: new Map([['support' as QueueId, { monitoring: true, tellsAgent: true, allowsShadow: true }]]),
    timeZone: 'Asia/Tehran',
    log: pino({ level: 'silent' }),
    voiceLeadMs: 0,
    heartbeatMs: 20 * 24 * 60 * 60 * 1000,
  })
  const signIn = async (user: string, password: string) => {
    const desk = await connectDesk(gateway.url)
    const answer = await desk.signIn(user, password)
    if (!answer.ok) throw new Error(answer.failure.code)
    return desk
  }
  room.phones.register('1001')
  room.phones.register(supervisor)
  const desks = [await signIn('sara', 'right horse'), await signIn('omid', 'battery staple')] as const
  onTestFinished(async () => {
    for (const desk of desks) await desk.close()
    await gateway.close()
    await room.close()
    await rm(folder, { recursive: true, force: true })
  })
  const [saras, { monitor }] = [desks[0].client.monitor, desks[1].client]
  const command = () => ({ commandId: newCommandId() })
  const activity = (id: AgentId) => gateway.floor.agents.get(id)?.activity
  const state = () => [...gateway.floor.monitors.values()].at(-1)?.state
  return { room, gateway, monitor, saras, command, activity, state, storePath }
}

type Room = Awaited<ReturnType<typeof openRoom>>

/** Sara answers a caller of support. */
async function talk({ room, activity }: Room): Promise<CallId> {
  const callId = room.centre.callIn(callerOf('support'))
  await until(() => {
    room.clock.advance(100)
    return room.phones.ringingAt('1001') !== null
  })
  room.phones.answer('1001')
  await until(() => activity(sara)?.kind === 'talking')
  return callId
}

async function listen(at: Room) {
  const { room, monitor, command, state } = at
  const opened = await monitor.start({ ...command(), target: onSara, mode: 'listen', why: null })
  if (!opened.ok) throw new Error(opened.failure.code)
  const { monitorId, token } = opened.value
  await until(() => room.phones.monitorRinging(token) !== null)
  const legId = room.phones.answerMonitor(token)
  await until(() => state()?.kind === 'hearing')
  return { monitorId, legId }
}

const done = { ok: true, value: null }

test('heard, coached, joined: each mode is in force in the sound when it is answered', async () => {
  const at = await openRoom()
  const { room, monitor, command } = at
  const callId = await talk(at)
  const { monitorId, legId } = await listen(at)
  const agentLeg = room.phones.legOf('1001')
  expect(room.heardBy(legId)).toEqual(['caller', 'agent'])
  expect(room.heardBy(agentLeg)).toEqual(['caller'])
  expect(await monitor.steer({ ...command(), monitorId, mode: 'whisper' })).toEqual(done)
  expect(room.heardBy(agentLeg)).toEqual(['caller', 'supervisor'])
  expect(room.heardOutside(callId)).toEqual(['agent'])
  expect(await monitor.steer({ ...command(), monitorId, mode: 'barge' })).toEqual(done)
  expect(room.heardOutside(callId)).toEqual(['agent', 'supervisor'])
  expect(await monitor.steer({ ...command(), monitorId, mode: 'listen' })).toEqual(done)
  expect(room.heardOutside(callId)).toEqual(['agent'])
  expect(await monitor.stop({ ...command(), monitorId })).toEqual(done)
  await until(() => room.phones.orders.includes(`hangUp ${legId} normal`))
})

test('followed to the agent’s next call', async () => {
  const at = await openRoom()
  const { room, gateway, state, activity } = at
  const first = await talk(at)
  const { legId } = await listen(at)
  await room.hangUp(room.phones.legOf('1001'))
  await until(() => state()?.kind === 'waiting')
  room.clock.advance(60_000)
  await until(() => activity(sara)?.kind === 'idle')
  const second = await talk(at)
  expect(second).not.toBe(first)
  await until(() => {
    const now = state()
    return now?.kind === 'hearing' && now.callId === second
  })
  expect(room.heardBy(legId)).toEqual(['caller', 'agent'])
  expect(gateway.floor.monitors.size).toBe(1)
})

test('taken over and handed back: the caller is never lost, and the numbers are right', async () => {
  const at = await openRoom()
  const { room, gateway, monitor, command, state, activity, storePath } = at
  const callId = await talk(at)
  const { monitorId } = await listen(at)
  const taking = monitor.takeOver({ ...command(), monitorId, why: null })
  await until(() => activity(omid)?.kind === 'talking')
  expect(activity(sara)).toMatchObject({ kind: 'wrapUp', wrapUp: { takenOverBy: 'Omid' } })
  expect(await monitor.confirm({ ...command(), monitorId, flows: true })).toEqual(done)
  expect(await taking).toEqual(done)
  expect(room.heardOutside(callId)).toEqual(['supervisor'])
  const handing = monitor.handBack({ ...command(), monitorId })
  await until(() => room.phones.ringingAt('1001') !== null)
  expect(await handing).toEqual(done)
  room.phones.answer('1001')
  await until(() => state()?.kind === 'hearing')
  expect(room.heardOutside(callId)).toEqual(['agent'])
  const support = gateway.floor.calls.get(callId)?.queueId
  expect(support).toBe('support')
  expect(gateway.floor.queues.get(support as never)?.today).toMatchObject({
    offered: 1,
    handled: 1,
    abandoned: 0,
  })
  expect(kinds(readAudit(storePath))).toEqual([
    'started listen agent',
    'heard listen',
    'took-over',
    'handed-back',
    'heard listen',
  ])
})

test('the agent listens on silently: hears both, is heard by nobody while speaking throughout, until it is handed back', async () => {
  const at = await openRoom()
  const { room, gateway, monitor, saras, command, activity } = at
  const callId = await talk(at)
  const { monitorId, legId } = await listen(at)
  const taking = monitor.takeOver({ ...command(), monitorId, why: null })
  await until(() => activity(omid)?.kind === 'talking')
  await monitor.confirm({ ...command(), monitorId, flows: true })
  expect(await taking).toEqual(done)
  const opened = await saras.shadow({ ...command(), callId })
  if (!opened.ok) throw new Error(opened.failure.code)
  await until(() => room.phones.monitorRinging(opened.value.token) !== null)
  const shadowLeg = room.phones.answerMonitor(opened.value.token)
  await until(() => gateway.floor.monitors.get(opened.value.monitorId)?.state.kind === 'hearing')
  // Her phone sends her tone all the while.
  for (let frame = 0; frame < 50; frame += 1) {
    expect(room.heardBy(shadowLeg)).toEqual(['caller', 'supervisor'])
    expect(room.heardOutside(callId)).toEqual(['supervisor'])
    expect(room.heardBy(legId)).toEqual(['caller'])
  }
  const handing = monitor.handBack({ ...command(), monitorId })
  await until(() => room.phones.ringingAt('1001') !== null)
  expect(await handing).toEqual(done)
  await until(() => room.phones.orders.includes(`hangUp ${shadowLeg} normal`))
  expect(gateway.floor.monitors.get(opened.value.monitorId)?.state).toMatchObject({ why: 'stopped' })
  room.phones.answer('1001')
  await until(() => activity(sara)?.kind === 'talking')
  expect(room.heardOutside(callId)).toEqual(['agent'])
})

test('not confirmed within a second: the agent’s phone rings, and they have the caller back', async () => {
  const at = await openRoom()
  const { room, monitor, command, state, activity } = at
  const callId = await talk(at)
  const { monitorId } = await listen(at)
  const taking = monitor.takeOver({ ...command(), monitorId, why: null })
  await until(() => activity(omid)?.kind === 'talking')
  await room.clock.advanceAsync(1000)
  await until(() => room.phones.ringingAt('1001') !== null)
  expect(await taking).toMatchObject({ ok: false, failure: { code: 'timed-out' } })
  room.phones.answer('1001')
  await until(() => state()?.kind === 'hearing')
  expect(room.heardOutside(callId)).toEqual(['agent'])
})
