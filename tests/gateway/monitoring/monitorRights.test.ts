/** Who may monitor whom, and that everything else is refused at the gateway and in the log. */
import { describe, expect, test } from 'vitest'
import type { AgentId, CallId, MonitorId } from '#contract/ids'
import type { MonitorRight, MonitorTarget } from '#contract/monitor'
import {
  a,
  b,
  createMonitorWorld,
  done,
  kinds,
  lale,
  type MonitorWorld,
  omid,
  onSara,
  refused,
  sara,
} from '#tests/gateway/monitoring/support/monitorWorld'
import { extensionId, sales, support } from '#tests/gateway/support/floorOf'
import { newCommandId, type TestDesk } from '#tests/gateway/support/testDesk'
import { answeredCall, until } from '#tests/gateway/support/world'

const startOn = (desk: TestDesk, target: MonitorTarget, mode: 'listen' | 'barge' = 'listen') =>
  desk.client.monitor.start({ commandId: newCommandId(), target, mode, why: null })

/** Every act of monitoring on a session, as this desk. */
const attempts = (desk: TestDesk, monitorId: MonitorId) => {
  const { monitor } = desk.client
  const id = newCommandId
  return {
    start: () => startOn(desk, onSara),
    steer: () => monitor.steer({ commandId: id(), monitorId, mode: 'barge' }),
    aim: () => monitor.aim({ commandId: id(), monitorId, target: onSara }),
    takeOver: () => monitor.takeOver({ commandId: id(), monitorId, why: null }),
    confirm: () => monitor.confirm({ commandId: id(), monitorId, flows: true }),
    handBack: () => monitor.handBack({ commandId: id(), monitorId }),
    stop: () => monitor.stop({ commandId: id(), monitorId }),
    shadow: () => monitor.shadow({ commandId: id(), callId: a }),
    readAudit: () => monitor.readAudit({ commandId: id(), beforeSerial: null, limit: 10 }),
  }
}

const refusals = (world: MonitorWorld, byId: AgentId) =>
  world.audit().flatMap((entry) => (entry.kind === 'refused' && entry.byId === byId ? [entry.detail] : []))

async function listening(): Promise<{ world: MonitorWorld; id: MonitorId }> {
  const world = await createMonitorWorld()
  world.pbx.tell(...answeredCall('a'))
  return { world, id: await world.started() }
}

describe('every act of monitoring', () => {
  test('as an agent: refused, recorded, and nothing happens', async () => {
    const { world, id } = await listening()
    const before = world.net.asked.length
    for (const attempt of Object.values(attempts(world.saraDesk, id))) {
      expect(await attempt()).toMatchObject(refused('forbidden'))
    }
    expect(refusals(world, sara)).toEqual(
      Object.keys(attempts(world.saraDesk, id)).map((name) => `monitor.${name} forbidden`),
    )
    expect(world.net.asked).toHaveLength(before)
  })

  test('as a supervisor of another team, on somebody else’s session: not there, recorded', async () => {
    const { world, id } = await listening()
    const desk = await world.signIn('lale')
    const { start, shadow, readAudit: _, ...onSession } = attempts(desk, id)
    expect(await start()).toMatchObject(refused('forbidden'))
    expect(await shadow()).toMatchObject(refused('forbidden'))
    for (const attempt of Object.values(onSession))
      expect(await attempt()).toMatchObject(refused('not-found'))
    expect(refusals(world, lale)).toEqual([
      'monitor.start forbidden',
      'monitor.shadow forbidden',
      ...Object.keys(onSession).map((name) => `monitor.${name} not-found`),
    ])
    expect(world.row(id)).toMatchObject({ mode: 'listen', state: { kind: 'hearing' } })
  })

  test('with a forged session: not there, recorded', async () => {
    const { world } = await listening()
    const {
      start: _,
      shadow: ___,
      readAudit: __,
      ...onSession
    } = attempts(world.desk1, 'forged' as MonitorId)
    for (const attempt of Object.values(onSession))
      expect(await attempt()).toMatchObject(refused('not-found'))
    expect(refusals(world, omid)).toHaveLength(Object.keys(onSession).length)
    expect(world.audit().at(-1)).toMatchObject({ monitorId: 'forged' })
  })

  test('replayed: a start is not answered with its token again; whatever else has one effect', async () => {
    const { world, id } = await listening()
    const { monitor } = world.desk1.client
    const start = { commandId: newCommandId(), target: onSara, mode: 'listen', why: null } as const
    const first = await monitor.start(start)
    expect(first).toMatchObject({ ok: true })
    expect(await monitor.start(start)).toMatchObject(refused('invalid'))
    expect(refusals(world, omid)).toEqual(['monitor.start invalid'])
    expect(world.net.asked.filter((each) => each.startsWith('open'))).toHaveLength(2)
    const stop = { commandId: newCommandId(), monitorId: id }
    expect(await monitor.stop(stop)).toEqual(done)
    expect(await monitor.stop(stop)).toEqual(done)
    expect(kinds(world.audit()).filter((each) => each === 'ended stopped')).toHaveLength(1)
    // Another act under the id of one that was done.
    expect(await monitor.steer({ ...stop, mode: 'barge' })).toMatchObject(refused('invalid'))
    expect(refusals(world, omid).at(-1)).toBe('monitor.steer invalid')
  })

  test('after sign-out: refused and recorded; by somebody who never was signed in, refused', async () => {
    const { world, id } = await listening()
    await world.desk1.client.session.signOut(null)
    const tried = attempts(world.desk1, id)
    for (const attempt of Object.values(tried)) expect(await attempt()).toMatchObject(refused('signed-out'))
    expect(refusals(world, omid)).toEqual(Object.keys(tried).map((name) => `monitor.${name} signed-out`))
    const before = world.audit().length
    const stranger = await world.desk()
    for (const attempt of Object.values(attempts(stranger, id))) {
      expect(await attempt()).toMatchObject(refused('signed-out'))
    }
    expect(world.audit()).toHaveLength(before)
  })
})

