/** Take-over in its two phases, every way back, and hand-back: over the wire, with the model's numbers. */
import { expect, test } from 'vitest'
import type { MonitorId } from '#contract/ids'
import {
  a,
  b,
  createMonitorWorld,
  done,
  kinds,
  type MonitorWorld,
  omid,
  onSara,
  refused,
  sara,
} from '#tests/gateway/monitoring/support/monitorWorld'
import { extensionId, support } from '#tests/gateway/support/floorOf'
import { newCommandId } from '#tests/gateway/support/testDesk'
import { answeredCall, hangUp, until } from '#tests/gateway/support/world'

const agent = ({ gateway }: MonitorWorld, id = sara) => gateway.floor.agents.get(id)
const caller = ({ gateway }: MonitorWorld) => gateway.floor.calls.get(a)

/** Listening to Sara, who talks with caller `a`. */
async function listening(): Promise<{ world: MonitorWorld; id: MonitorId }> {
  const world = await createMonitorWorld()
  world.pbx.tell(...answeredCall('a'))
  const id = await world.started()
  return { world, id }
}

const paused = ({ pbx }: MonitorWorld) =>
  pbx.asked.filter((each) => / 1001( |$)/.test(each) && /pause/.test(each))
const isConfirming = (world: MonitorWorld) => () =>
  caller(world)?.state.kind === 'talking' && agent(world, omid)?.activity.kind === 'talking'

async function takenOver() {
  const { world, id } = await listening()
  const taking = world.takeOver(id)
  await until(isConfirming(world))
  await until(() => world.row(id)?.state.kind === 'takingOver')
  expect(await world.confirm(id)).toEqual(done)
  expect(await taking).toEqual(done)
  return { world, id }
}

test('taken over: the agent is paused first, then swapped; their wrap-up says by whom, the numbers are right', async () => {
  const { world, id } = await listening()
  world.clock.advance(30_000)
  world.net.hold('monitorTakeOver')
  const taking = world.takeOver(id)
  await until(() => world.net.held.length === 1)
  expect(world.row(id)?.state).toMatchObject({ kind: 'takingOver', callId: a, agentId: sara })
  expect(paused(world)).toEqual(['pause 1001 takeover'])
  expect(caller(world)?.state).toMatchObject({ agentId: sara })
  world.net.held[0]?.go()
  await until(isConfirming(world))
  expect(agent(world)?.activity).toMatchObject({
    kind: 'wrapUp',
    wrapUp: { callId: a, queueId: support, takenOverBy: 'Omid', talkedMs: 30_000 },
  })
  await world.confirm(id)
  expect(await taking).toEqual(done)
  expect(world.row(id)?.state).toMatchObject({ kind: 'talking', callId: a, agentId: sara })
  expect(caller(world)).toMatchObject({ queueId: support, state: { kind: 'talking', agentId: omid } })
  expect(agent(world)?.today).toMatchObject({ handled: 1, finished: 1, talkMs: 30_000 })
  expect(agent(world, omid)?.today.handled).toBe(1)
  expect(world.gateway.floor.queues.get(support)?.today).toMatchObject({
    offered: 1,
    handled: 1,
    abandoned: 0,
  })
  // Between the take-over and the wrap-up's own pause nobody could have been offered to the agent.
  await until(() => paused(world).length === 2)
  expect(paused(world)).toEqual(['pause 1001 takeover', 'pause 1001 wrap-up'])
  await world.clock.advanceAsync(20_000)
  await until(() => paused(world).at(-1) === 'unpause 1001')
  expect(kinds(world.audit())).toEqual(['started listen agent', 'heard listen', 'took-over a complaint'])
})

test('the supervisor’s call ends as any call does, with after-call work of their own, and the session with it', async () => {
  const { world, id } = await takenOver()
  world.net.tellLeg(id, { kind: 'gone', why: 'lost' })
  world.pbx.tell({ kind: 'callEnded', callId: a, end: 'agent-hung-up' })
  expect(await world.inState(id, 'ended')).toMatchObject({ state: { why: 'call-ended' } })
  expect(agent(world, omid)?.activity).toMatchObject({
    kind: 'wrapUp',
    wrapUp: { callId: a, queueId: support },
  })
  expect(world.net.asked).not.toContain('monitorClose')
})

