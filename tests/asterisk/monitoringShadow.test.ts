/** The silent shadow on a real Asterisk: the agent hears the caller and who took them over, and is heard by neither. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MonitorId, QueueId } from '#contract/ids'
import { earsOf, loudestDb } from '#tests/asterisk/support/ears'
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

let room: MonitorGateway
let gateway: MonitorGateway['gateway']
let floor: MonitorLab

beforeAll(async () => {
  const rule = { monitoring: true, tellsAgent: true, allowsShadow: true }
  room = await openMonitorGateway({ queueRules: new Map([['support' as QueueId, rule]]) })
  ;({ gateway, lab: floor } = room)
})

afterAll(() => room?.close())

const stateOf = (id: MonitorId) => gateway.floor.monitors.get(id)?.state
const ears = () => {
  const agent = floor.phones.get('1001')
  if (agent === undefined) throw new Error('no agent')
  return {
    caller: earsOf(floor.caller, tones),
    agent: earsOf(agent, tones),
    supervisor: earsOf(floor.supervisor, tones),
  }
}
const shadowed = { caller: 'supervisor', agent: 'caller supervisor', supervisor: 'caller' }

test('hears both and is heard by nobody while speaking throughout, through hold, until stopped and until handed back', async () => {
  const { saras, omids } = room
  await expect.poll(() => gateway.floor.agents.get(sara)?.status.kind, soon).toBe('available')
  const { point } = await floor.talk('queue')
  const { callId } = point
  const target = { kind: 'agent', agentId: sara } as const
  const opened = await omids.start({ ...command(), target, mode: 'listen', why: null })
  if (!opened.ok) throw new Error(opened.failure.code)
  const { monitorId } = opened.value
  await expect.poll(() => stateOf(monitorId)?.kind, soon).toBe('hearing')
  expect(await saras.shadow({ ...command(), callId })).toMatchObject({ failure: { code: 'forbidden' } })
  const taking = omids.takeOver({ ...command(), monitorId, why: null })
  await expect.poll(() => gateway.floor.agents.get(omid)?.activity.kind, soon).toBe('talking')
  await expect
    .poll(async () => (await omids.confirm({ ...command(), monitorId, flows: true })).ok, soon)
    .toBe(true)
  expect(await taking).toEqual(done)
  await expect.poll(ears, soon).toEqual({ caller: 'supervisor', agent: '', supervisor: 'caller' })

  const from = performance.now()
  const shadow = async () => {
    const begun = await saras.shadow({ ...command(), callId })
    if (!begun.ok) throw new Error(begun.failure.code)
    await expect
      .poll(() => stateOf(begun.value.monitorId), soon)
      .toMatchObject({
        kind: 'hearing',
        callId,
        agentId: omid,
      })
    await expect.poll(ears, soon).toEqual(shadowed)
    return begun.value.monitorId
  }
  const first = await shadow()
  expect(await floor.supervisor.legs[0]?.hold()).toBe(200)
  await expect.poll(() => gateway.floor.agents.get(omid)?.activity.kind, soon).toBe('held')
  expect(stateOf(first)?.kind).toBe('hearing')
  expect(await floor.supervisor.legs[0]?.resume()).toBe(200)
  await expect.poll(ears, soon).toEqual(shadowed)
  expect(await saras.stop({ ...command(), monitorId: first })).toEqual(done)
  await expect.poll(ears, soon).toEqual({ caller: 'supervisor', agent: '', supervisor: 'caller' })
  // A spy of the gateway's own is no stranger, and what the model has is what the switch has.
  expect(gateway.floor.strangers.size).toBe(0)
  await floor.agree()

  const second = await shadow()
  // Not for one frame, whatever the agent's phone sent all the while.
  expect(loudestDb(floor.caller.heardSince(from), tones.agent)).toBeLessThan(-50)
  expect(await omids.handBack({ ...command(), monitorId })).toEqual(done)
  await expect.poll(() => stateOf(second)?.kind, soon).toBe('ended')
  await expect.poll(() => stateOf(monitorId), soon).toMatchObject({ kind: 'hearing', callId, agentId: sara })
  await expect.poll(ears, soon).toEqual({ caller: 'agent', agent: 'caller', supervisor: 'caller agent' })
  expect(floor.phones.get('1001')?.legs).toHaveLength(1)
  expect(await omids.stop({ ...command(), monitorId })).toEqual(done)
  expect(kinds(readAudit(room.storePath))).toEqual([
    'started listen agent',
    'heard listen',
    'refused monitor.shadow forbidden',
    'took-over',
    'shadow listen call',
    'heard listen',
    'ended stopped',
    'shadow listen call',
    'heard listen',
    'ended stopped',
    'handed-back',
    'heard listen',
    'ended stopped',
  ])
  await floor.clear()
})

test('ends with the caller, and leaves no leg behind', async () => {
  const { saras, omids } = room
  await expect.poll(() => gateway.floor.agents.get(sara)?.activity.kind, soon).toBe('idle')
  const { point } = await floor.talk('queue')
  const target = { kind: 'agent', agentId: sara } as const
  const opened = await omids.start({ ...command(), target, mode: 'listen', why: null })
  if (!opened.ok) throw new Error(opened.failure.code)
  const { monitorId } = opened.value
  await expect.poll(() => stateOf(monitorId)?.kind, soon).toBe('hearing')
  const taking = omids.takeOver({ ...command(), monitorId, why: null })
  await expect
    .poll(async () => (await omids.confirm({ ...command(), monitorId, flows: true })).ok, soon)
    .toBe(true)
  expect(await taking).toEqual(done)
  const begun = await saras.shadow({ ...command(), callId: point.callId })
  if (!begun.ok) throw new Error(begun.failure.code)
  await expect.poll(() => stateOf(begun.value.monitorId)?.kind, soon).toBe('hearing')
  for (const leg of floor.caller.legs) leg.hangUp()
  await expect
    .poll(() => stateOf(begun.value.monitorId), soon)
    .toMatchObject({ kind: 'ended', why: 'call-ended' })
  await expect.poll(() => floor.phones.get('1001')?.legs.length, soon).toBe(0)
  await floor.clear()
})
