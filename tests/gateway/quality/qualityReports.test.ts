/** What desks measure of their calls: of one's own call only, not too often, told by steps, and in no log. */
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { QualityReport } from '#contract/quality'
import { createPeopleWorld } from '#tests/gateway/people/support/peopleWorld'
import { callId } from '#tests/gateway/support/floorOf'
import { agentOf, answeredCall, hangUp } from '#tests/gateway/support/world'

const report = (change: Partial<QualityReport> = {}): QualityReport => ({
  callId: callId('a'),
  mos: 4.3,
  lossPercent: 0.5,
  jitterMs: 3,
  roundTripMs: 21,
  ...change,
})
const done = { ok: true, value: null }

async function inCall() {
  const world = await createPeopleWorld()
  const [desk, omid] = [await world.signIn('sara'), await world.signIn('omid')]
  world.pbx.tell(...answeredCall('a'))
  await world.settle(() => agentOf(desk).activity.kind === 'talking')
  return {
    world,
    desk,
    omid,
    send: (change?: Partial<QualityReport>) => desk.client.quality.report(report(change)),
  }
}

test('a supervisor sees the score on the row of the agent, until the call is over', async () => {
  const { world, omid, send } = await inCall()
  expect(await send()).toEqual(done)
  await world.settle(() => agentOf(omid).quality?.mos === 4.3)
  expect(agentOf(omid).quality).toEqual({ callId: 'a', mos: 4.3 })
  world.pbx.tell(hangUp('a'))
  await world.settle(() => agentOf(omid).activity.kind !== 'talking')
  expect(agentOf(omid).quality).toBeUndefined()
})

test('it is told only when it has moved by a step', async () => {
  const { world, omid, send } = await inCall()
  const told: number[] = []
  for (const mos of [4.3, 4.2, 4.4, 4.1, 3.2, 3.3, 3.4, 4.3]) {
    expect(await send({ mos })).toEqual(done)
    world.clock.advance(5000)
    await world.settle(() => true)
    const now = world.gateway.floor.agents.get(agentOf(omid).id)?.quality?.mos
    if (now !== undefined && told.at(-1) !== now) told.push(now)
  }
  expect(told).toEqual([4.3, 3.2, 4.3])
})

test('nobody reports of a call they are not in', async () => {
  const { world, omid, send } = await inCall()
  const refused = { ok: false, failure: { code: 'wrong-state' } }
  expect(await send({ callId: callId('other') })).toMatchObject(refused)
  expect(await omid.client.quality.report(report())).toMatchObject(refused)
  const reza = await world.signIn('reza')
  expect(await reza.client.quality.report(report())).toMatchObject(refused)
  world.pbx.tell(hangUp('a'))
  await world.settle(() => agentOf(omid).activity.kind !== 'talking')
  expect(await send()).toMatchObject(refused)
  const nobody = await world.desk()
  expect(await nobody.client.quality.report(report())).toMatchObject({ failure: { code: 'signed-out' } })
  expect(agentOf(omid, 'Reza').quality).toBeUndefined()
})

test('reports too soon after each other are refused, and change nothing', async () => {
  const { world, send } = await inCall()
  expect(await send()).toEqual(done)
  for (let at = 0; at < 50; at += 1) {
    expect(await send({ mos: 1 })).toMatchObject({ ok: false, failure: { code: 'too-many-attempts' } })
  }
  world.clock.advance(2000)
  expect(await send({ mos: 4.2 })).toEqual(done)
})

test('a report that breaks the contract is refused at the door', async () => {
  const { send } = await inCall()
  await expect(send({ mos: 9 })).rejects.toThrow()
  await expect(send({ lossPercent: -1 })).rejects.toThrow()
})

test('neither the audit log nor the record of commands keeps it, nor does the log', async () => {
  const { world, send } = await inCall()
  const before = world.logged().length
  expect(await send({ mos: 2.2 })).toEqual(done)
  await world.settle(() => true)
  expect(world.record('quality')).toEqual([])
  expect(world.logged().slice(before)).not.toMatch(/quality|2\.2/)
  const database = new Database(world.storePath, { readonly: true })
  try {
    const { n } = database.prepare<[], { n: number }>('SELECT count(*) AS n FROM audit').get() ?? { n: -1 }
    expect(n).toBe(0)
  } finally {
    database.close()
  }
})