test('without sound both ways within a second the caller goes back to the agent, who is let go', async () => {
  const { world, id } = await listening()
  const taking = world.takeOver(id)
  await until(isConfirming(world))
  await world.clock.advanceAsync(999)
  expect(world.row(id)?.state.kind).toBe('takingOver')
  await world.clock.advanceAsync(1)
  expect(await taking).toMatchObject(refused('timed-out'))
  expect(world.net.asked).toContain('giveTo a 1001')
  await world.inState(id, 'hearing')
  expect(caller(world)).toMatchObject({ queueId: support, state: { kind: 'talking', agentId: sara } })
  expect(world.row(id)).toMatchObject({ mode: 'listen', target: onSara })
  await until(() => paused(world).at(-1) === 'unpause 1001')
  expect(kinds(world.audit())).toContain('rolled-back after the swap')
})

test('a page that hears nothing says so, and the caller goes back at once', async () => {
  const { world, id } = await listening()
  const taking = world.takeOver(id)
  await until(isConfirming(world))
  expect(await world.confirm(id, false)).toEqual(done)
  expect(await taking).toMatchObject(refused('timed-out'))
  await world.inState(id, 'hearing')
})

test('a confirmation before the swap says nothing of it, and is refused', async () => {
  const { world, id } = await listening()
  world.net.hold('monitorTakeOver')
  const taking = world.takeOver(id)
  await until(() => world.net.held.length === 1)
  expect(await world.confirm(id)).toMatchObject(refused('wrong-state'))
  world.net.held[0]?.go()
  await until(isConfirming(world))
  await world.clock.advanceAsync(1000)
  expect(await taking).toMatchObject(refused('timed-out'))
})

test('refused by the switch: the caller stays with the agent, who is let go, and the session listens on', async () => {
  const { world, id } = await listening()
  world.net.refuse('monitorTakeOver', 'wrong-state')
  expect(await world.takeOver(id)).toMatchObject(refused('wrong-state'))
  expect(world.row(id)).toMatchObject({ mode: 'listen', state: { kind: 'hearing', callId: a } })
  expect(caller(world)?.state).toMatchObject({ agentId: sara })
  await until(() => paused(world).at(-1) === 'unpause 1001')
  expect(world.net.asked).not.toContain('giveTo a 1001')
})

test('an agent who cannot be paused is not taken over', async () => {
  const { world, id } = await listening()
  world.pbx.refuse('switch-away')
  expect(await world.takeOver(id)).toMatchObject(refused('switch-away'))
  expect(world.net.asked).not.toContain('monitorTakeOver')
  expect(world.row(id)?.state.kind).toBe('hearing')
})

test('a swap the switch never answers: who has the caller decides, and a late one is rolled back', async () => {
  const { world, id } = await listening()
  world.net.hold('monitorTakeOver')
  const taking = world.takeOver(id)
  await until(() => world.net.held.length === 1)
  await world.clock.advanceAsync(2000)
  expect(await taking).toMatchObject(refused('timed-out'))
  expect(caller(world)?.state).toMatchObject({ agentId: sara })
  await world.inState(id, 'hearing')
  world.net.held[0]?.go()
  await until(() => world.net.asked.includes('giveTo a 1001'))
  await until(() => caller(world)?.state.kind === 'talking' && world.row(id)?.state.kind === 'hearing')
  expect(caller(world)?.state).toMatchObject({ agentId: sara })
})

test('an agent who does not take the caller back: closing the leg sends them to the head of the queue', async () => {
  const { world, id } = await listening()
  world.net.refuse('giveTo', 'wrong-state')
  const taking = world.takeOver(id)
  await until(isConfirming(world))
  await world.clock.advanceAsync(1000)
  expect(await taking).toMatchObject(refused('timed-out'))
  expect(await world.inState(id, 'ended')).toMatchObject({ state: { why: 'leg-lost' } })
  await until(() => world.net.asked.at(-1) === 'monitorClose')
})

