/** Measures how many manager events a second are read rightly, beside the two fastest clients that read UTF-8. */
import { type ChildProcess, fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { appDataOf, eventCount, nameOf } from '#bench/amiEvents'
import { type Benchmark, percentile, toFigure } from '#bench/benchmark'
import { openAmiConnection } from '#gateway/asterisk/ami/amiConnection'
import { realClock } from '#tests/support/realClock'

const rounds = 5

/** Counts events and compares what each carries; done at the last one. */
interface Tally {
  take(uniqueId: unknown, name: unknown, value: unknown): void
  readonly wrong: number
}

type Reader = (port: number, tally: Tally) => () => void

interface PeerEvent {
  readonly uniqueid?: unknown
  readonly calleridname?: unknown
  readonly appdata?: unknown
}

interface PeerEvents {
  on(name: string, listener: (event: PeerEvent) => void): void
}

const load = createRequire(import.meta.url)

/** Reads what the gateway reads of an event: the lines it asks for. */
const readOurs: Reader = (port, tally) =>
  openOurs(port, (message) =>
    tally.take(message.get('Uniqueid'), message.get('CallerIDName'), message.get('AppData')),
  )

/** Reads every line of every event into an object, as the peers do whether anyone asks or not. */
const readOursWhole: Reader = (port, tally) =>
  openOurs(port, (message) => {
    const all = new Map(message.fields().map(({ key, value }) => [key, value]))
    tally.take(all.get('Uniqueid'), all.get('CallerIDName'), all.get('AppData'))
  })

function openOurs(port: number, onEvent: Parameters<typeof openAmiConnection>[0]['onEvent']): () => void {
  const connection = openAmiConnection({
    address: { host: '127.0.0.1', port, tls: null },
    user: 'bench',
    secret: 'bench',
    clock: realClock,
    idPrefix: 'bench',
    onReady: () => {},
    onEvent,
    onClosed: () => {},
  })
  return () => connection.close()
}

const readAmiIo: Reader = (port, tally) => {
  const { createClient, SilentLogger } = load('ami-io')
  const client: PeerEvents & { connect(): void; disconnect(): void } = createClient({
    host: '127.0.0.1',
    port,
    login: 'bench',
    password: 'bench',
    encoding: 'utf8',
    logger: new SilentLogger(),
  })
  client.on('event', (event) => tally.take(event.uniqueid, event.calleridname, event.appdata))
  client.connect()
  return () => client.disconnect()
}

const readAsteriskManager: Reader = (port, tally) => {
  const open: (...options: readonly unknown[]) => PeerEvents & { disconnect(): void } =
    load('asterisk-manager')
  const client = open(port, '127.0.0.1', 'bench', 'bench', true)
  client.on('managerevent', (event) => tally.take(event.uniqueid, event.calleridname, event.appdata))
  return () => client.disconnect()
}

const readers: Readonly<Record<string, Reader>> = {
  ours: readOurs,
  oursWhole: readOursWhole,
  amiIo: readAmiIo,
  asteriskManager: readAsteriskManager,
}

interface Run {
  readonly eventsPerSecond: number
  /** Of this process alone: what a busy machine cannot blur. */
  readonly eventsPerCpuSecond: number
  readonly wrong: number
}

function measure(port: number, read: Reader): Promise<Run> {
  return new Promise((resolve) => {
    let count = 0
    let wrong = 0
    let startedAt = 0
    let cpuBefore = process.cpuUsage()
    const tally: Tally = {
      take(uniqueId, name, value) {
        if (count === 0) {
          startedAt = performance.now()
          cpuBefore = process.cpuUsage()
        }
        const serial = count
        count += 1
        if (uniqueId !== `1795400000.${serial}`) wrong += 1
        if (name !== nameOf(serial)) wrong += 1
        if (value !== appDataOf(serial)) wrong += 1
        if (count !== eventCount) return
        const seconds = (performance.now() - startedAt) / 1000
        const { user, system } = process.cpuUsage(cpuBefore)
        stop()
        resolve({
          eventsPerSecond: eventCount / seconds,
          eventsPerCpuSecond: (eventCount / (user + system)) * 1e6,
          wrong,
        })
      },
      get wrong() {
        return wrong
      },
    }
    const stop = read(port, tally)
  })
}

const Ready = z.object({ port: z.number(), bytes: z.number() })

function startServer(): Promise<z.infer<typeof Ready> & { readonly child: ChildProcess }> {
  const child = fork(fileURLToPath(new URL('amiServer.ts', import.meta.url)))
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve({ ...Ready.parse(message), child }))
    child.once('exit', () => reject(new Error('The stream server ended before it was ready')))
  })
}

async function run(log: (line: string) => void) {
  const { port, bytes, child } = await startServer()
  const runs = new Map<string, Run[]>(Object.keys(readers).map((name) => [name, []]))
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (const [name, read] of Object.entries(readers)) {
        const measured = await measure(port, read)
        runs.get(name)?.push(measured)
        log(
          `${name} ${round}: ${Math.round(measured.eventsPerSecond)} events/s, ${measured.wrong} wrong values`,
        )
      }
    }
  } finally {
    child.removeAllListeners('exit')
    child.kill()
  }
  const speedOf = (name: string) =>
    percentile(
      (runs.get(name) ?? []).map((each) => each.eventsPerSecond),
      0.5,
    )
  const wrongOf = (name: string) => Math.max(...(runs.get(name) ?? []).map((each) => each.wrong))
  const cpuSpeedOf = (name: string) =>
    percentile(
      (runs.get(name) ?? []).map((each) => each.eventsPerCpuSecond),
      0.5,
    )
  const cpuPeers = Math.max(cpuSpeedOf('amiIo'), cpuSpeedOf('asteriskManager'))
  const peers = Math.max(speedOf('amiIo'), speedOf('asteriskManager'))
  return {
    n: eventCount,
    figures: {
      streamMb: toFigure(bytes / 1e6),
      eventsPerSecond: toFigure(speedOf('ours')),
      everyLineEventsPerSecond: toFigure(speedOf('oursWhole')),
      amiIoEventsPerSecond: toFigure(speedOf('amiIo')),
      asteriskManagerEventsPerSecond: toFigure(speedOf('asteriskManager')),
      ratio: toFigure(speedOf('ours') / peers),
      everyLineRatio: toFigure(speedOf('oursWhole') / peers),
      eventsPerCpuSecond: toFigure(cpuSpeedOf('ours')),
      cpuRatio: toFigure(cpuSpeedOf('ours') / cpuPeers),
      wrongValues: wrongOf('ours') + wrongOf('oursWhole'),
      amiIoWrongValues: wrongOf('amiIo'),
      asteriskManagerWrongValues: wrongOf('asteriskManager'),
    },
    targets: [
      { figure: 'ratio', limit: 5, atLeast: true },
      { figure: 'wrongValues', limit: 0 },
    ],
  }
}

export const benchmark: Benchmark = {
  name: 'ami',
  about: '200,000 manager events over loopback TCP, beside ami-io and asterisk-manager; five rounds, median.',
  run,
}
