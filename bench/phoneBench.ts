/** One phone in a real browser, registered with the practice exchange over a line that can be cut. */
import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import type {} from '#bench/phoneBenchPage'
import { untilReady } from '#bench/untilReady'
import { createTelephony } from '#simulator/sip/telephonyServer'
import type { Telephony } from '#simulator/telephony'
import { launchChromium } from '#tests/support/chromium'
import { type CuttableLine, createCuttableLine } from '#tests/support/cuttableLine'
import { realClock } from '#tests/support/realClock'
import { servePage } from '#tests/support/servedPage'

export interface PhoneBench {
  readonly page: Page
  readonly telephony: Telephony
  readonly line: CuttableLine
  readonly extension: string
  close(): Promise<void>
}

export async function openPhoneBench(): Promise<PhoneBench> {
  const extension = '1001'
  const telephony = await createTelephony({ clock: realClock, randomBytes })
  const line = await createCuttableLine(Number(new URL(telephony.serverUrl).port))
  const served = await servePage('bench/phoneBenchPage.ts')
  const browser = await launchChromium({})
  const page = await browser.newPage()
  await page.goto(served.url)
  await page.waitForFunction(() => window.bench !== undefined)
  await page.evaluate((credentials) => window.bench.start(credentials), {
    ...telephony.issueCredentials(extension),
    serverUrl: `ws://127.0.0.1:${line.port}/`,
  })
  const isThere = () => page.evaluate(() => window.bench.connectedAtMs.length > 0)
  await untilReady(isThere, 'The phone did not register')
  return {
    page,
    telephony,
    line,
    extension,
    async close() {
      await page.evaluate(() => window.bench.phone.close())
      await browser.close()
      await served.close()
      await line.close()
      await telephony.close()
    },
  }
}