describe('a target', () => {
  const targets: [string, MonitorTarget, 'omid' | 'lale' | 'ava', string | null][] = [
    ['an agent of the team', onSara, 'omid', null],
    [
      'an agent who answers one of the team’s queues',
      { kind: 'agent', agentId: extensionId('2001') },
      'omid',
      null,
    ],
    ['an agent of another team', onSara, 'lale', 'forbidden'],
    ['an agent of any team, for an admin', onSara, 'ava', null],
    ['oneself', { kind: 'agent', agentId: omid }, 'omid', 'forbidden'],
    ['nobody', { kind: 'agent', agentId: 'nobody' as AgentId }, 'omid', 'not-found'],
    ['a queue of the team', { kind: 'queue', queueId: support }, 'omid', null],
    ['a queue of another team', { kind: 'queue', queueId: sales }, 'omid', 'forbidden'],
    ['no queue', { kind: 'queue', queueId: 'nowhere' as typeof sales }, 'ava', 'not-found'],
    ['a call of the team’s queue', { kind: 'call', callId: a }, 'omid', null],
    ['a call of another team’s queue', { kind: 'call', callId: a }, 'lale', 'forbidden'],
    ['a call that is over', { kind: 'call', callId: 'gone' as CallId }, 'omid', 'not-found'],
  ]
  test.each(targets)('%s', async (_, target, user, code) => {
    const world = await createMonitorWorld()
    world.pbx.tell(...answeredCall('a'))
    const desk = user === 'omid' ? world.desk1 : await world.signIn(user)
    expect(await startOn(desk, target)).toMatchObject(code === null ? { ok: true } : refused(code))
    if (code !== null)
      expect(world.audit().at(-1)).toMatchObject({ kind: 'refused', detail: `monitor.start ${code}` })
  })
})

describe('a right that is lost', () => {
  test('takes the voice back at once; lost altogether, it ends the session', async () => {
    const monitorRights = new Map<AgentId, MonitorRight>([[omid, 'full']])
    const world = await createMonitorWorld({ monitorRights })
    world.pbx.tell(...answeredCall('a'))
    const id = await world.started(onSara, 'barge')
    monitorRights.set(omid, 'listen')
    world.pbx.tell({ kind: 'callHeld', callId: a, extension: '1001' })
    await until(() => world.row(id)?.mode === 'listen')
    expect(world.net.asked).toEqual(['open a/1001 barge', 'steer a/1001 listen'])
    monitorRights.set(omid, 'none')
    world.pbx.tell({ kind: 'callResumed', callId: a, extension: '1001' })
    expect(await world.inState(id, 'ended')).toMatchObject({ state: { why: 'forbidden' } })
  })
})

