/** Measures how old the live model is on a desk, and what five hundred desks cost the gateway. */
import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes, scryptSync } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { stringify } from 'yaml'
import { z } from 'zod'
import { type Benchmark, percentile, toFigure } from '#bench/benchmark'
import {
  callsPerSecond,
  deskCount,
  deskExtension,
  eventsPerSecond,
  queueCount,
  queueName,
  queuesOf,
} from '#bench/liveCentre'
import { realClock } from '#gateway/commandLine/realTime'
import { createSiteStore } from '#gateway/store/createSiteStore'
import { startGatewayProcess } from '#tests/asterisk/support/gatewayProcess'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder } from '#tests/support/tempFolder'

const settleMs = 10_000
const measureMs = 30_000
const password = 'bench'

const Port = z.object({ port: z.number() })
const Sent = z.object({ sent: z.number() })
const Report = z.object({
  kind: z.literal('report'),
  bytes: z.number(),
  messages: z.number(),
  agesMs: z.array(z.number()),
})

export const benchmark: Benchmark = {
  name: 'live',
  about: 'age of the live model at 500 desks, and what they cost one gateway',
  async run(log) {
    const folder = createTempFolder()
    const ends: (() => Promise<unknown> | unknown)[] = [() => folder.remove()]
    try {
      const pbx = start('liveSwitch.ts', ends)
      const { port } = Port.parse(await hear(pbx))
      const gateway = await startGatewayProcess(writeSite(folder.path, port))
      ends.push(() => gateway.stop())
      const desks = start('liveDesks.ts', ends)
      log(`Signing ${deskCount} desks in.`)
      const users = Array.from({ length: deskCount }, (_, index) => `agent${index}`)
      desks.send({ kind: 'connect', url: gateway.url, users, password })
      await hear(desks)
      pbx.send('begin')
      log(`${eventsPerSecond} events a second, ${callsPerSecond} calls of them; settling.`)
      await wait(settleMs)
      desks.send({ kind: 'measure' })
      const before = await readCosts(gateway.watchUrl, pbx)
      await wait(measureMs)
      const after = await readCosts(gateway.watchUrl, pbx)
      desks.send({ kind: 'report' })
      return toMeasurement(before, after, Report.parse(await hear(desks)))
    } finally {
      for (const end of ends.reverse()) await end()
    }
  },
}

interface Costs {
  readonly atMs: number
  readonly cpuSeconds: number
  readonly residentBytes: number
  readonly events: number
}

function toMeasurement(before: Costs, after: Costs, report: z.infer<typeof Report>) {
  const seconds = (after.atMs - before.atMs) / 1000
  const perDeskSecond = deskCount * seconds
  return {
    n: report.agesMs.length,
    figures: {
      eventsPerSecond: toFigure((after.events - before.events) / seconds),
      deltaP50Ms: toFigure(percentile(report.agesMs, 0.5)),
      deltaP95Ms: toFigure(percentile(report.agesMs, 0.95)),
      deltaP99Ms: toFigure(percentile(report.agesMs, 0.99)),
      gatewayCorePercent: toFigure(((after.cpuSeconds - before.cpuSeconds) / seconds) * 100),
      gatewayMegabytes: toFigure(Math.max(before.residentBytes, after.residentBytes) / 2 ** 20),
      bytesPerDeskPerSecond: toFigure(report.bytes / perDeskSecond),
      messagesPerDeskPerSecond: toFigure(report.messages / perDeskSecond),
    },
    targets: [
      { figure: 'deltaP95Ms', limit: 50 },
      { figure: 'deltaP99Ms', limit: 100 },
      { figure: 'gatewayCorePercent', limit: 60 },
      { figure: 'gatewayMegabytes', limit: 400 },
    ],
  }
}

function start(file: string, ends: (() => unknown)[]): ChildProcess {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  ends.push(() => {
    child.kill('SIGKILL')
    return gone
  })
  return child
}

function hear(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`a part of the benchmark ended (${code})`))
    child.once('exit', onExit)
    child.once('message', (message) => {
      child.off('exit', onExit)
      resolve(message)
    })
  })
}

async function readCosts(watchUrl: string, pbx: ChildProcess): Promise<Costs> {
  pbx.send('count')
  const { sent } = Sent.parse(await hear(pbx))
  const text = await (await fetch(`${watchUrl}/metrics`)).text()
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
  return {
    atMs: performance.now(),
    cpuSeconds: value('process_cpu_seconds_total'),
    residentBytes: value('process_resident_memory_bytes'),
    events: sent,
  }
}

function writeSite(folder: string, port: number): string {
  mkdirSync(folder, { recursive: true })
  const teams = Array.from({ length: queueCount }, (_, index) => ({
    id: `team${index}`,
    name: `Team ${index}`,
    queues: [queueName(index)],
  }))
  // Signing in is not what is measured: a hash that costs next to nothing.
  const passwordHash = toCheapHash()
  const people = Array.from({ length: deskCount }, (_, index) => ({
    user: `agent${index}`,
    name: `Agent ${index}`,
    role: 'agent',
    extension: deskExtension(index),
    teams: [...new Set(queuesOf(index))].map((queue) => queue.replace('queue', 'team')),
    passwordHash,
  }))
  const site = {
    listen: { port: 0 },
    watch: { port: 0 },
    store: 'gateway.db',
    logLevel: 'info',
    statusAtSignIn: 'available',
    asterisk: {
      nodes: [{ port, secretFile: 'secret' }],
      sip: { serverUrl: 'ws://127.0.0.1:1/ws' },
    },
    queues: Array.from({ length: queueCount }, (_, index) => ({
      id: queueName(index),
      name: `Queue ${index}`,
      wrapUpSeconds: 10,
    })),
    teams,
    people,
  }
  writeFileSync(join(folder, 'secret'), 'bench\n')
  writeFileSync(join(folder, 'gateway.yaml'), stringify(site))
  const store = createSiteStore(join(folder, 'gateway.db'), realClock, silentLog)
  for (const { extension } of people) store.putPhonePassword(extension, 'bench', 0)
  store.close()
  return join(folder, 'gateway.yaml')
}

function toCheapHash(): string {
  const salt = randomBytes(16)
  const key = scryptSync(password, salt, 32, { N: 1024, r: 8, p: 1 })
  return ['scrypt', 1024, 8, 1, salt.toString('base64url'), key.toString('base64url')].join('$')
}
