/** The life of monitoring sessions over the wire: which leg goes where, from call to call, and how it ends. */
import { expect, test } from 'vitest'
import type { CallId, MonitorId, QueueId } from '#contract/ids'
import { endedShownMs } from '#contract/monitor'
import {
  a,
  b,
  createMonitorWorld,
  done,
  kinds,
  lale,
  omid,
  onSara,
  refused,
  sara,
} from '#tests/gateway/monitoring/support/monitorWorld'
import { extensionId, sales, support } from '#tests/gateway/support/floorOf'
import { newCommandId } from '#tests/gateway/support/testDesk'
import { agentOf, answeredCall, hangUp, until } from '#tests/gateway/support/world'

test('listening opens a leg on the call at once, with a token of 256 bits that is nowhere written', async () => {
  const world = await createMonitorWorld()
  world.pbx.tell(...answeredCall('a'))
  const answer = await world.start()
  if (!answer.ok) throw new Error(answer.failure.code)
  const { monitorId, token } = answer.value
  const row = await world.inState(monitorId, 'hearing')
  expect(row).toMatchObject({
    supervisorId: omid,
    supervisorName: 'Omid',
    target: onSara,
    mode: 'listen',
    isTold: true,
  })
  expect(row.state).toMatchObject({ callId: a, agentId: sara })
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  expect(world.net.token).toBe(token)
  expect(world.net.asked).toEqual(['open a/1001 listen'])
  expect(world.logged()).not.toContain(token)
  expect(JSON.stringify(world.audit())).not.toContain(token)
  expect(world.audit()).toMatchObject([
    {
      serial: 1,
      kind: 'started',
      byId: omid,
      byName: 'Omid',
      agentId: sara,
      agentName: 'Sara',
      detail: 'listen agent',
    },
    { serial: 2, kind: 'heard', callId: a, callerNumber: '+989121234567', detail: 'listen', monitorId },
  ])
})

test('an agent is followed from call to call, through hold, and waited for between', async () => {
  const world = await createMonitorWorld()
  const id = await world.started(onSara, 'whisper', 'waiting')
  world.pbx.tell(...answeredCall('a').slice(0, 3))
  expect(world.row(id)?.state.kind).toBe('waiting')
  world.pbx.tell(...answeredCall('a').slice(3))
  expect(await world.inState(id, 'hearing')).toMatchObject({ mode: 'whisper', state: { callId: a } })
  world.pbx.tell({ kind: 'callHeld', callId: a, extension: '1001' })
  expect(world.row(id)?.state).toMatchObject({ kind: 'hearing', callId: a })
  world.pbx.tell(hangUp('a'))
  world.net.tellLeg(id, { kind: 'waiting' })
  await world.inState(id, 'waiting')
  world.pbx.tell(...answeredCall('b'))
  await until(() => JSON.stringify(world.row(id)?.state).includes('"callId":"b"'))
  const asked = world.net.asked.filter((each) => !each.startsWith('steer nothing'))
  expect(asked).toEqual(['open nothing whisper', 'steer a/1001 whisper', 'steer b/1001 whisper'])
  expect(kinds(world.audit())).toEqual(['started whisper agent', 'heard whisper', 'heard whisper'])
})

test('outbound and internal calls, and a conference the agent joined, are heard on the agent’s side', async () => {
  const world = await createMonitorWorld()
  const id = await world.started(onSara, 'listen', 'waiting')
  const caller = { number: '1001', name: null }
  const entered = { kind: 'callEntered', caller, dialledNumber: '123', extension: '1001' } as const
  world.pbx.tell({ ...entered, callId: a, direction: 'outbound' })
  expect(world.row(id)?.state.kind).toBe('waiting')
  world.pbx.tell({ kind: 'callConnected', callId: a, extension: '1001' })
  await world.inState(id, 'hearing')
  world.net.tellLeg(id, { kind: 'waiting' })
  world.pbx.tell(hangUp('a'), { ...entered, callId: b, direction: 'internal' })
  world.pbx.tell({ kind: 'callConnected', callId: b, extension: '2001' })
  await until(() => world.net.asked.includes('steer b/1001 listen'))
  await world.inState(id, 'hearing')
  world.pbx.tell(hangUp('b'))
  world.net.tellLeg(id, { kind: 'waiting' })
  const third = 'c' as CallId
  world.pbx.tell(...answeredCall('c').slice(0, 2), {
    kind: 'callConnected',
    callId: third,
    extension: '2001',
  })
  world.pbx.tell({ kind: 'partyJoined', callId: third, extension: '1001' })
  await until(() => world.net.asked.includes('steer c/1001 listen'))
})