describe('a person limited', () => {
  const limited = (right: MonitorRight) => createMonitorWorld({ monitorRights: new Map([[omid, right]]) })

  test('to listening may not speak, nor take over', async () => {
    const world = await limited('listen')
    world.pbx.tell(...answeredCall('a'))
    expect(await startOn(world.desk1, onSara, 'barge')).toMatchObject(refused('forbidden'))
    const id = await world.started()
    expect(await world.steer(id, 'whisper')).toMatchObject(refused('forbidden'))
    expect(await world.takeOver(id)).toMatchObject(refused('forbidden'))
    expect(await world.steer(id, 'listen')).toEqual(done)
    expect(world.net.asked).toEqual(['open a/1001 listen'])
  })

  test('to nothing may not monitor at all', async () => {
    const world = await limited('none')
    expect(await startOn(world.desk1, onSara)).toMatchObject(refused('forbidden'))
  })
})

describe('the page is told', () => {
  test('how much its person may monitor: an agent nothing, whatever stands in the list', async () => {
    const monitorRights = new Map<AgentId, MonitorRight>([
      [omid, 'listen'],
      [sara, 'full'],
    ])
    const world = await createMonitorWorld({ monitorRights })
    expect(world.desk1.centre?.monitorRight).toBe('listen')
    expect(world.saraDesk.centre?.monitorRight).toBe('none')
    expect((await world.signIn('ava')).centre?.monitorRight).toBe('full')
  })

  test('which queues are not monitored, or tell their agents nothing; of the others nothing', async () => {
    const rules = { monitoring: false, tellsAgent: false }
    const world = await createMonitorWorld({ queueRules: new Map([[support, rules]]) })
    const marks = (desk: TestDesk) =>
      desk.centre?.queues.map(({ id, allowsMonitoring, tellsMonitoring }) => [
        id,
        allowsMonitoring,
        tellsMonitoring,
      ])
    expect(marks(await world.signIn('ava'))).toEqual([
      [support, false, false],
      [sales, undefined, undefined],
    ])
    // They stand in every row of the queue, also when it changed.
    world.pbx.tell(...answeredCall('a'))
    world.clock.advance(100)
    await until(() => world.desk1.centre?.queues[0]?.today.handled === 1)
    expect(marks(world.desk1)).toEqual([[support, false, false]])
  })
})

describe('calls that may not be heard', () => {
  test('of a queue that forbids it are waited through, also on an agent who may be monitored', async () => {
    const world = await createMonitorWorld({
      queueRules: new Map([[support, { monitoring: false, tellsAgent: true }]]),
    })
    world.pbx.tell(...answeredCall('a'))
    expect(await startOn(world.desk1, { kind: 'queue', queueId: support })).toMatchObject(
      refused('forbidden'),
    )
    expect(await startOn(world.desk1, { kind: 'call', callId: a })).toMatchObject(refused('forbidden'))
    const id = await world.started(onSara, 'listen', 'waiting')
    expect(world.net.asked).toEqual(['open nothing listen'])
    expect(await world.takeOver(id)).toMatchObject(refused('wrong-state'))
  })

  test('of another team’s queue are not heard on an agent who also answers one’s own', async () => {
    const world = await createMonitorWorld()
    const both = { kind: 'agent', agentId: extensionId('2002') } as const
    const id = await world.started(both, 'listen', 'waiting')
    world.pbx.tell({
      kind: 'callEntered',
      callId: b,
      direction: 'inbound',
      caller: { number: '1', name: null },
      dialledNumber: null,
      extension: null,
    })
    world.pbx.tell({ kind: 'callQueued', callId: b, queueId: sales, position: 1, priority: 0 })
    world.pbx.tell({ kind: 'callConnected', callId: b, extension: '2002' })
    await until(() => world.gateway.floor.agents.get(both.agentId)?.activity.kind === 'talking')
    expect(world.row(id)?.state.kind).toBe('waiting')
    expect(world.net.asked).toEqual(['open nothing listen'])
  })

  test('one’s own: a supervisor who talks with the agent is not put on that call', async () => {
    const world = await createMonitorWorld()
    const id = await world.started(onSara, 'listen', 'waiting')
    world.pbx.tell({
      kind: 'callEntered',
      callId: a,
      direction: 'internal',
      caller: { number: '1002', name: null },
      dialledNumber: '1001',
      extension: '1002',
    })
    world.pbx.tell({ kind: 'callConnected', callId: a, extension: '1001' })
    await until(() => world.gateway.floor.agents.get(sara)?.activity.kind === 'talking')
    expect(world.row(id)?.state.kind).toBe('waiting')
    expect(world.net.asked).toEqual(['open nothing listen'])
  })
})
