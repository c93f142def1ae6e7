/** How long a call is without its sound: when the machine comes into another network, and when its page is loaded anew. */
import { setTimeout as sleep } from 'node:timers/promises'
import { untilReady } from '#bench/untilReady'
import en from '#resources/locales/en.json' with { type: 'json' }
import type {} from '#tests/renderer/phone/phonePage'
import { agentHz, callerHz, openPhoneRoom } from '#tests/renderer/phone/phoneRoom'
import { noteCallSound, openGapEars } from '#tests/renderer/phone/soundGaps'
import { type DeadPaths, watchPaths } from '#tests/support/deadPaths'
import {
  openDeskBrowser,
  openDeskPage,
  openPracticeDesk,
  callerHz as practiceCallerHz,
  singingCaller,
} from '#tests/support/practiceDesk'

/** Milliseconds of each change. */
export interface NetworkGaps {
  readonly caller: number[]
  readonly agent: number[]
}

/**
 * In a call on the practice exchange every path and socket of before is dead in one moment, and the page is told that
 * the network has changed; new paths and sockets work.
 */
export async function measureNetworkGaps(changes: number): Promise<NetworkGaps> {
  const paths = watchPaths()
  try {
    return await changeNetworks(changes, paths)
  } finally {
    paths.close()
  }
}

async function changeNetworks(changes: number, paths: DeadPaths): Promise<NetworkGaps> {
  const room = await openPhoneRoom({}, [noteCallSound])
  const gaps: NetworkGaps = { caller: [], agent: [] }
  try {
    const { page } = room
    await page.evaluate((credentials) => window.najva.start(credentials), room.credentials)
    await room.until('connected', ({ link }) => link.kind === 'connected')
    room.ring('leg')
    await room.until('rings', ({ call }) => call?.state === 'ringing')
    await page.evaluate(() => window.najva.phone.answer())
    const ears = await openGapEars(page, room.telephony, { agentHz, callerHz, legId: 'leg' })
    for (let change = 1; change <= changes; change += 1) {
      await untilReady(ears.isHeard, 'The call was not heard')
      // A second change while the first is being dealt with would measure both.
      await sleep(1500)
      await ears.begin()
      paths.kill()
      room.line.strand()
      await page.evaluate(() => window.najva.phone.checkLink('network'))
      const isGone = async () => Math.min(...Object.values(await ears.longestMs())) > 100
      await untilReady(isGone, `Change ${change} cut nothing`)
      await untilReady(ears.isHeard, `Change ${change} was not recovered`)
      const { caller, agent } = await ears.longestMs()
      gaps.caller.push(caller)
      gaps.agent.push(agent)
    }
    ears.close()
  } finally {
    await room.close()
  }
  return gaps
}

declare global {
  interface Window {
    /** Since the page began to load: when the call rang here again, and when its caller was heard. */
    resumed?: { rangMs: number | null; heardMs: number | null }
  }
}

/** Milliseconds of each page loaded anew in a queue call, from the beginning of its load. */
export interface Resumptions {
  readonly rang: number[]
  /** Answered by a hand that clicks at once. */
  readonly heard: number[]
}

export async function measureReloads(reloads: number): Promise<Resumptions> {
  const resumptions: Resumptions = { rang: [], heard: [] }
  const browser = await openDeskBrowser()
  const room = await openPracticeDesk({ locale: 'en' })
  try {
    const page = await openDeskPage(room.desk.url, await browser.browser.newContext())
    await page.addInitScript(answerAtOnce, { answer: en['ringing.answer'], hz: practiceCallerHz })
    await page.reload()
    await page.getByText(en['presence.available']).first().waitFor({ timeout: 60_000 })
    room.centre.callIn(singingCaller)
    const times = () => page.evaluate(() => window.resumed)
    const isHeard = async () => ((await times())?.heardMs ?? null) !== null
    await untilReady(isHeard, 'The call was not answered')
    for (let reload = 1; reload <= reloads; reload += 1) {
      await sleep(1500)
      await page.reload()
      await untilReady(isHeard, `Reload ${reload}: the call was not resumed`)
      const { rangMs, heardMs } = (await times()) ?? {}
      resumptions.rang.push(rangMs ?? Number.NaN)
      resumptions.heard.push(heardMs ?? Number.NaN)
    }
  } finally {
    await browser.close()
    await room.close()
  }
  return resumptions
}

/** Runs in the page ahead of its script. */
function answerAtOnce({ answer, hz }: { readonly answer: string; readonly hz: number }): void {
  const resumed: NonNullable<Window['resumed']> = { rangMs: null, heardMs: null }
  window.resumed = resumed
  const look = setInterval(() => {
    const buttons = document.querySelectorAll<HTMLElement>('[role=alertdialog] button')
    // The next caller is drawn before they ring, out of reach.
    const button = [...buttons].find(
      (each) => each.closest('[inert]') === null && each.textContent?.includes(answer),
    )
    if (button !== undefined && resumed.rangMs === null) {
      resumed.rangMs = performance.now()
      button.click()
    }
    if ((window.heardDb?.(hz) ?? -200) < -40) return
    resumed.heardMs = performance.now()
    clearInterval(look)
  }, 10)
}