test('one call is followed to whoever answers it next, and the session ends with it', async () => {
  const world = await createMonitorWorld()
  world.pbx.tell(...answeredCall('a'))
  const id = await world.started({ kind: 'call', callId: a })
  world.pbx.tell({ kind: 'callTransferred', callId: a, extension: '1001', how: 'blind', target: '2001' })
  world.net.tellLeg(id, { kind: 'waiting' })
  await world.inState(id, 'waiting')
  world.pbx.tell({ kind: 'callOffered', callId: a, extension: '2001' })
  world.pbx.tell({ kind: 'callConnected', callId: a, extension: '2001' })
  expect(await world.inState(id, 'hearing')).toMatchObject({ state: { agentId: extensionId('2001') } })
  world.pbx.tell(hangUp('a'))
  expect(await world.inState(id, 'ended')).toMatchObject({ state: { why: 'call-ended' } })
  await until(() => world.net.asked.includes('monitorClose'))
  world.clock.advance(endedShownMs)
  await until(() => world.row(id) === undefined)
})

test('of a queue the next answered call is heard to its end, then the one answered next', async () => {
  const world = await createMonitorWorld()
  world.pbx.tell(...answeredCall('a'))
  const id = await world.started({ kind: 'queue', queueId: support }, 'listen', 'waiting')
  // Answered before: not the next one.
  world.pbx.tell({ kind: 'callHeld', callId: a, extension: '1001' })
  expect(world.row(id)?.state.kind).toBe('waiting')
  const told = answeredCall('b').map((each) =>
    'extension' in each && each.extension === '1001' ? { ...each, extension: '2001' } : each,
  )
  world.pbx.tell(...told)
  expect(await world.inState(id, 'hearing')).toMatchObject({
    state: { callId: b, agentId: extensionId('2001') },
  })
  world.pbx.tell(hangUp('b'))
  world.net.tellLeg(id, { kind: 'waiting' })
  await world.inState(id, 'waiting')
  world.pbx.tell(hangUp('a'), ...answeredCall('c'))
  expect(await world.inState(id, 'hearing')).toMatchObject({ state: { callId: 'c', agentId: sara } })
})

test('a change of mode is answered when it is in force, and logged', async () => {
  const world = await createMonitorWorld()
  world.pbx.tell(...answeredCall('a'))
  const id = await world.started()
  world.net.hold('monitorSteer')
  const asking = world.steer(id, 'whisper')
  await until(() => world.net.held.length === 1)
  expect(world.row(id)?.mode).toBe('listen')
  world.net.held[0]?.go()
  expect(await asking).toEqual(done)
  expect(world.row(id)?.mode).toBe('whisper')
  expect(kinds(world.audit()).at(-1)).toBe('mode whisper')
})

test('of modes asked for in quick succession the last comes in force, one order at a time, and each is answered', async () => {
  const world = await createMonitorWorld()
  world.pbx.tell(...answeredCall('a'))
  const id = await world.started()
  world.net.hold('monitorSteer')
  const whisper = world.steer(id, 'whisper')
  await until(() => world.net.held.length === 1)
  const barge = world.steer(id, 'barge')
  const listen = world.steer(id, 'listen')
  expect(await barge).toMatchObject(refused('wrong-state'))
  expect(world.net.held).toHaveLength(1)
  world.net.held[0]?.go()
  expect(await whisper).toEqual(done)
  await until(() => world.net.held.length === 2)
  world.net.held[1]?.go()
  expect(await listen).toEqual(done)
  expect(world.row(id)?.mode).toBe('listen')
  expect(world.net.asked).toEqual(['open a/1001 listen', 'steer a/1001 whisper', 'steer a/1001 listen'])
  expect(world.net.busiest).toBe(1)
})

