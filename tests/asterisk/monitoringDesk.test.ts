/** A supervisor's desk on a whole gateway and a real Asterisk: sessions that follow an agent, take a caller over and back. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AgentId, MonitorId } from '#contract/ids'
import type { MonitorMode } from '#contract/monitor'
import { findDifferences } from '#tests/asterisk/support/agreement'
import { type LabFloor, numberOf, openLabFloor } from '#tests/asterisk/support/labFloor'
import { openSupervisorSeat, type SupervisorSeat } from '#tests/asterisk/support/supervisorSeat'
import { bridgedWith } from '#tests/asterisk/support/switchLines'
import { newCommandId, type TestDesk } from '#tests/gateway/support/testDesk'
import type { SipPhone } from '#tests/support/sip/sipPhone'

const done = { ok: true, value: null }
const soon = { timeout: 15_000, interval: 10 }
const agentId = 'user-agent1001' as AgentId
const supervisorId = 'user-leila' as AgentId
let floor: LabFloor
let seat: SupervisorSeat
let desk: TestDesk
let phone: SipPhone
let monitorId: MonitorId

beforeAll(async () => {
  floor = await openLabFloor({
    agents: 1,
    callers: 2,
    wrapUpSeconds: 0,
    ringSeconds: 15,
    checkEveryMs: 500,
    voicesHz: { agents: [660], callers: [440, 440] },
  })
  for (const agent of floor.agents) agent.phone.onRing((leg) => leg.answer())
  seat = await openSupervisorSeat(floor)
  ;({ desk, phone } = seat)
})

afterAll(async () => {
  await seat?.close()
  await floor?.close()
})

const commandId = newCommandId
const caller = (index: number) => {
  const each = floor.callers[index]
  if (each === undefined) throw new Error(`There is no caller ${index}`)
  return each
}
const row = () => desk.centre?.monitors.find(({ id }) => id === monitorId)
const state = () => row()?.state.kind
const steer = (mode: MonitorMode) => desk.client.monitor.steer({ commandId: commandId(), monitorId, mode })
const callOf = (one: SipPhone) => desk.centre?.calls.find((call) => call.caller.number === one.user)
const holderOf = (one: SipPhone) => {
  const call = callOf(one)
  return call === undefined ? 'gone' : call.state.kind === 'waiting' ? 'waiting' : call.state.agentId
}
const agent = () => desk.centre?.agents.find(({ id }) => id === agentId)

test('a session on an idle agent waits, and hears the next call by itself', async () => {
  await expect
    .poll(() => desk.centre?.agents.filter((each) => each.phone === 'registered').length, soon)
    .toBe(2)
  const target = { kind: 'agent', agentId } as const
  const started = await desk.client.monitor.start({
    commandId: commandId(),
    target,
    mode: 'listen',
    why: null,
  })
  if (!started.ok) throw new Error(started.failure.code)
  monitorId = started.value.monitorId
  await expect.poll(state, soon).toBe('waiting')
  expect(phone.legs.map((leg) => leg.header('X-Najva-Monitor'))).toEqual([started.value.token])
  caller(0).call(numberOf.support)
  await expect.poll(state, soon).toBe('hearing')
  expect(await steer('whisper')).toEqual(done)
  await expect.poll(() => row()?.mode, soon).toBe('whisper')
  caller(0).legs[0]?.hangUp()
  await expect.poll(state, soon).toBe('waiting')
})

test('the next call is heard on the same leg, and barged into', async () => {
  caller(1).call(numberOf.sales)
  await expect.poll(state, soon).toBe('hearing')
  expect(await steer('barge')).toEqual(done)
  expect(await bridgedWith(floor.lab, callOf(caller(1))?.id ?? '')).toHaveLength(2)
  expect(phone.legs).toHaveLength(1)
  expect(await steer('listen')).toEqual(done)
})

const takeOver = () => desk.client.monitor.takeOver({ commandId: commandId(), monitorId, why: null })

test('a take-over that nothing flows after is rolled back to the agent', async () => {
  expect(await takeOver()).toMatchObject({ ok: false, failure: { code: 'timed-out' } })
  await expect.poll(() => holderOf(caller(1)), soon).toBe(agentId)
  await expect.poll(state, soon).toBe('hearing')
  expect(caller(1).legs[0]?.state).toBe('up')
})

test('a take-over that is confirmed stands, and is handed back', async () => {
  const asked = takeOver()
  await expect
    .poll(
      async () => (await desk.client.monitor.confirm({ commandId: commandId(), monitorId, flows: true })).ok,
      soon,
    )
    .toBe(true)
  expect(await asked).toEqual(done)
  await expect.poll(state, soon).toBe('talking')
  await expect.poll(() => holderOf(caller(1)), soon).toBe(supervisorId)
  expect(await bridgedWith(floor.lab, callOf(caller(1))?.id ?? '')).toEqual(['1901'])
  expect(agent()?.activity.kind).not.toBe('talking')
  expect(await desk.client.monitor.handBack({ commandId: commandId(), monitorId })).toEqual(done)
  await expect.poll(() => holderOf(caller(1)), soon).toBe(agentId)
  await expect.poll(state, soon).toBe('hearing')
  expect(caller(1).legs[0]?.state).toBe('up')
  expect(phone.legs).toHaveLength(1)
})

test('stopped, the leg is gone and the call goes on', async () => {
  expect(await desk.client.monitor.stop({ commandId: commandId(), monitorId })).toEqual(done)
  await expect.poll(() => phone.legs.length, soon).toBe(0)
  expect(holderOf(caller(1))).toBe(agentId)
  caller(1).legs[0]?.hangUp()
  await expect.poll(() => holderOf(caller(1)), soon).toBe('gone')
})

test('the log has it all, and the model agrees with the switch', async () => {
  const page = await desk.client.monitor.readAudit({ commandId: commandId(), beforeSerial: null, limit: 50 })
  if (!page.ok) throw new Error(page.failure.code)
  const kinds = page.value.entries.map(({ kind }) => kind).reverse()
  expect(page.value.whole).toBe(true)
  expect(kinds).toEqual(
    expect.arrayContaining(['started', 'heard', 'mode', 'took-over', 'rolled-back', 'handed-back', 'ended']),
  )
  expect(kinds).not.toContain('stranger')
  expect(await findDifferences({ ...floor, watcher: desk }, 15_000)).toEqual([])
  expect(floor.complaints).toEqual([])
})
