/** `npm run bench -- start`: from the start of a desk to the click it answers, with few and with a million customers. */
import type { Page } from 'playwright-core'
import { type Benchmark, percentile, toFigure } from '#bench/benchmark'
import { fillKeptProfile } from '#bench/keptProfile'
import { keptCache } from '#bench/screenpopLookup'
import { type StartTimes, startOnce } from '#bench/startOnce'
import { openStartRoom, type StartRoom } from '#bench/startRoom'
import { createCustomerBook } from '#simulator/people/customerBook'
import { singingCaller } from '#tests/support/practiceDesk'

/** With each number of customers; `NAJVA_BENCH_STARTS` makes it fewer while a cause is looked for. */
const startsOfEach = Number(process.env.NAJVA_BENCH_STARTS ?? 20)
const few = 1000
const many = Number(process.env.NAJVA_BENCH_CONTACTS ?? 1_000_000)
/** The browser keeps a script's compiled form only when it has loaded it a few times. */
const warmUps = 3

export const benchmark: Benchmark = {
  name: 'start',
  about: 'a desk started until its page answers a click, with 1,000 and with 1,000,000 customers in turns',
  async run(log) {
    const profiles = { few: await fillKeptProfile(few, log), many: await fillKeptProfile(many, log) }
    const room = await openStartRoom()
    try {
      for (let turn = 0; turn < warmUps; turn += 1)
        for (const profile of Object.values(profiles)) await startOnce(room, profile)
      const times: Record<keyof typeof profiles, StartTimes[]> = { few: [], many: [] }
      log(`Starting ${startsOfEach} times with ${few} customers, in turns with ${many} …`)
      for (let turn = 0; turn < startsOfEach; turn += 1) {
        times.few.push(await startOnce(room, profiles.few))
        times.many.push(await startOnce(room, profiles.many))
      }
      // A desk that had not opened its cache would start as fast with any number of customers.
      await startOnce(room, profiles.many, (page) => untilKnown(room, page))
      return toMeasurement(times.few, times.many)
    } finally {
      await room.close()
    }
  },
}

/** Rings with the number of the last customer of the book; the page must show their name. */
async function untilKnown({ practice }: StartRoom, page: Page): Promise<void> {
  const customer = createCustomerBook({ seed: keptCache.seed, size: many, nowMs: 0 }).at(many - 1)
  await page.keyboard.press('Escape')
  const [number = null] = customer.numbers
  practice.centre.callIn({ ...singingCaller, name: null, number })
  await page.getByText(customer.name).first().waitFor({ timeout: 30_000 })
}

function toMeasurement(few: readonly StartTimes[], many: readonly StartTimes[]) {
  const all = [...few, ...many]
  const each = (times: readonly StartTimes[], kind: keyof StartTimes) => times.map((time) => time[kind])
  const median = (times: readonly StartTimes[]) => percentile(each(times, 'interactiveMs'), 0.5)
  const figures = {
    readyP50Ms: toFigure(percentile(each(all, 'readyMs'), 0.5)),
    readyP95Ms: toFigure(percentile(each(all, 'readyMs'), 0.95)),
    paintedP50Ms: toFigure(percentile(each(all, 'paintedMs'), 0.5)),
    paintedP95Ms: toFigure(percentile(each(all, 'paintedMs'), 0.95)),
    interactiveP50Ms: toFigure(percentile(each(all, 'interactiveMs'), 0.5)),
    interactiveP95Ms: toFigure(percentile(each(all, 'interactiveMs'), 0.95)),
    fewInteractiveP50Ms: toFigure(median(few)),
    manyInteractiveP50Ms: toFigure(median(many)),
    manyToFew: toFigure(median(many) / median(few)),
  }
  return {
    n: all.length,
    figures,
    targets: [
      { figure: 'interactiveP95Ms', limit: 1500 },
      { figure: 'manyToFew', limit: 1.1 },
    ],
  }
}