test('the caller hangs up while they are taken over: nothing is left to swap or to give back', async () => {
  const { world, id } = await listening()
  world.net.hold('monitorTakeOver')
  const taking = world.takeOver(id)
  await until(() => world.net.held.length === 1)
  world.pbx.tell(hangUp('a'))
  world.net.held[0]?.refuse('not-found')
  expect(await taking).toMatchObject(refused('not-found'))
  world.net.tellLeg(id, { kind: 'waiting' })
  await world.inState(id, 'waiting')
  expect(world.net.asked).not.toContain('giveTo a 1001')
})

const vanishings = ['pausing', 'swapping', 'confirming'] as const
for (const step of vanishings) {
  test(`the supervisor vanishes while ${step}: the caller is with the agent in the end`, async () => {
    const { world, id } = await listening()
    const held = step === 'pausing' ? 'pause' : step === 'swapping' ? 'monitorTakeOver' : null
    if (held !== null) world.net.hold(held)
    const taking = world.takeOver(id)
    if (held === null) await until(isConfirming(world))
    else await until(() => world.net.held.length === 1)
    await world.desk1.client.session.signOut(null)
    expect(await world.inState(id, 'ended')).toMatchObject({ state: { why: 'leg-lost' } })
    expect(await taking).toMatchObject(refused('wrong-state'))
    world.net.hold()
    for (const each of world.net.held) each.go()
    await until(() => world.net.asked.at(-1) === 'monitorClose')
    await until(() => caller(world)?.state.kind === 'talking')
    expect(caller(world)?.state).toMatchObject({ agentId: sara })
    expect(world.net.asked.includes('giveTo a 1001')).toBe(step !== 'pausing')
    await until(() => paused(world).at(-1) === 'unpause 1001')
  })
}

test('the supervisor’s leg is lost right after the swap: the caller, alone, is given back to the agent', async () => {
  const { world, id } = await listening()
  const taking = world.takeOver(id)
  await until(isConfirming(world))
  world.pbx.tell({ kind: 'callTransferred', callId: a, extension: '1002', how: 'blind', target: 'nowhere' })
  world.net.tellLeg(id, { kind: 'gone', why: 'lost' })
  expect(await taking).toMatchObject(refused('wrong-state'))
  await until(() => world.net.asked.includes('giveTo a 1001'))
  await until(() => caller(world)?.state.kind === 'talking')
  expect(caller(world)?.state).toMatchObject({ agentId: sara })
})

test('handed back, the caller is the agent’s again, wrap-up and queue as before, and the session listens to them', async () => {
  const { world, id } = await takenOver()
  expect(await world.handBack(id)).toEqual(done)
  await world.inState(id, 'hearing')
  expect(world.row(id)).toMatchObject({ mode: 'listen', target: onSara, state: { callId: a, agentId: sara } })
  expect(caller(world)).toMatchObject({ queueId: support, state: { kind: 'talking', agentId: sara } })
  world.pbx.tell(hangUp('a'))
  const { activity } = agent(world) ?? {}
  expect(activity).toMatchObject({ kind: 'wrapUp', wrapUp: { callId: a, queueId: support } })
  expect(activity?.kind === 'wrapUp' && activity.wrapUp.takenOverBy).toBeUndefined()
  expect(world.gateway.floor.queues.get(support)?.today).toMatchObject({
    offered: 1,
    handled: 1,
    abandoned: 0,
  })
  expect(kinds(world.audit()).slice(-2)).toEqual(['handed-back', 'heard listen'])
})

test('a hand-back the switch refuses leaves the caller with the supervisor, who may try again', async () => {
  const { world, id } = await takenOver()
  world.net.refuse('giveTo', 'wrong-state')
  expect(await world.handBack(id)).toMatchObject(refused('wrong-state'))
  expect(world.row(id)?.state.kind).toBe('talking')
  world.net.refuse('giveTo', null)
  expect(await world.handBack(id)).toEqual(done)
  await world.inState(id, 'hearing')
})

