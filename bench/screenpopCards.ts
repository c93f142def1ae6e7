/** Rings a real page of a desk with a million customers, with and without cards prepared, and times the cards. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { type CardRing, ringMarks, toCardRings } from '#bench/cardRings'
import { prepareKeptProfile } from '#bench/keptProfile'
import { keptCache } from '#bench/screenpopLookup'
import { untilReady, untilRegistered } from '#bench/untilReady'
import { withholdPreparedCards } from '#bench/withheldCards'
import { QueueId } from '#contract/ids'
import { createCustomerBook } from '#simulator/people/customerBook'
import { createRandom, type Random } from '#simulator/people/random'
import {
  openDeskBrowser,
  openDeskPage,
  openPracticeDesk,
  type PracticeDesk,
  singingCaller,
} from '#tests/support/practiceDesk'

/** As in the scenario's book. */
export const contacts = 1_000_000

/** 150; `NAJVA_BENCH_RINGS` makes it fewer while a cause is looked for, and the figures of such a run say little. */
const ringsOfEach = Number(process.env.NAJVA_BENCH_RINGS ?? 150)
/** The scenario is the bench's own; names are looked for among the product's. */
const scenario = '../../bench/scenarios/screenpop'

type Kind = 'asked' | 'prepared'

/** In the second a colleague is rung first, and declines within half a second. */
const queueOf: Readonly<Record<Kind, QueueId>> = {
  asked: QueueId.parse('support'),
  prepared: QueueId.parse('sales'),
}

export interface CardTimes {
  /** Milliseconds from INVITE to paint of each call whose card the page had to ask the cache for. */
  readonly asked: readonly number[]
  /** … of each call whose card was there before the ring. */
  readonly prepared: readonly number[]
}

export async function measureCards(log: (line: string) => void): Promise<CardTimes> {
  const room = await openPracticeDesk({ scenario }, prepareKeptProfile(contacts))
  const { browser, close } = await openDeskBrowser()
  try {
    await untilReady(() => room.desk.desk.cache.state.state === 'ready', 'The cache is not ready')
    const times = { room, browser, draw: createDraw() }
    log(`Ringing ${ringsOfEach} times with nothing prepared …`)
    const asked = await ringPage(times, 'asked')
    log(`Ringing ${ringsOfEach} times with the card prepared …`)
    return { asked, prepared: await ringPage(times, 'prepared') }
  } finally {
    await close()
    await room.close({ profile: true })
  }
}

interface Draw {
  number(): string
  /** A pause of `atLeastMs` and up to 200 ms more, so that rings fall anywhere between two frames. */
  pause(atLeastMs: number): Promise<void>
}

function createDraw(): Draw {
  const random: Random = createRandom(keptCache.seed, 'rings')
  const book = createCustomerBook({ seed: keptCache.seed, size: contacts, nowMs: 0 })
  return {
    number: () => book.numberAt(random.below(contacts)),
    pause: (atLeastMs) => sleep(atLeastMs + random.next() * 200),
  }
}

interface Bench {
  readonly room: PracticeDesk
  readonly browser: Browser
  readonly draw: Draw
}

/** Rings a page of its own, which is closed afterwards, and answers the milliseconds of every ring. */
async function ringPage(bench: Bench, kind: Kind): Promise<number[]> {
  const context = await bench.browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    if (kind === 'asked') await context.addInitScript(withholdPreparedCards)
    const registered = untilRegistered(bench.room.centre, '1001')
    const page = await openDeskPage(bench.room.desk.url, context)
    await registered
    for (let count = 1; count <= ringsOfEach; count += 1) await ringOnce(bench, page, kind, count)
    return (await readRings(page)).map((ring) => toTime(ring, kind))
  } finally {
    await context.close()
  }
}

async function ringOnce(bench: Bench, page: Page, kind: Kind, count: number): Promise<void> {
  const { centre } = bench.room
  const number = bench.draw.number()
  const callId = centre.callIn({ ...singingCaller, name: null, number, queueId: queueOf[kind] })
  await bench.draw.pause(kind === 'asked' ? 300 : 900)
  await untilReady(
    async () => (await readRings(page))[count - 1]?.paintedAfterMs != null,
    `Card ${count} was not painted`,
  )
  centre.hangUpCaller(callId)
  await bench.draw.pause(200)
}

async function readRings(page: Page): Promise<CardRing[]> {
  const names: readonly string[] = Object.values(ringMarks)
  const marks = await page.evaluate(
    (wanted) =>
      performance
        .getEntriesByType('mark')
        .filter((mark) => wanted.includes(mark.name))
        .map((mark) => ({ name: mark.name, atMs: mark.startTime })),
    names,
  )
  return toCardRings(marks)
}

/** A ring of the other kind would make the figure worthless. */
function toTime(ring: CardRing, kind: Kind): number {
  if (ring.wasAsked !== (kind === 'asked')) throw new Error(`A card was not ${kind}`)
  if (ring.paintedAfterMs === null) throw new Error('A card was not painted')
  return ring.paintedAfterMs
}
