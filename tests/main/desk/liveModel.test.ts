/** The desk's one copy of the live model: as new as the last message, whole through a drop, and nobody's after signing out. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Centre, LiveMessage } from '#contract/centre'
import { createGatewayLink } from '#main/desk/gateway/gatewayLink'
import type { GatewayLink } from '#main/desk/parts'
import {
  createScriptedGateway,
  delta,
  type ScriptedGateway,
  snapshot,
} from '#tests/main/desk/scriptedGateway'
import { idleAgent } from '#tests/renderer/state/deskRoom'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'
import { silentLog } from '#tests/support/silentLog'

let gateway: ScriptedGateway
let clock: FakeClock
let link: GatewayLink

beforeEach(async () => {
  gateway = await createScriptedGateway()
  clock = createFakeClock()
  const newId = () => 'command'
  link = createGatewayLink({ url: gateway.url, clock, random: () => 0.5, newId, log: silentLog })
})

afterEach(async () => {
  await link.close()
  await gateway.close()
})

const until = (isTrue: () => boolean) => expect.poll(isTrue, { timeout: 15_000, interval: 10 }).toBe(true)
const names = (centre: Centre | null | undefined) => centre?.agents.map(({ name }) => name)

test('whoever hears a message reads the model with it; it lasts through a drop, and goes with the person', async () => {
  expect(link.centre).toBeNull()
  expect((await link.signIn('demo', 'right')).ok).toBe(true)
  await until(() => gateway.watchedFrom.length === 1)
  expect(link.centre).toBeNull()
  const read: (Centre | null)[] = []
  link.onLive(() => read.push(link.centre))
  gateway.send(snapshot(3))
  const agent = { ...idleAgent, name: 'Behnaz' }
  gateway.send({ ...delta(4), changes: [{ kind: 'agent', agent }] } as LiveMessage)
  await until(() => read.length === 2)
  expect(read.map(names)).toEqual([[], ['Behnaz']])

  gateway.cut()
  await until(() => link.state.kind === 'disconnected')
  expect(link.centre).toBe(read[1])
  await link.signOut()
  expect(link.centre).toBeNull()
})

test('from a gap to the next snapshot there is none', async () => {
  await link.signIn('demo', 'right')
  await until(() => gateway.watchedFrom.length === 1)
  gateway.send(snapshot(3))
  await until(() => link.centre !== null)
  gateway.send(delta(9))
  await until(() => gateway.watchedFrom.length === 2)
  expect(link.centre).toBeNull()
  gateway.send(snapshot(9))
  await until(() => link.centre !== null)
})
