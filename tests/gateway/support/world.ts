/** One gateway with its scripted telephone system, its store in a folder of its own, and the desks connected to it. */
import { scryptSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import type { Agent } from '#contract/agent'
import type { CallId } from '#contract/ids'
import { createGateway, type Gateway, type GatewayOptions } from '#gateway/createGateway'
import type { SeedPerson } from '#gateway/seedPeople'
import { startMs, support } from '#tests/gateway/support/floorOf'
import { createScriptedPbx, type ScriptedPbx, type Told } from '#tests/gateway/support/scriptedPbx'
import { connectDesk, type TestDesk } from '#tests/gateway/support/testDesk'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'

/** Hashed with little work, so that a test does not wait for what makes guessing slow. */
const toQuickHash = (password: string) => {
  const key = scryptSync(password, 'salt', 32, { N: 16, r: 1, p: 1 })
  return `scrypt$16$1$1$${Buffer.from('salt').toString('base64url')}$${key.toString('base64url')}`
}

export const people: readonly SeedPerson[] = [
  {
    userName: 'sara',
    passwordHash: toQuickHash('right horse'),
    name: 'Sara',
    role: 'agent',
    extension: '1001',
  },
  {
    userName: 'omid',
    passwordHash: toQuickHash('battery staple'),
    name: 'Omid',
    role: 'supervisor',
    extension: '1002',
  },
]

export interface World {
  readonly clock: FakeClock
  readonly pbx: ScriptedPbx
  readonly gateway: Gateway
  readonly storePath: string
  /** Everything logged so far, as text. */
  readonly logged: () => string
  desk(): Promise<TestDesk>
  /** A desk with Sara signed in and her stream running. */
  sara(): Promise<TestDesk & { readonly token: string }>
  /** Moves time past the window in which changes are gathered. */
  tick(): void
  /** Closes the gateway and starts another on the same store, with a telephone system that knows nothing of before. */
  restart(): Promise<World>
}

export interface WorldOptions extends Partial<GatewayOptions> {
  readonly clock?: FakeClock
  readonly folder?: string
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const { clock = createFakeClock(startMs), folder = await newFolder(), ...rest } = options
  const pbx = createScriptedPbx(clock)
  const lines: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, callback) {
      lines.push(String(chunk))
      callback()
    },
  })
  const storePath = join(folder, 'gateway.db')
  const gateway = await createGateway({
    pbx,
    storePath,
    clock,
    listen: { host: '127.0.0.1', port: 0 },
    people,
    timeZone: 'Asia/Tehran',
    log: pino({ level: 'debug' }, sink),
    // Time stands still here: a take-over would wait for ever for the supervisor's voice.
    voiceLeadMs: 0,
    heartbeatMs: 20 * 24 * 60 * 60 * 1000,
    ...rest,
  })
  const desks: TestDesk[] = []
  const close = once(async () => {
    await Promise.all(desks.map((desk) => desk.close()))
    await gateway.close()
  })
  onTestFinished(close)

  const desk = async () => {
    const connected = await connectDesk(gateway.url)
    desks.push(connected)
    return connected
  }
  return {
    clock,
    pbx,
    gateway,
    storePath,
    logged: () => lines.join(''),
    desk,
    async sara() {
      const connected = await desk()
      const answer = await connected.signIn('sara', 'right horse')
      if (!answer.ok) throw new Error(`sign-in failed: ${answer.failure.code}`)
      connected.watch()
      await until(() => connected.centre !== null)
      return Object.assign(connected, { token: answer.value.token })
    },
    tick: () => clock.advance(20),
    async restart() {
      await close()
      return createWorld({ ...options, clock, folder })
    },
  }
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'najva-gateway-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

function once(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  return () => {
    running ??= task()
    return running
  }
}

/** Waits for what a socket still carries; fails when it does not come. */
export async function until(condition: () => boolean, what = String(condition)): Promise<void> {
  const giveUpAtMs = performance.now() + 15_000
  while (!condition()) {
    if (performance.now() > giveUpAtMs) throw new Error(`did not happen: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

export function agentOf(desk: TestDesk, name = 'Sara'): Agent {
  const agent = desk.centre?.agents.find((each) => each.name === name)
  if (agent === undefined) throw new Error(`no agent ${name}`)
  return agent
}

/** A queue call that extension 1001 answers. */
export function answeredCall(id: string): Told[] {
  const callId = id as CallId
  return [
    {
      kind: 'callEntered',
      callId,
      direction: 'inbound',
      caller: { number: '+989121234567', name: 'Mina' },
      dialledNumber: '+982188000000',
      extension: null,
    },
    { kind: 'callQueued', callId, queueId: support, position: 1, priority: 0 },
    { kind: 'callOffered', callId, extension: '1001' },
    { kind: 'callConnected', callId, extension: '1001' },
  ]
}

export const hangUp = (id: string): Told => ({
  kind: 'callEnded',
  callId: id as CallId,
  end: 'caller-hung-up',
})
