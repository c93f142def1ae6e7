/** The proof a site requires, on a real Asterisk: the gateway sees the echo call on the switch, or refuses. */
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabFloor, openLabFloor } from '#tests/asterisk/support/labFloor'
import { newCommandId } from '#tests/gateway/support/testDesk'

const soon = { timeout: 20_000, interval: 50 }
let floor: LabFloor

beforeAll(async () => {
  floor = await openLabFloor({ agents: 1, callers: 0, wrapUpSeconds: 0, ringSeconds: 15, reach: 'require' })
})
afterAll(() => floor?.close())

test('an agent is available when their phone has called the echo, and not before', {
  timeout: 60_000,
}, async () => {
  const [agent] = floor.agents
  if (agent === undefined) throw new Error('nobody is there')
  const { client } = agent.desk
  const prove = () => client.reach.prove({ commandId: newCommandId() })
  const status = { kind: 'available' } as const
  const row = () => floor.watcher.centre?.agents.find(({ extension }) => extension === agent.extension)
  await expect.poll(() => row()?.isUnproven, soon).toBe(true)
  expect(await client.status.choose({ commandId: newCommandId(), status })).toMatchObject({
    failure: { code: 'unproven' },
  })
  expect(await prove()).toMatchObject({ failure: { code: 'wrong-state', subject: 'echo' } })
  const leg = agent.phone.call('*43')
  await expect.poll(() => leg.state, soon).toBe('up')
  await wait(1200)
  leg.hangUp()
  await expect.poll(async () => (await prove()).ok, soon).toBe(true)
  await expect.poll(() => row()?.isUnproven, soon).toBeUndefined()
  await expect.poll(() => row()?.status.kind, soon).toBe('available')
  expect(floor.complaints).toEqual([])
})
