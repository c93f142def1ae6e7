/** A room in the practice centre: two agents with a queue each, one at our desk and one at the bare page. */
import { type AnswerRoom, openTimedPage, voiceDb } from '#bench/answerRoom'
import { signInSecond } from '#bench/secondSeat'
import { untilRegistered } from '#bench/untilReady'
import type { QueueId } from '#contract/ids'
import type { SipCredentials } from '#contract/session'
import { toneLevelDb } from '#simulator/media/toneLevel'
import {
  agentHz,
  openDeskBrowser,
  openPracticeDesk,
  type PracticeDesk,
  singingCaller,
} from '#tests/support/practiceDesk'
import { servePage } from '#tests/support/servedPage'

/** The scenario is the bench's own; names are looked for among the product's. */
const scenario = '../../bench/scenarios/callsetup'
const queues = { ours: 'support', bare: 'sales' } as const

export async function openPracticeRoom(): Promise<AnswerRoom> {
  const ends: (() => Promise<void>)[] = []
  const close = async () => {
    for (const end of ends.splice(0).toReversed()) await end()
  }
  try {
    return { ...(await open(ends)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function open(ends: (() => Promise<void>)[]): Promise<Omit<AnswerRoom, 'close'>> {
  const room = await openPracticeDesk({ scenario })
  ends.push(() => room.close())
  const { centre } = room
  const { browser, close } = await openDeskBrowser()
  ends.push(close)
  const oursIsThere = untilRegistered(centre, '1001')
  const ours = await openTimedPage(await browser.newContext(), room.desk.url)
  await oursIsThere
  const served = await servePage('bench/barePage.ts')
  ends.push(() => served.close())
  const credentials = await signInOther(room, ends)
  const bare = await openTimedPage(await browser.newContext(), served.url)
  const bareIsThere = untilRegistered(centre, '1002')
  await bare.evaluate((given) => window.startBare(given), credentials)
  await bareIsThere
  return {
    ours,
    bare,
    ring(side) {
      const callId = centre.callIn({ ...singingCaller, queueId: queues[side] as QueueId })
      const heard: number[] = []
      const stop = centre.onHeard(callId, (frame) => {
        if (toneLevelDb(frame, agentHz) > voiceDb) heard.push(performance.timeOrigin + performance.now())
      })
      return {
        heardAgentAtMs: (sinceMs) => heard.find((atMs) => atMs >= sinceMs) ?? null,
        hangUp() {
          stop()
          centre.hangUpCaller(callId)
        },
      }
    },
  }
}

/** A second agent who works with the bare page. */
async function signInOther(room: PracticeDesk, ends: (() => Promise<void>)[]): Promise<SipCredentials> {
  const { link, sip } = await signInSecond(room, ends)
  const available = await link.chooseStatus({ kind: 'available' })
  if (!available.ok) throw new Error('The second agent cannot work')
  return sip
}
