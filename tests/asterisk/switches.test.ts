/** Two real Asterisks in one centre: one live model of both, and one that is away leaves the other at work. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toPresence } from '#contract/agent'
import { checkCommand } from '#gateway/commandLine/checkCommand'
import { provisionCommand } from '#gateway/commandLine/provisionCommand'
import { realClock } from '#gateway/commandLine/realTime'
import { openTwoSwitches, type SwitchSide, type TwoSwitches } from '#tests/asterisk/support/twoSwitches'
import { connectDesk, newCommandId } from '#tests/gateway/support/testDesk'
import type { SipLeg } from '#tests/support/sip/sipLeg'
import { labPassword } from '#tools/lab/labSettings'
import { root } from '#tools/root.mjs'

let room: TwoSwitches
const soon = { timeout: 15_000, interval: 20 }
/** From a switch's return to a model that is right. */
const healedWithinMs = 2000

beforeAll(async () => {
  room = await openTwoSwitches()
  for (const { phone } of sides()) phone.onRing((leg) => leg.answer())
})

afterAll(async () => {
  await room?.close()
})

const sides = () => [room.north, room.south] as const
const centre = () => room.watcher.centre
const calls = () => centre()?.calls ?? []
const agentOf = ({ extension }: SwitchSide) => centre()?.agents.find((agent) => agent.extension === extension)
const doing = (side: SwitchSide) => {
  const agent = agentOf(side)
  return agent === undefined ? null : toPresence(agent)
}
const callOf = ({ queueId }: SwitchSide) => calls().find((call) => call.queueId === queueId)

async function talk(side: SwitchSide): Promise<SipLeg> {
  const leg = side.caller.call(side.number)
  await expect.poll(() => doing(side), soon).toBe('talking')
  return leg
}

async function rest(side: SwitchSide, leg: SipLeg): Promise<void> {
  leg.hangUp()
  await expect.poll(() => doing(side), soon).toBe('available')
}

const choose = ({ desk }: SwitchSide, isPaused: boolean) =>
  desk.client.status.choose({
    commandId: newCommandId(),
    status: isPaused ? { kind: 'break', reasonId: 'lunch' } : { kind: 'available' },
  })

const isPausedAt = async ({ lab, queueId, extension }: SwitchSide) =>
  new RegExp(`PJSIP/${extension}.*\\(paused`).test(await lab.cli(`queue show ${queueId}`))

const metrics = async () => (await fetch(`${room.gateway.watchUrl}/metrics`)).text()

/** Manager port to 1 or 0. */
async function connectedSwitches(): Promise<Map<number, number>> {
  const lines = (await metrics()).matchAll(/^najva_switch_connected\{switch="127\.0\.0\.1:(\d+)"\} (\d)$/gm)
  return new Map([...lines].map(([, port, value]) => [Number(port), Number(value)]))
}

test('people and queues of both are one model, each phone is sent to its own switch', async () => {
  await expect.poll(() => centre()?.pbx.kind, soon).toBe('connected')
  for (const side of sides()) {
    await expect.poll(() => agentOf(side)?.phone, soon).toBe('registered')
    await expect.poll(() => doing(side), soon).toBe('available')
    expect(side.serverUrl).toBe(side.lab.wsUrl)
    await expect
      .poll(() => side.lab.cli(`queue show ${side.queueId}`), soon)
      .toContain(`PJSIP/${side.extension}`)
  }
  expect(
    centre()
      ?.queues.map(({ id }) => id)
      .sort(),
  ).toEqual(['sales', 'support'])
})

test('a call on each is told with the agent of its own switch', async () => {
  const legs = [await talk(room.north), await talk(room.south)] as const
  expect(calls()).toHaveLength(2)
  for (const side of sides()) {
    expect(callOf(side)?.state).toMatchObject({ kind: 'talking', agentId: agentOf(side)?.id })
  }
  await rest(room.north, legs[0])
  expect(callOf(room.north)).toBeUndefined()
  expect(doing(room.south)).toBe('talking')
  await rest(room.south, legs[1])
  expect(calls()).toEqual([])
})

