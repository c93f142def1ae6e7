/** `npm run bench -- floor`: the floor page under a big centre's changes while somebody scrolls. */
import { setTimeout as wait } from 'node:timers/promises'
import type { CDPSession, Page } from 'playwright-core'
import { type Benchmark, percentile, type Target, toFigure } from '#bench/benchmark'
import {
  agentCount,
  changesPerSecond,
  createBusyFloor,
  messagesPerSecond,
  queueCount,
  waitingCount,
} from '#bench/floorCentre'
import { type FloorDesk, openFloorDesk } from '#bench/floorDesk'
import { type FloorFigures, installFloorProbe } from '#bench/floorProbe'
import { createRandom } from '#simulator/people/random'
import { launchChromium } from '#tests/support/chromium'

/** The page has started, and everything has been drawn once. */
const settleMs = 5000
/**
 * Scrolled before anything is counted: the engine compiles what a floor in use runs, a few megabytes that come once and
 * would be taken for growth. The heap before it is told as well.
 */
const warmUpMs = 30_000
/** A minute; `NAJVA_BENCH_SECONDS` makes it shorter while a cause is looked for. */
const measureMs = Number(process.env.NAJVA_BENCH_SECONDS ?? 60) * 1000
/** Of the figure `Offered` in the grid of queues. */
const offeredColumn = 6

const targets: readonly Target[] = [
  { figure: 'longTasks', limit: 0 },
  { figure: 'frameP95Ms', limit: 20 },
  { figure: 'changePaintedP95Ms', limit: 100 },
  { figure: 'heapGrowthRatio', limit: 1.1 },
]

export const benchmark: Benchmark = {
  name: 'floor',
  about: `the floor with ${agentCount} agents, ${queueCount} queues, ${waitingCount} waiting and ${changesPerSecond} changes a second, scrolled`,
  async run(log) {
    const desk = await openFloorDesk(log)
    const browser = await launchChromium()
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
      await page.addInitScript(installFloorProbe, offeredColumn)
      return await measure(desk, page, log)
    } finally {
      await browser.close()
      await desk.close()
    }
  },
}

async function measure(desk: FloorDesk, page: Page, log: (line: string) => void) {
  const play = startPlay(desk)
  try {
    await page.goto(desk.url)
    await page.getByRole('grid', { name: 'Agents' }).getByRole('row').nth(5).waitFor()
    await wait(settleMs)
    const devtools = await page.context().newCDPSession(page)
    const coldHeap = await readHeap(devtools)
    log(`Scrolling for ${(warmUpMs + measureMs) / 1000} s.`)
    // Found once: to find a grid by its name takes the page longer than any frame.
    const agents = await findAgents(page)
    await scrollFor(page, agents, warmUpMs)
    const startHeap = await readHeap(devtools)
    await page.evaluate(() => window.floorProbe.begin())
    await scrollFor(page, agents, measureMs)
    const figures = await page.evaluate(() => window.floorProbe.read())
    const endHeap = await readHeap(devtools)
    return toMeasurement(figures, play.sentAtMs, { coldHeap, startHeap, endHeap })
  } finally {
    play.stop()
  }
}

/** Tells the changes from now on; `sentAtMs` is when each message left, by its serial (epoch, ms). */
function startPlay({ main }: FloorDesk): { readonly sentAtMs: ReadonlyMap<number, number>; stop(): void } {
  const floor = createBusyFloor(createRandom(1, 'floor'), Date.now())
  const sentAtMs = new Map<number, number>()
  main.live.keep([
    { kind: 'snapshot', position: { epoch: 'bench', seq: 0 }, atMs: Date.now(), centre: floor.centre },
  ])
  let serial = 0
  const timer = setInterval(() => {
    // A reader that comes later than this would miss what was told before: the play begins with the first one.
    if (main.live.readers === 0) return
    serial += 1
    const changes = floor.next(serial, Date.now())
    sentAtMs.set(serial, performance.timeOrigin + performance.now())
    main.live.tell({ kind: 'delta', position: { epoch: 'bench', seq: serial }, atMs: Date.now(), changes })
  }, 1000 / messagesPerSecond)
  return { sentAtMs, stop: () => clearInterval(timer) }
}

interface Spot {
  readonly x: number
  readonly y: number
}

/** The middle of the agents' grid. */
async function findAgents(page: Page): Promise<Spot> {
  const box = await page.getByRole('grid', { name: 'Agents' }).boundingBox()
  if (box === null) throw new Error('The agents are not shown')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Turns the wheel over the agents, down to the end and up again. */
async function scrollFor(page: Page, over: Spot, forMs: number): Promise<void> {
  await page.mouse.move(over.x, over.y)
  const untilMs = performance.now() + forMs
  for (let turn = 0; performance.now() < untilMs; turn += 1) {
    await page.mouse.wheel(0, turn % 400 < 200 ? 120 : -120)
    await wait(40)
  }
}

/** The page works on while it is asked: between collecting and counting it makes up to two megabytes anew. */
const heapReadings = 9

/** Bytes in use after everything that can be collected was: the least of several readings. */
async function readHeap(devtools: CDPSession): Promise<number> {
  await devtools.send('HeapProfiler.enable')
  let least = Number.POSITIVE_INFINITY
  for (let reading = 0; reading < heapReadings; reading += 1) {
    await devtools.send('HeapProfiler.collectGarbage')
    const { usedSize } = await devtools.send('Runtime.getHeapUsage')
    least = Math.min(least, usedSize)
  }
  return least
}

/** Bytes: when everything had been drawn once, when the counting began, and when it ended. */
interface Heaps {
  readonly coldHeap: number
  readonly startHeap: number
  readonly endHeap: number
}

function toMeasurement(
  figures: FloorFigures,
  sentAtMs: ReadonlyMap<number, number>,
  { coldHeap, startHeap, endHeap }: Heaps,
) {
  const { framesMs, longTasksMs } = figures
  const ages = toAges(figures, sentAtMs)
  return {
    n: ages.length,
    figures: {
      longTasks: longTasksMs.length,
      longestTaskMs: toFigure(Math.max(0, ...longTasksMs)),
      frames: framesMs.length,
      frameP50Ms: toFigure(percentile(framesMs, 0.5)),
      frameP95Ms: toFigure(percentile(framesMs, 0.95)),
      frameMaxMs: toFigure(percentile(framesMs, 1)),
      changePaintedP50Ms: toFigure(percentile(ages, 0.5)),
      changePaintedP95Ms: toFigure(percentile(ages, 0.95)),
      changePaintedMaxMs: toFigure(percentile(ages, 1)),
      heapColdMb: toFigure(coldHeap / 2 ** 20),
      heapStartMb: toFigure(startHeap / 2 ** 20),
      heapEndMb: toFigure(endHeap / 2 ** 20),
      heapGrowthRatio: toFigure(endHeap / startHeap),
      heapGrowthFromColdRatio: toFigure(endHeap / coldHeap),
    },
    targets,
  }
}

/** Milliseconds from each message's leaving to the paint that showed it, or one after it. */
function toAges({ painted }: FloorFigures, sentAtMs: ReadonlyMap<number, number>): number[] {
  const [first] = painted
  if (first === undefined) throw new Error('No change was painted')
  const ages: number[] = []
  let serial = first.serial + 1
  for (const { serial: shown, atMs } of painted.slice(1)) {
    for (; serial <= shown; serial += 1) {
      const sent = sentAtMs.get(serial)
      if (sent !== undefined) ages.push(atMs - sent)
    }
  }
  return ages
}
