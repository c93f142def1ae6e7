/** What desks see when the switch is lost, killed, hangs or refuses: the last that is known, its age, and soon the truth. */
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findDifferences } from '#tests/asterisk/support/agreement'
import { type LabFloor, numberOf, openLabFloor } from '#tests/asterisk/support/labFloor'

let floor: LabFloor

beforeAll(async () => {
  floor = await openLabFloor({ agents: 3, callers: 20, wrapUpSeconds: 0, ringSeconds: 15 })
  for (const { phone } of floor.agents) phone.onRing((leg) => leg.answer())
  expect(await findDifferences(floor, 10_000)).toEqual([])
})

afterAll(async () => {
  await floor?.close()
})

const soon = { timeout: 10_000, interval: 20 }
/** From the switch's return to a model that is right. */
const healedWithinMs = 2000
const calls = () => floor.watcher.centre?.calls ?? []
const pbx = () => floor.watcher.centre?.pbx
const talking = () => calls().filter(({ state }) => state.kind === 'talking').length
const waiting = () => calls().filter(({ state }) => state.kind === 'waiting').length

/** Twenty callers: three talk, seventeen wait. */
async function fillFloor(): Promise<void> {
  for (const caller of floor.callers) caller.call(numberOf.support)
  await expect.poll(talking, soon).toBe(3)
  await expect.poll(waiting, soon).toBe(17)
  expect(await findDifferences(floor, healedWithinMs)).toEqual([])
}

async function emptyFloor(): Promise<void> {
  for (const caller of floor.callers) for (const leg of caller.legs) leg.hangUp()
  await expect.poll(calls, soon).toEqual([])
}

test('the manager line is cut while calls go on: the last known stays, and soon it is right again', async () => {
  await fillFloor()
  floor.line.cut()
  await expect.poll(() => pbx()?.kind, soon).toBe('disconnected')
  expect(pbx()?.failure?.code).toBe('switch-away')
  expect(Date.now() - (pbx()?.sinceMs ?? 0)).toBeLessThan(10_000)
  expect(waiting()).toBe(17)
  // Unseen by the gateway: a waiting caller gives up, a talking one hangs up.
  floor.callers.at(-1)?.legs[0]?.hangUp()
  floor.agents[0]?.phone.legs[0]?.hangUp()
  await wait(200)
  const stillUp = floor.callers.flatMap(({ legs }) => legs).filter(({ state }) => state === 'up').length
  expect(stillUp).toBe(18)
  floor.line.mend()
  await expect.poll(() => pbx()?.kind, soon).toBe('connected')
  expect(await findDifferences(floor, healedWithinMs)).toEqual([])
  await emptyFloor()
})

test('the switch is killed in the middle of twenty calls and comes back', async () => {
  await fillFloor()
  await floor.lab.kill()
  await expect.poll(() => pbx()?.kind, soon).toBe('disconnected')
  expect(waiting()).toBe(17)
  await floor.lab.start()
  const backAtMs = performance.now()
  await expect.poll(() => pbx()?.kind, { timeout: healedWithinMs, interval: 10 }).toBe('connected')
  await floor.registerAll()
  expect(await findDifferences(floor, healedWithinMs)).toEqual([])
  expect(performance.now() - backAtMs).toBeLessThan(2 * healedWithinMs)
  expect(calls()).toEqual([])
  // Everybody is offered calls again, without signing in anew.
  for (const caller of floor.callers) for (const leg of caller.legs) leg.hangUp()
  floor.callers[0]?.call(numberOf.support)
  await expect.poll(talking, soon).toBe(1)
  await emptyFloor()
})

test('the switch hangs: after two unanswered pings the desks know, and when it goes on so do they', async () => {
  floor.callers[0]?.call(numberOf.sales)
  await expect.poll(talking, soon).toBe(1)
  floor.lab.signal('SIGSTOP')
  try {
    await expect.poll(() => pbx()?.kind, { timeout: 60_000, interval: 200 }).toBe('disconnected')
    expect(talking()).toBe(1)
  } finally {
    floor.lab.signal('SIGCONT')
  }
  // A greeting that is waited for is given up after 5 s; then it is tried anew.
  await expect.poll(() => pbx()?.kind, soon).toBe('connected')
  expect(await findDifferences(floor, healedWithinMs)).toEqual([])
  await emptyFloor()
}, 90_000)

test('the secret is changed: calls go on, and the desks are told why nothing moves', async () => {
  floor.callers[0]?.call(numberOf.support)
  await expect.poll(talking, soon).toBe(1)
  await floor.lab.changeSecret('another-secret-of-the-site')
  floor.line.cut()
  floor.line.mend()
  await expect.poll(() => pbx()?.failure?.code, soon).toBe('wrong-password')
  const health = await fetch(`${floor.gateway.watchUrl}/health`)
  expect(health.status).toBe(503)
  expect(await health.json()).toEqual({ ok: false, why: 'switch wrong-password' })
  expect(floor.callers[0]?.legs[0]?.state).toBe('up')
})