test('a louder mode the switch refuses is taken back; a voice it does not take back is cut off', async () => {
  const world = await createMonitorWorld()
  world.pbx.tell(...answeredCall('a'))
  const id = await world.started()
  world.net.refuse('monitorSteer', 'wrong-state')
  expect(await world.steer(id, 'barge')).toMatchObject(refused('wrong-state'))
  expect(world.row(id)).toMatchObject({ mode: 'listen', state: { kind: 'hearing' } })
  world.net.refuse('monitorSteer', null)
  await world.clock.advanceAsync(2000)
  expect(await world.steer(id, 'barge')).toEqual(done)
  world.net.refuse('monitorSteer', 'wrong-state')
  expect(await world.steer(id, 'listen')).toMatchObject(refused('wrong-state'))
  await world.clock.advanceAsync(10_000)
  expect(world.audit().at(-1)).toMatchObject({ kind: 'ended', detail: 'leg-lost' })
  expect(world.net.asked.at(-1)).toBe('monitorClose')
})

test('an order that is never answered times out: the mode is asserted anew and the desk is told', async () => {
  const world = await createMonitorWorld()
  world.pbx.tell(...answeredCall('a'))
  const id = await world.started()
  world.net.hold('monitorSteer')
  const asking = world.steer(id, 'whisper')
  await until(() => world.net.held.length === 1)
  world.net.hold()
  await world.clock.advanceAsync(4000)
  expect(await asking).toMatchObject(refused('timed-out'))
  await world.clock.advanceAsync(1500)
  expect(world.net.asked.at(-1)).toBe('steer a/1001 listen')
  await until(() => world.row(id)?.mode === 'listen' && world.row(id)?.state.kind === 'hearing')
})

test('a phone that does not answer its leg within ten seconds, or refuses it, ends the session', async () => {
  const world = await createMonitorWorld()
  world.pbx.tell(...answeredCall('a'))
  world.net.ignore('monitorOpen')
  const answer = await world.start()
  if (!answer.ok) throw new Error('refused')
  const id = answer.value.monitorId
  await until(() => world.net.asked.length === 1)
  await world.clock.advanceAsync(9_999)
  expect(world.row(id)?.state.kind).toBe('opening')
  await world.clock.advanceAsync(1)
  expect(await world.inState(id, 'ended')).toMatchObject({ state: { why: 'refused' } })
  expect(world.net.asked.at(-1)).toBe('monitorClose')
  world.net.refuse('monitorOpen', 'wrong-state')
  const second = await world.start()
  if (!second.ok) throw new Error('refused')
  expect(await world.inState(second.value.monitorId, 'ended')).toMatchObject({ state: { why: 'refused' } })
})

test('a phone that takes its leg after its session has ended is rid of it', async () => {
  const world = await createMonitorWorld()
  world.pbx.tell(...answeredCall('a'))
  world.net.ignore('monitorOpen')
  const answer = await world.start()
  if (!answer.ok) throw new Error('refused')
  const id = answer.value.monitorId
  await world.stop(id)
  const closes = () => world.net.asked.filter((each) => each === 'monitorClose').length
  await until(() => closes() === 1)
  await world.inState(id, 'ended')
  world.net.tellLeg(id, { kind: 'waiting' })
  await until(() => closes() === 2)
  await world.clock.advanceAsync(endedShownMs)
  world.net.tellLeg(id, { kind: 'waiting' })
  await until(() => closes() === 3)
})

test('a session put to another target goes on there by listening, with the same leg', async () => {
  const world = await createMonitorWorld()
  world.pbx.tell(...answeredCall('a'))
  world.pbx.tell(...answeredCall('b').slice(0, 2), { kind: 'callConnected', callId: b, extension: '2001' })
  const id = await world.started(onSara, 'barge')
  const target = { kind: 'agent', agentId: extensionId('2001') } as const
  const aimed = await world.desk1.client.monitor.aim({ commandId: newCommandId(), monitorId: id, target })
  expect(aimed).toEqual(done)
  expect(world.row(id)).toMatchObject({ target, mode: 'listen', state: { kind: 'hearing', callId: b } })
  expect(world.net.asked).toEqual(['open a/1001 barge', 'steer b/2001 listen'])
})

