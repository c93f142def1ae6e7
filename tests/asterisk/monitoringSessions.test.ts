/** The gateway's monitoring sessions on a real Asterisk: what a supervisor asks over the wire, as callers and agents hear it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AgentId } from '#contract/ids'
import {
  command,
  done,
  type MonitorGateway,
  omid,
  openMonitorGateway,
  sara,
} from '#tests/asterisk/support/monitorGateway'
import { type MonitorLab, soon, tones } from '#tests/asterisk/support/monitorLab'
import { kinds, readAudit } from '#tests/gateway/monitoring/support/monitorWorld'

const onSara = { kind: 'agent', agentId: sara } as const
let room: MonitorGateway
let gateway: MonitorGateway['gateway']
let floor: MonitorLab

beforeAll(async () => {
  room = await openMonitorGateway()
  ;({ gateway, lab: floor } = room)
})

afterAll(() => room?.close())

const state = () => [...gateway.floor.monitors.values()].at(-1)?.state
const activity = (id: AgentId) => gateway.floor.agents.get(id)?.activity
const callerHears = (hz: number) => floor.caller.levelDb(hz) > -40
const mode = () => [...gateway.floor.monitors.values()].at(-1)?.mode

test('heard, coached, joined, followed to the next call, taken over and handed back, all over the wire', async () => {
  const monitor = room.omids
  await expect.poll(() => gateway.floor.agents.get(sara)?.status.kind, soon).toBe('available')

  // Waits for the agent's call, and hears it as soon as it is answered.
  const opened = await monitor.start({ ...command(), target: onSara, mode: 'listen', why: null })
  if (!opened.ok) throw new Error(opened.failure.code)
  const { monitorId } = opened.value
  await expect.poll(() => state()?.kind, soon).toBe('waiting')
  const first = await floor.talk('queue')
  await expect.poll(() => state()?.kind, soon).toBe('hearing')
  await expect.poll(() => floor.supervisor.levelDb(tones.caller), soon).toBeGreaterThan(-40)
  await expect.poll(() => callerHears(tones.supervisor), soon).toBe(false)

  expect(await monitor.steer({ ...command(), monitorId, mode: 'whisper' })).toEqual(done)
  await expect.poll(() => first.agent.levelDb(tones.supervisor), soon).toBeGreaterThan(-40)
  await expect.poll(() => callerHears(tones.supervisor), soon).toBe(false)
  expect(await monitor.steer({ ...command(), monitorId, mode: 'barge' })).toEqual(done)
  await expect.poll(() => callerHears(tones.supervisor), soon).toBe(true)
  expect(await monitor.steer({ ...command(), monitorId, mode: 'listen' })).toEqual(done)
  await expect.poll(() => callerHears(tones.supervisor), soon).toBe(false)
  expect(mode()).toBe('listen')

  // The next call of the same agent, with the same leg.
  first.agentLeg.hangUp()
  await expect.poll(() => state()?.kind, soon).toBe('waiting')
  await expect.poll(() => floor.caller.legs.length, soon).toBe(0)
  const second = await floor.talk('queue')
  await expect.poll(() => state(), soon).toMatchObject({ kind: 'hearing', callId: second.point.callId })
  expect(floor.supervisor.legs).toHaveLength(1)

  const taking = monitor.takeOver({ ...command(), monitorId, why: null })
  await expect.poll(() => activity(omid)?.kind, soon).toBe('talking')
  await expect
    .poll(async () => (await monitor.confirm({ ...command(), monitorId, flows: true })).ok, soon)
    .toBe(true)
  expect(await taking).toEqual(done)
  expect(state()).toMatchObject({ kind: 'talking', callId: second.point.callId })
  await expect.poll(() => callerHears(tones.supervisor), soon).toBe(true)
  await expect.poll(() => activity(sara)?.kind, soon).not.toBe('talking')
  expect(gateway.floor.calls.get(second.point.callId)?.queueId).toBe('support')

  expect(await monitor.handBack({ ...command(), monitorId })).toEqual(done)
  await expect.poll(() => state(), soon).toMatchObject({ kind: 'hearing', callId: second.point.callId })
  await expect.poll(() => callerHears(tones.agent), soon).toBe(true)
  await expect.poll(() => callerHears(tones.supervisor), soon).toBe(false)
  expect(gateway.floor.calls.get(second.point.callId)).toMatchObject({
    queueId: 'support',
    state: { kind: 'talking', agentId: sara },
  })

  // Never confirmed: the caller is back with the agent by itself.
  const again = await monitor.takeOver({ ...command(), monitorId, why: null })
  expect(again).toMatchObject({ ok: false, failure: { code: 'timed-out' } })
  await expect.poll(() => state()?.kind, soon).toBe('hearing')
  expect(gateway.floor.calls.get(second.point.callId)?.state).toMatchObject({ agentId: sara })

  expect(await monitor.stop({ ...command(), monitorId })).toEqual(done)
  await expect.poll(() => floor.supervisor.legs.length, soon).toBe(0)
  expect(kinds(readAudit(room.storePath))).toEqual([
    'started listen agent',
    'heard listen',
    'mode whisper',
    'mode barge',
    'mode listen',
    'heard listen',
    'took-over',
    'handed-back',
    'heard listen',
    'rolled-back after the swap',
    'ended stopped',
  ])
  await floor.clear()
})
