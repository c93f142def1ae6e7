/** From the click on Call until the INVITE is on the wire, on our whole desk in practice. */
import { setTimeout as sleep } from 'node:timers/promises'
import { untilReady, untilRegistered } from '#bench/untilReady'
import en from '#resources/locales/en.json' with { type: 'json' }
import { createRandom } from '#simulator/people/random'
import { openDeskBrowser, openPracticeDesk } from '#tests/support/practiceDesk'

const dials = 30
/** Nobody's phone is registered there: each call is refused at once, and the next can be dialled. */
const nobody = '1901'
const scenario = '../../bench/scenarios/callsetup'

declare global {
  interface Window {
    /** Milliseconds from the release of the button to the INVITE, of each call dialled here. */
    dialTimes: number[]
  }
}

/** Milliseconds of each dialled call; the microphone opens in that time. */
export async function measureDials(): Promise<number[]> {
  const room = await openPracticeDesk({ scenario })
  const { browser, close } = await openDeskBrowser()
  const random = createRandom(1, 'dials')
  try {
    const registered = untilRegistered(room.centre, '1001')
    const page = await browser.newPage()
    await page.addInitScript(timeDials)
    await page.goto(room.desk.url)
    await registered
    const field = page.getByLabel(en['dial.label'], { exact: true })
    for (let dial = 1; dial <= dials; dial += 1) {
      await field.fill(nobody)
      await sleep(300 + random.next() * 200)
      await page.getByRole('button', { name: en['dial.call'], exact: true, disabled: false }).click()
      const isOut = async () => (await page.evaluate(() => window.dialTimes.length)) === dial
      await untilReady(isOut, `Dial ${dial} sent no INVITE`)
      // Until the refusal is on the screen, and the line is free for the next.
      await sleep(700)
    }
    return await page.evaluate(() => window.dialTimes)
  } finally {
    await close()
    await room.close()
  }
}

/** Runs in the page ahead of its script. */
function timeDials(): void {
  let releasedAtMs: number | null = null
  window.dialTimes = []
  const { send } = WebSocket.prototype
  WebSocket.prototype.send = function (this: WebSocket, data) {
    send.call(this, data)
    if (releasedAtMs === null || typeof data !== 'string' || !data.startsWith('INVITE ')) return
    window.dialTimes.push(performance.now() - releasedAtMs)
    releasedAtMs = null
  }
  const note = (event: Event) => {
    releasedAtMs = event.timeStamp
  }
  document.addEventListener('pointerup', note, { capture: true })
}
