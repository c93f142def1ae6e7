/** `npm run bench -- callsetup`: the click on Answer to the first sound of the caller, beside a bare sip.js page. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type Benchmark, percentile, toFigure } from '#bench/benchmark'
import { measureDials } from '#bench/dialTime'
import { timeFirstSound } from '#bench/firstSound'
import { signInSecond } from '#bench/secondSeat'
import { untilReady, untilRegistered } from '#bench/untilReady'
import type { QueueId } from '#contract/ids'
import type { SipCredentials } from '#contract/session'
import { createRandom } from '#simulator/people/random'
import {
  openDeskBrowser,
  openPracticeDesk,
  type PracticeDesk,
  singingCaller,
} from '#tests/support/practiceDesk'
import { servePage } from '#tests/support/servedPage'

const callsOfEach = 40
/** The scenario is the bench's own; names are looked for among the product's. */
const scenario = '../../bench/scenarios/callsetup'

export const benchmark: Benchmark = {
  name: 'callsetup',
  about: 'Click on Answer to the first sound of the caller, beside a bare sip.js page in the same browser',
  async run(log) {
    const { ours, bare } = await measureAnswers(log)
    log('Dialling …')
    const dials = await measureDials()
    const [ourP50Ms, bareP50Ms] = [percentile(ours, 0.5), percentile(bare, 0.5)]
    return {
      n: ours.length + bare.length,
      figures: {
        answerToAudioP50Ms: toFigure(ourP50Ms),
        answerToAudioP95Ms: toFigure(percentile(ours, 0.95)),
        bareAnswerToAudioP50Ms: toFigure(bareP50Ms),
        bareAnswerToAudioP95Ms: toFigure(percentile(bare, 0.95)),
        answerToAudioRatio: toFigure(ourP50Ms / bareP50Ms),
        dialToInviteP50Ms: toFigure(percentile(dials, 0.5)),
        dialToInviteP95Ms: toFigure(percentile(dials, 0.95)),
      },
      targets: [
        { figure: 'answerToAudioRatio', limit: 1 },
        { figure: 'dialToInviteP95Ms', limit: 50 },
      ],
    }
  },
}

/** Milliseconds of each call. */
interface Answers {
  readonly ours: readonly number[]
  readonly bare: readonly number[]
}

async function measureAnswers(log: (line: string) => void): Promise<Answers> {
  const ends: (() => Promise<void>)[] = []
  try {
    const room = await openPracticeDesk({ scenario })
    ends.push(() => room.close())
    const { browser, close } = await openDeskBrowser()
    ends.push(close)
    const ours = await openOurs(room, browser)
    const bare = await openBare(room, browser, ends)
    log(`Answering ${callsOfEach} calls on each page, in turns …`)
    return await answerInTurns(room, ours, bare)
  } finally {
    for (const end of ends.toReversed()) await end()
  }
}

async function answerInTurns(room: PracticeDesk, ours: Page, bare: Page): Promise<Answers> {
  const pause = createPause()
  for (let call = 1; call <= callsOfEach; call += 1) {
    await answerOne(room, ours, 'support', call, pause)
    await answerOne(room, bare, 'sales', call, pause)
  }
  return { ours: await readAnswers(ours), bare: await readAnswers(bare) }
}

/** A pause of `atLeastMs` and up to 200 ms more, so that clicks fall anywhere in the beat of the sound. */
function createPause(): (atLeastMs: number) => Promise<void> {
  const random = createRandom(1, 'pauses')
  return (atLeastMs) => sleep(atLeastMs + random.next() * 200)
}

/** The phone rings for a while, as before a person's hand, is answered and heard; then the caller hangs up. */
async function answerOne(
  { centre }: PracticeDesk,
  page: Page,
  queueId: string,
  count: number,
  pause: (atLeastMs: number) => Promise<void>,
): Promise<void> {
  await page.bringToFront()
  const callId = centre.callIn({ ...singingCaller, queueId: queueId as QueueId })
  const button = page.getByRole('button', { name: 'Answer', disabled: false })
  await button.waitFor()
  await pause(800)
  await button.click()
  await pause(600)
  await untilReady(async () => (await readAnswers(page)).length === count, `Call ${count} was not heard`)
  centre.hangUpCaller(callId)
  await pause(400)
}

function readAnswers(page: Page): Promise<number[]> {
  return page.evaluate(() => window.answerTimes.map(({ clickedAtMs, heardAtMs }) => heardAtMs - clickedAtMs))
}

async function openOurs(room: PracticeDesk, browser: Browser): Promise<Page> {
  const registered = untilRegistered(room.centre, '1001')
  const page = await openPage(await browser.newContext(), room.desk.url)
  await registered
  return page
}

/** A second agent who works with the bare page; in a browser profile of its own, like ours. */
async function openBare(room: PracticeDesk, browser: Browser, ends: (() => Promise<void>)[]): Promise<Page> {
  const served = await servePage('bench/barePage.ts')
  ends.push(() => served.close())
  const credentials = await signInOther(room, ends)
  const page = await openPage(await browser.newContext(), served.url)
  const registered = untilRegistered(room.centre, '1002')
  await page.evaluate((given) => window.startBare(given), credentials)
  await registered
  return page
}

async function signInOther(room: PracticeDesk, ends: (() => Promise<void>)[]): Promise<SipCredentials> {
  const { link, sip } = await signInSecond(room, ends)
  const available = await link.chooseStatus({ kind: 'available' })
  if (!available.ok) throw new Error('The second agent cannot work')
  return sip
}

async function openPage(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage()
  await page.addInitScript(timeFirstSound)
  await page.goto(url)
  return page
}
