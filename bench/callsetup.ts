/**
 * `npm run bench -- callsetup`: the click on Answer to the first sound each way, beside a bare sip.js page, on a real
 * Asterisk and in practice; and the order to dial to the INVITE.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { openPracticeRoom } from '#bench/answerInPractice'
import { openAsteriskRoom } from '#bench/answerOnAsterisk'
import type { AnswerRoom } from '#bench/answerRoom'
import { type Benchmark, percentile, toFigure } from '#bench/benchmark'
import { measureDials } from '#bench/dialTime'
import { untilReady } from '#bench/untilReady'
import { createRandom } from '#simulator/people/random'

const callsOfEach = 30

export const benchmark: Benchmark = {
  name: 'callsetup',
  about: 'Click on Answer to sound both ways, beside a bare sip.js page on the same Asterisk; dial to INVITE',
  async run(log) {
    const asterisk = await measureRoom('Asterisk', openAsteriskRoom, callsOfEach, log)
    const practice = await measureRoom('The practice centre', openPracticeRoom, callsOfEach, log)
    log('Dialling …')
    const dials = await measureDials()
    return {
      n: asterisk.ours.length * 2 + practice.ours.length * 2 + dials.length,
      figures: {
        ...toFigures('', asterisk),
        ...toFigures('practice', practice),
        dialToInviteP50Ms: toFigure(percentile(dials, 0.5)),
        dialToInviteP95Ms: toFigure(percentile(dials, 0.95)),
      },
      targets: [
        { figure: 'answerToAudioRatio', limit: 0.6 },
        { figure: 'dialToInviteP95Ms', limit: 50 },
      ],
    }
  },
}

/** Milliseconds from the click to the first sound of the caller here, and of the agent at the caller's ear. */
export interface AnswerTime {
  readonly heardMs: number
  readonly spokenMs: number
}

export interface AnswerTimes {
  readonly ours: readonly AnswerTime[]
  readonly bare: readonly AnswerTime[]
}

export async function measureRoom(
  name: string,
  open: () => Promise<AnswerRoom>,
  calls: number,
  log: (line: string) => void,
): Promise<AnswerTimes> {
  const room = await open()
  const pause = createPause()
  const times = { ours: [] as AnswerTime[], bare: [] as AnswerTime[] }
  try {
    log(`${name}: answering ${calls} calls on each page, in turns …`)
    for (let call = 1; call <= calls; call += 1) {
      times.ours.push(await answerOne(room, 'ours', call, pause))
      times.bare.push(await answerOne(room, 'bare', call, pause))
    }
  } finally {
    await room.close()
  }
  return times
}

/** A pause of `atLeastMs` and up to 200 ms more, so that clicks fall anywhere in the beat of the sound. */
function createPause(): (atLeastMs: number) => Promise<void> {
  const random = createRandom(1, 'pauses')
  return (atLeastMs) => sleep(atLeastMs + random.next() * 200)
}

/** The phone rings for a while, as before a person's hand, is answered and heard both ways; then the caller hangs up. */
async function answerOne(
  room: AnswerRoom,
  side: 'ours' | 'bare',
  count: number,
  pause: (atLeastMs: number) => Promise<void>,
): Promise<AnswerTime> {
  const page = room[side]
  await page.bringToFront()
  const caller = room.ring(side)
  const button = page.getByRole('button', { name: 'Answer', disabled: false })
  await button.waitFor()
  await pause(800)
  await button.click()
  await pause(600)
  const read = () => page.evaluate(() => window.answerTimes)
  await untilReady(async () => (await read()).length === count, `Call ${count} was not heard`)
  const { clickedAtMs, heardAtMs } = (await read())[count - 1] ?? { clickedAtMs: 0, heardAtMs: 0 }
  let spokenAtMs: number | null = null
  await untilReady(() => {
    spokenAtMs = caller.heardAgentAtMs(clickedAtMs)
    return spokenAtMs !== null
  }, `Call ${count} was not heard by the caller`)
  caller.hangUp()
  await pause(400)
  return { heardMs: heardAtMs - clickedAtMs, spokenMs: (spokenAtMs ?? Number.NaN) - clickedAtMs }
}

/** Both ways: when the later of the two is heard. */
function toFigures(place: string, { ours, bare }: AnswerTimes): Record<string, number> {
  const both = (times: readonly AnswerTime[], share: number) =>
    percentile(
      times.map(({ heardMs, spokenMs }) => Math.max(heardMs, spokenMs)),
      share,
    )
  const one = (times: readonly AnswerTime[], way: keyof AnswerTime) =>
    percentile(
      times.map((time) => time[way]),
      0.5,
    )
  const figures = {
    answerToAudioP50Ms: both(ours, 0.5),
    answerToAudioP95Ms: both(ours, 0.95),
    answerToHeardP50Ms: one(ours, 'heardMs'),
    answerToSpokenP50Ms: one(ours, 'spokenMs'),
    bareAnswerToAudioP50Ms: both(bare, 0.5),
    bareAnswerToAudioP95Ms: both(bare, 0.95),
    bareAnswerToHeardP50Ms: one(bare, 'heardMs'),
    bareAnswerToSpokenP50Ms: one(bare, 'spokenMs'),
    answerToAudioRatio: both(ours, 0.5) / both(bare, 0.5),
  }
  const named = (name: string) => (place === '' ? name : `${place}${name[0]?.toUpperCase()}${name.slice(1)}`)
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [named(name), toFigure(value)]))
}
