/** `npm run bench -- soak`: 500 calls in one page; what each leaves behind after collection. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { CDPSession } from 'playwright-core'
import { type Benchmark, toFigure } from '#bench/benchmark'
import { openPhoneBench, type PhoneBench } from '#bench/phoneBench'
import { untilReady } from '#bench/untilReady'

const calls = 500
/** The first calls load what every later one uses. */
const warmUp = 50
const everyCalls = 90
/** Long enough for the ring to be heard, in every other call. */
const ringMs = 150

/** After collection, in one moment without a call. */
interface Sample {
  readonly call: number
  readonly heapBytes: number
  readonly listeners: number
  readonly timers: number
  readonly connections: number
  readonly tracks: number
}

export const benchmark: Benchmark = {
  name: 'soak',
  about: '500 calls in one page: heap, listeners, timers, connections and microphones left after each',
  async run(log) {
    const room = await openPhoneBench()
    try {
      const samples = await soak(room, log)
      const [first, last] = [samples.at(0), samples.at(-1)]
      if (first === undefined || last === undefined) throw new Error('Nothing was measured')
      const errors = await room.page.evaluate(() => window.bench.errors)
      return {
        n: calls,
        figures: {
          heapPerCallKb: toFigure(toSlope(samples) / 1024),
          heapFirstMb: toFigure(first.heapBytes / 2 ** 20),
          heapLastMb: toFigure(last.heapBytes / 2 ** 20),
          listenersLeft: last.listeners - first.listeners,
          timersLeft: last.timers - first.timers,
          connectionsLeft: last.connections,
          tracksLeft: last.tracks,
          errors: errors.length,
        },
        targets: [
          { figure: 'heapPerCallKb', limit: 50 },
          { figure: 'listenersLeft', limit: 0 },
          { figure: 'timersLeft', limit: 0 },
          { figure: 'connectionsLeft', limit: 0 },
          { figure: 'tracksLeft', limit: 0 },
          { figure: 'errors', limit: 0 },
        ],
      }
    } finally {
      await room.close()
    }
  },
}

async function soak(room: PhoneBench, log: (line: string) => void): Promise<Sample[]> {
  const devtools = await room.page.context().newCDPSession(room.page)
  await devtools.send('Performance.enable')
  const samples: Sample[] = []
  for (let call = 1; call <= calls; call += 1) {
    await makeCall(room, call)
    if (call < warmUp || (call - warmUp) % everyCalls !== 0) continue
    samples.push(await look(room, devtools, call))
    log(JSON.stringify(samples.at(-1)))
  }
  return samples
}

/** Rings, is answered, talks for a moment, and is ended by either side in turn. */
async function makeCall({ page, telephony, extension }: PhoneBench, call: number): Promise<void> {
  const legId = `leg-${call}`
  const conference = telephony.createConference()
  const stateNow = () => page.evaluate(() => window.bench.phone.snapshot.call?.state ?? 'none')
  telephony.ring({ legId, extension, from: { number: '+982112345678', name: 'Sara' }, headers: {} })
  await untilReady(async () => (await stateNow()) === 'ringing', `Call ${call} did not ring`)
  if (call % 4 < 2) await sleep(ringMs)
  await page.evaluate(() => window.bench.phone.answer())
  conference.addLeg(legId)
  await untilReady(async () => (await stateNow()) === 'talking', `Call ${call} was not answered`)
  await sleep(100)
  if (call % 2 === 0) telephony.hangUp(legId, 'normal')
  else await page.evaluate(() => window.bench.phone.hangUp())
  await untilReady(async () => ['ended', 'none'].includes(await stateNow()), `Call ${call} did not end`)
  conference.close()
}

/** An ended call is shown for 3 s, and SIP keeps its transactions for 32 s: both are waited out. */
async function look({ page }: PhoneBench, devtools: CDPSession, call: number): Promise<Sample> {
  await sleep(34_000)
  // What hangs on a connection is free only when the one before found the connection unused.
  for (let round = 0; round < 3; round += 1) {
    await devtools.send('HeapProfiler.collectGarbage')
    await sleep(1000)
  }
  const { metrics } = await devtools.send('Performance.getMetrics')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  const listeners = metrics.find(({ name }) => name === 'JSEventListeners')?.value ?? Number.NaN
  return { call, heapBytes: usedSize, listeners, ...(await page.evaluate(() => window.bench.held())) }
}

/** Bytes a call, by least squares. */
function toSlope(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length
  const [meanCall, meanHeap] = [mean(({ call }) => call), mean(({ heapBytes }) => heapBytes)]
  const shared = mean(({ call, heapBytes }) => (call - meanCall) * (heapBytes - meanHeap))
  return shared / mean(({ call }) => (call - meanCall) ** 2)
}