test('stopping closes the leg; sign-out, another desk and a lost switch end every session of the person', async () => {
  const world = await createMonitorWorld()
  world.pbx.tell(...answeredCall('a'))
  const stopped = await world.started()
  expect(await world.stop(stopped)).toEqual(done)
  expect(world.row(stopped)?.state).toMatchObject({ kind: 'ended', why: 'stopped' })
  await until(() => world.net.asked.at(-1) === 'monitorClose')
  expect(await world.stop(stopped)).toMatchObject(refused('not-found'))

  const elsewhere = await world.started()
  await world.signIn('omid')
  expect(await world.inState(elsewhere, 'ended')).toMatchObject({ state: { why: 'leg-lost' } })
})

test('a lost switch ends the session, and its leg is closed once the switch is back', async () => {
  const world = await createMonitorWorld()
  world.pbx.tell(...answeredCall('a'))
  const id = await world.started()
  world.pbx.tell({ kind: 'linkDown', failure: null })
  expect(await world.inState(id, 'ended')).toMatchObject({ state: { why: 'switch-away' } })
  expect(world.net.asked).toEqual(['open a/1001 listen'])
  expect(await world.start()).toMatchObject(refused('switch-away'))
  world.pbx.tell({ kind: 'linkUp' })
  await until(() => world.net.asked.at(-1) === 'monitorClose')
})

test('a desk that vanishes and one that signs out leave no session behind', async () => {
  const world = await createMonitorWorld()
  world.pbx.tell(...answeredCall('a'))
  const id = await world.started()
  await world.desk1.client.session.signOut(null)
  expect(await world.inState(id, 'ended')).toMatchObject({ state: { why: 'leg-lost' } })
  const again = await world.signIn('lale')
  const answer = await again.client.monitor.start({
    commandId: newCommandId(),
    target: { kind: 'queue', queueId: sales },
    mode: 'listen',
    why: null,
  })
  if (!answer.ok) throw new Error(answer.failure.code)
  await world.inState(answer.value.monitorId, 'waiting')
  await again.close()
  await until(() => world.gateway.desks === 2)
  await world.clock.advanceAsync(60_000)
  await until(() => world.gateway.floor.seats.get(lale)?.kind === 'vanished')
  expect(world.audit().at(-1)).toMatchObject({ kind: 'ended', byId: lale, detail: 'leg-lost' })
})

test('the supervisor’s phone hangs up: the session is over, without another order', async () => {
  const world = await createMonitorWorld()
  world.pbx.tell(...answeredCall('a'))
  const id = await world.started()
  world.net.tellLeg(id, { kind: 'gone', why: 'lost' })
  expect(await world.inState(id, 'ended')).toMatchObject({ state: { why: 'leg-lost' } })
  expect(world.net.asked).toEqual(['open a/1001 listen'])
})

test('a person has four sessions at once and no more', async () => {
  const world = await createMonitorWorld()
  for (const queueId of [support, support, support, support]) {
    await world.started({ kind: 'queue', queueId }, 'listen', 'waiting')
  }
  expect(await world.start()).toMatchObject(refused('wrong-state'))
})

test('an agent whose queue leaves the supervisor’s teams is monitored no longer', async () => {
  const world = await createMonitorWorld()
  const target = { kind: 'agent', agentId: extensionId('2001') } as const
  const id = await world.started(target, 'listen', 'waiting')
  world.pbx.tell({ kind: 'memberRemoved', queueId: support, extension: '2001' })
  expect(await world.inState(id, 'ended')).toMatchObject({ state: { why: 'forbidden' } })
  await until(() => world.net.asked.at(-1) === 'monitorClose')
})

test('the agent sees who listens, unless their queue does not tell it', async () => {
  const queueRules = new Map<QueueId, { monitoring: boolean; tellsAgent: boolean }>()
  const world = await createMonitorWorld({ queueRules })
  world.pbx.tell(...answeredCall('a'))
  const id: MonitorId = await world.started()
  world.tick()
  await until(() => world.saraDesk.centre?.monitors.some((each) => each.id === id) === true)
  await world.stop(id)
  queueRules.set(support, { monitoring: true, tellsAgent: false })
  const second = await world.started()
  expect(world.row(second)?.isTold).toBe(false)
  world.tick()
  await until(() => world.desk1.centre?.monitors.some((each) => each.id === second) === true)
  expect(world.saraDesk.centre?.monitors.map((each) => each.id)).not.toContain(second)
  expect(agentOf(world.desk1).activity.kind).toBe('talking')
})
