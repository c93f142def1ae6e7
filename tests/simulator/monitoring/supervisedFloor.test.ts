/** The floor a supervisor is given in practice, through the gateway: colleagues are heard, taken from, given back to. */
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import type { Agent } from '#contract/agent'
import type { AgentId, QueueId } from '#contract/ids'
import type { MonitorTarget } from '#contract/monitor'
import { createGateway } from '#gateway/createGateway'
import type { LegId } from '#simulator/telephony'
import { connectDesk, newCommandId } from '#tests/gateway/support/testDesk'
import { until } from '#tests/gateway/support/world'
import { createPhoneDouble } from '#tests/simulator/support/phoneDouble'
import { createPracticeBench, voicesDir } from '#tests/simulator/support/practiceBench'
import { createTempFolder } from '#tests/support/tempFolder'

const supervisor = '1901'

async function openFloor() {
  const phones = createPhoneDouble()
  phones.giveTone(supervisor, 0)
  const { centre, clock, ofKind } = createPracticeBench({
    scenario: 'floor',
    seed: 5,
    telephony: phones,
    voicesDir,
  })
  const folder = createTempFolder()
  const gateway = await createGateway({
    pbx: centre,
    storePath: folder.file('gateway.db'),
    clock,
    listen: { host: '127.0.0.1', port: 0 },
    people: [
      { userName: 'leila', name: 'Leila', role: 'supervisor', extension: supervisor, password: 'practice' },
    ],
    timeZone: 'Asia/Tehran',
    log: pino({ level: 'silent' }),
    voiceLeadMs: 0,
    heartbeatMs: 20 * 24 * 60 * 60 * 1000,
  })
  const desk = await connectDesk(gateway.url)
  onTestFinished(async () => {
    await desk.close()
    await gateway.close()
    await centre.close()
    folder.remove()
    expect(phones.openConferences).toBe(0)
  })
  phones.register(supervisor)
  expect((await desk.signIn('leila', 'practice')).ok).toBe(true)
  const { monitor } = desk.client
  const command = () => ({ commandId: newCommandId() })
  const state = () => [...gateway.floor.monitors.values()].at(-1)?.state
  const start = async (target: MonitorTarget) => {
    const opened = await monitor.start({ ...command(), target, mode: 'listen', why: null })
    if (!opened.ok) throw new Error(opened.failure.code)
    const { monitorId, token } = opened.value
    await until(() => phones.monitorRinging(token) !== null)
    return { monitorId, legId: phones.answerMonitor(token) }
  }
  /** Time passes until it is so. */
  const wait = (isSo: () => boolean) =>
    until(() => {
      if (!isSo()) clock.advance(1000)
      return isSo()
    })
  /** Seconds of speech the leg hears in the next half minute of sound. */
  const speechAt = (legId: LegId) => {
    let frames = 0
    for (let frame = 0; frame < 1500; frame++) {
      phones.mix(1)
      if (phones.lastHeard(legId)?.some((sample) => Math.abs(sample) > 1000) === true) frames += 1
    }
    return frames / 50
  }
  return { gateway, phones, clock, ofKind, monitor, command, state, start, wait, speechAt }
}

/** Who began to talk last, and so will go on for a while. */
function findTalking(agents: ReadonlyMap<AgentId, Agent>): Agent {
  const talking = [...agents.values()].filter((agent) => agent.activity.kind === 'talking')
  const newest = talking.toSorted((one, other) => other.activity.sinceMs - one.activity.sinceMs)[0]
  if (newest === undefined) throw new Error('nobody talks')
  return newest
}

test('at the first look colleagues talk and callers wait in several queues', async () => {
  const { gateway } = await openFloor()
  const activities = [...gateway.floor.agents.values()].map(({ activity }) => activity.kind)
  expect(activities.filter((kind) => kind === 'talking').length).toBeGreaterThan(4)
  const waiting = [...gateway.floor.calls.values()].filter(({ state }) => state.kind === 'waiting')
  expect(new Set(waiting.map(({ queueId }) => queueId)).size).toBeGreaterThan(1)
})

test('a colleague is listened to, their caller taken over, and given back', async () => {
  const { gateway, ofKind, monitor, command, state, start, wait, speechAt } = await openFloor()
  const agent = findTalking(gateway.floor.agents)
  const { monitorId, legId } = await start({ kind: 'agent', agentId: agent.id })
  await until(() => state()?.kind === 'hearing')
  expect(speechAt(legId)).toBeGreaterThan(8)
  const hearing = state()
  if (hearing?.kind !== 'hearing') throw new Error('the leg hears nothing')
  const { callId } = hearing
  const taking = monitor.takeOver({ ...command(), monitorId, why: null })
  await until(() => state()?.kind === 'takingOver')
  expect(await monitor.confirm({ ...command(), monitorId, flows: true })).toEqual({ ok: true, value: null })
  expect(await taking).toEqual({ ok: true, value: null })
  expect(gateway.floor.calls.get(callId)?.state).toMatchObject({ kind: 'talking' })
  // The caller asks on into the supervisor's silence.
  expect(speechAt(legId)).toBeGreaterThan(2)
  expect(await monitor.handBack({ ...command(), monitorId })).toEqual({ ok: true, value: null })
  await wait(() => state()?.kind === 'hearing')
  expect(state()).toMatchObject({ agentId: agent.id, callId })
  expect(ofKind('callEnded').map((event) => event.callId)).not.toContain(callId)
  expect(await monitor.stop({ ...command(), monitorId })).toEqual({ ok: true, value: null })
})

test('the next call of a queue is listened to, and the one after', async () => {
  const { state, start, wait } = await openFloor()
  await start({ kind: 'queue', queueId: 'billing' as QueueId })
  await wait(() => state()?.kind === 'hearing')
  const first = state()
  await wait(() => {
    const now = state()
    return now?.kind === 'hearing' && first?.kind === 'hearing' && now.callId !== first.callId
  })
})