test('while the agent’s phone rings for the caller they get back, the supervisor has them still', async () => {
  const { world, id } = await takenOver()
  world.net.ignore('giveTo')
  expect(await world.handBack(id)).toEqual(done)
  expect(world.row(id)?.state.kind).toBe('talking')
  // Nobody answers, and the switch leaves the caller where they are.
  await world.clock.advanceAsync(60_000)
  expect(world.row(id)?.state.kind).toBe('talking')
  expect(await world.handBack(id)).toEqual(done)
  world.net.tellLeg(id, { kind: 'waiting' })
  await world.inState(id, 'waiting')
})

test('who talks to a caller they took over keeps them through a lost desk; sign-out does not drop the caller', async () => {
  const { world, id } = await takenOver()
  await world.desk1.client.session.signOut(null)
  await world.clock.advanceAsync(30_000)
  expect(world.row(id)?.state.kind).toBe('talking')
  expect(world.net.asked).not.toContain('monitorClose')
})

test('a take-over is asked for once; modes wait until it is over; nothing to take is refused', async () => {
  const { world, id } = await listening()
  world.net.hold('monitorTakeOver')
  const taking = world.takeOver(id)
  await until(() => world.net.held.length === 1)
  expect(await world.takeOver(id)).toMatchObject(refused('wrong-state'))
  expect(await world.steer(id, 'barge')).toMatchObject(refused('wrong-state'))
  expect(await world.handBack(id)).toMatchObject(refused('wrong-state'))
  world.net.held[0]?.refuse('wrong-state')
  await taking
  const idle = await world.started({ kind: 'agent', agentId: extensionId('2002') }, 'listen', 'waiting')
  expect(await world.takeOver(idle)).toMatchObject(refused('wrong-state'))
  expect(await world.confirm(idle)).toMatchObject(refused('wrong-state'))
})

test('an agent without a person is paused in the switch and let go after it', async () => {
  const world = await createMonitorWorld()
  const target = { kind: 'agent', agentId: extensionId('2001') } as const
  world.pbx.tell(...answeredCall('b').slice(0, 2), { kind: 'callConnected', callId: b, extension: '2001' })
  const id = await world.started(target)
  const taking = world.takeOver(id)
  await until(() => agent(world, omid)?.activity.kind === 'talking')
  await world.confirm(id)
  expect(await taking).toEqual(done)
  await until(() => world.pbx.asked.includes('unpause 2001'))
  expect(world.pbx.asked.filter((each) => each.includes('2001') && each.includes('pause'))).toEqual([
    'pause 2001 takeover',
    'unpause 2001',
  ])
})

test('of two supervisors who want the same caller one gets them, and the other listens on', async () => {
  const { world, id } = await listening()
  const desk = await world.signIn('ava')
  const { monitor } = desk.client
  const answer = await monitor.start({ commandId: newCommandId(), target: onSara, mode: 'listen', why: null })
  if (!answer.ok) throw new Error(answer.failure.code)
  const { monitorId } = answer.value
  await world.inState(monitorId, 'hearing')
  world.net.hold('monitorTakeOver')
  const taking = world.takeOver(id)
  await until(() => world.net.held.length === 1)
  const other = await monitor.takeOver({ commandId: newCommandId(), monitorId, why: null })
  expect(other).toMatchObject(refused('wrong-state'))
  expect(world.row(monitorId)?.state.kind).toBe('hearing')
  world.net.held[0]?.go()
  await until(isConfirming(world))
  await world.confirm(id)
  expect(await taking).toEqual(done)
  expect(agent(world)?.activity).toMatchObject({ wrapUp: { takenOverBy: 'Omid' } })
  // Nobody to hear there: until the agent's next call, or the caller's way back.
  await world.inState(monitorId, 'waiting')
})
