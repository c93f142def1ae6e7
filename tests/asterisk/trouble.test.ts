/** What desks see when the switch is lost, killed, hangs or refuses: the last that is known, its age, and soon the truth. */
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { findDifferences } from '#tests/asterisk/support/agreement'
import { type LabFloor, numberOf, openLabFloor } from '#tests/asterisk/support/labFloor'
import type { SipPhone } from '#tests/support/sip/sipPhone'

let floor: LabFloor

vi.setConfig({ testTimeout: 5 * 60_000 })

beforeAll(async () => {
  floor = await openLabFloor({ agents: 3, callers: 20, wrapUpSeconds: 0, ringSeconds: 15 })
  for (const { phone } of floor.agents) phone.onRing((leg) => leg.answer())
  expect(await findDifferences(floor, limitMs)).toEqual([])
})

afterAll(async () => {
  await floor?.close()
})

/**
 * Nothing here is a measurement: how soon a link comes back is proved with a clock of the test's own
 * (`createAsteriskLinkTrouble.test.ts`), and these limits only end what would never come.
 */
const limitMs = 60_000
const soon = { timeout: limitMs, interval: 20 }
const calls = () => floor.watcher.centre?.calls ?? []
const pbx = () => floor.watcher.centre?.pbx
const talking = () => calls().filter(({ state }) => state.kind === 'talking').length
const waiting = () => calls().filter(({ state }) => state.kind === 'waiting').length

/** The phone of a caller whose call is in that state, as the desk has it. */
function callerOf(kind: 'waiting' | 'talking'): SipPhone {
  const numbers = calls().flatMap(({ state, caller }) => (state.kind === kind ? [caller.number] : []))
  const phone = floor.callers.find(({ user }) => numbers.includes(user))
  if (phone === undefined) throw new Error(`nobody is ${kind}`)
  return phone
}

/** Twenty callers: three talk, seventeen wait. */
async function fillFloor(): Promise<void> {
  for (const caller of floor.callers) caller.call(numberOf.support)
  await expect.poll(talking, soon).toBe(3)
  await expect.poll(waiting, soon).toBe(17)
  expect(await findDifferences(floor, limitMs)).toEqual([])
}

async function emptyFloor(): Promise<void> {
  for (const caller of floor.callers) for (const leg of caller.legs) leg.hangUp()
  await expect.poll(calls, soon).toEqual([])
}

/** What one test leaves behind must not be the next one's trouble. */
afterEach(() => {
  floor.lab.signal('SIGCONT')
  floor.line.mend()
  for (const caller of floor.callers) for (const leg of caller.legs) leg.hangUp()
})

test('the manager line is cut while calls go on: the last known stays, and soon it is right again', async () => {
  await fillFloor()
  const connectedSinceMs = pbx()?.sinceMs ?? Number.NaN
  floor.line.cut()
  await expect.poll(() => pbx()?.kind, soon).toBe('disconnected')
  expect(pbx()?.failure?.code).toBe('switch-away')
  expect(pbx()?.sinceMs).toBeGreaterThan(connectedSinceMs)
  expect(waiting()).toBe(17)
  // Unseen by the gateway: a waiting caller gives up, a talking one is hung up on.
  callerOf('waiting').legs[0]?.hangUp()
  floor.agents[0]?.phone.legs[0]?.hangUp()
  await expect.poll(() => floor.callers.flatMap(({ legs }) => legs).length, soon).toBe(18)
  floor.line.mend()
  await expect.poll(() => pbx()?.kind, soon).toBe('connected')
  expect(await findDifferences(floor, limitMs)).toEqual([])
  await emptyFloor()
})

test('the switch is killed in the middle of twenty calls and comes back', async () => {
  await fillFloor()
  await floor.lab.kill()
  await expect.poll(() => pbx()?.kind, soon).toBe('disconnected')
  expect(waiting()).toBe(17)
  await floor.lab.start()
  await expect.poll(() => pbx()?.kind, soon).toBe('connected')
  await floor.registerAll()
  expect(await findDifferences(floor, limitMs)).toEqual([])
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
    await expect.poll(() => pbx()?.kind, soon).toBe('disconnected')
    expect(talking()).toBe(1)
  } finally {
    floor.lab.signal('SIGCONT')
  }
  // A greeting that is waited for is given up after 5 s; then it is tried anew.
  await expect.poll(() => pbx()?.kind, soon).toBe('connected')
  expect(await findDifferences(floor, limitMs)).toEqual([])
  await emptyFloor()
})

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