test('one switch is stopped: what was known of it stays with its age, and the other works on', async () => {
  const lost = await talk(room.south)
  const stoppedAtMs = Date.now()
  await room.south.lab.kill()
  await expect.poll(() => centre()?.pbx.kind, soon).toBe('disconnected')
  const { south, north } = room
  for (const { desk } of sides()) await expect.poll(() => desk.centre?.pbx.kind, soon).toBe('disconnected')
  expect(south.desk.centre?.pbx).toMatchObject({ failure: { code: 'switch-away' } })
  expect(south.desk.centre?.pbx.sinceMs).toBeGreaterThan(stoppedAtMs - 1000)
  expect(doing(south)).toBe('talking')

  const leg = await talk(north)
  expect(callOf(north)?.state).toMatchObject({ kind: 'talking', agentId: agentOf(north)?.id })
  await rest(north, leg)
  expect(await choose(north, true)).toMatchObject({ ok: true })
  await expect.poll(() => doing(north), soon).toBe('break')
  expect(await isPausedAt(north)).toBe(true)
  expect(await choose(north, false)).toMatchObject({ ok: true })
  await expect.poll(() => isPausedAt(north), soon).toBe(false)
  expect(callOf(south)).toBeDefined()
  expect(await connectedSwitches()).toEqual(
    new Map([
      [north.lab.amiPort, 1],
      [south.lab.amiPort, 0],
    ]),
  )

  await south.lab.start()
  const back = { timeout: healedWithinMs, interval: 10 }
  await expect.poll(() => centre()?.pbx.kind, back).toBe('connected')
  await expect.poll(() => callOf(south), back).toBeUndefined()
  lost.hangUp()
  await south.phone.register()
  await expect.poll(() => agentOf(south)?.phone, soon).toBe('registered')
  await expect.poll(() => doing(south), soon).toBe('available')
  await rest(south, await talk(south))
  expect(await metrics()).toMatch(/^najva_model_drift_total 0$/m)
  expect(await connectedSwitches()).toEqual(
    new Map([
      [north.lab.amiPort, 1],
      [south.lab.amiPort, 1],
    ]),
  )
}, 60_000)

test('check looks at both, and provision writes each switch its own files', async () => {
  const lines: string[] = []
  const print = (line: string) => void lines.push(line)
  const shared = { site: room.site, env: {}, clock: realClock, print }
  await checkCommand(shared)
  for (const { lab } of sides()) expect(lines).toContain(`127.0.0.1:${lab.amiPort}`)
  expect(lines.filter((line) => /has no queue|unknown to the switch/.test(line))).toEqual([])

  const out = mkdtempSync(join(tmpdir(), 'najva-'))
  try {
    const resources = join(root, 'resources/asterisk')
    await provisionCommand({ ...shared, resources, out, asterisk: null, rotate: false })
    expect(readdirSync(out).sort()).toEqual(['north', 'south'])
    const read = (side: SwitchSide, file: string) => readFileSync(join(out, side.name, file), 'utf8')
    const { north, south } = room
    expect(read(north, 'queues.conf')).toContain('[support](najva-queue)')
    expect(read(north, 'queues.conf')).not.toContain('[sales]')
    expect(read(south, 'najva_people.conf')).toContain('[1002](najva-phone)')
    expect(read(south, 'najva_people.conf')).not.toContain('[1001]')
    for (const side of sides()) expect(read(side, 'manager.conf')).toContain(`secret=${side.lab.amiSecret}`)
  } finally {
    rmSync(out, { recursive: true })
  }
})

test('a gateway that starts while one switch is away works with the other, and takes the one in when it comes', async () => {
  const { north, south } = room
  await south.lab.kill()
  const gateway = await room.restartGateway()
  const desk = await connectDesk(gateway.url)
  try {
    await expect.poll(() => gateway.gateway.floor.agents.size, soon).toBeGreaterThan(1)
    expect(await desk.signIn('demo', labPassword)).toMatchObject({ ok: true })
    desk.watch()
    const sara = () => desk.centre?.agents.find(({ extension }) => extension === north.extension)
    await expect.poll(() => sara()?.phone, soon).toBe('registered')
    expect(desk.centre?.pbx).toMatchObject({ kind: 'disconnected', failure: { code: 'switch-away' } })
    const leg = north.caller.call(north.number)
    await expect.poll(() => sara()?.activity.kind, soon).toBe('talking')
    await south.lab.start()
    await expect.poll(() => desk.centre?.pbx.kind, soon).toBe('connected')
    expect(sara()?.activity.kind).toBe('talking')
    leg.hangUp()
    await expect.poll(() => sara()?.activity.kind, soon).toBe('idle')
  } finally {
    await desk.close()
  }
}, 60_000)
