/** In a real browser: its new estimates of the network's speed are no other network, being online again is. */
import type { CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type {} from '#tests/renderer/state/phone/networkWatchPage'
import { launchChromium } from '#tests/support/chromium'
import { type ServedPage, servePage } from '#tests/support/servedPage'

const soon = { timeout: 20_000, interval: 50 }
let served: ServedPage
let browser: Awaited<ReturnType<typeof launchChromium>>
let page: Page
let network: CDPSession

beforeAll(async () => {
  served = await servePage('tests/renderer/state/phone/networkWatchPage.ts')
  browser = await launchChromium({})
  page = await browser.newPage()
  await page.goto(served.url)
  await page.waitForFunction(() => window.causes !== undefined)
  network = await page.context().newCDPSession(page)
})

afterAll(async () => {
  await browser?.close()
  await served?.close()
})

const causes = () => page.evaluate(() => window.causes)
const changes = () => page.evaluate(() => window.changes)
const emulate = (latency: number, offline = false) =>
  network.send('Network.emulateNetworkConditions', {
    offline,
    latency,
    downloadThroughput: 100_000,
    uploadThroughput: 100_000,
  })

test('its own addresses are found, the same at each look', async () => {
  const first = await page.evaluate(() => window.readOwnAddresses())
  expect(await page.evaluate(() => window.readOwnAddresses())).toEqual(first)
  expect(new Set(first).size === first.length || first.includes('hidden')).toBe(true)
})

test('a new estimate of the speed is told as a change, and is no other network', async () => {
  // The addresses to compare with are known by then.
  await page.waitForTimeout(6000)
  for (const latency of [900, 150, 2500]) {
    const before = await changes()
    await emulate(latency)
    await expect.poll(changes, soon).toBeGreaterThan(before)
  }
  await page.waitForTimeout(2500)
  expect(await causes()).not.toContain('network')
})

test('offline and online again is one', async () => {
  await emulate(0, true)
  await emulate(0, false)
  await expect.poll(causes, soon).toContain('network')
})
