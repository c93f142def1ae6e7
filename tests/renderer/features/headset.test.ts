/** The headset panel on the page: its words for each state, its ways out, the button test, all by keyboard. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HeadsetFailure } from '#contract/headset'
import { toUdevCommand, toWayOut } from '#renderer/features/headset/wayOut'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

async function openPanel(page: Page) {
  await page.keyboard.press('Alt+a')
  const panel = page.getByRole('region', { name: 'Headset buttons' })
  await panel.waitFor()
  return panel
}

test.each([
  ['idle', 'Headset and sound', ''],
  ['headsetReady', 'Headset and sound: Headset ready', 'Headset ready'],
  ['headsetBusy', 'Headset and sound: Used elsewhere', 'Used elsewhere'],
  ['headsetTrouble', 'Headset and sound: Headset trouble', 'Headset trouble'],
  ['headsetNoDriver', 'Headset and sound: headset buttons cannot be used', ''],
  ['headsetTest', 'Headset and sound: Trying buttons', 'Trying buttons'],
] as const)('%s: the bar says how the headset does', async (fixture, name, shown) => {
  const { page } = await browser.open(fixture)
  const chip = page.getByRole('button', { name, exact: true })
  expect(await chip.innerText()).toBe(shown)
  await page.close()
})

test('each headset tells what it can do, and is switched off and tried by keyboard', async () => {
  const { page, performed } = await browser.open('headsetReady')
  const panel = await openPanel(page)
  const [jabra, brio] = await panel.getByRole('listitem').allInnerTexts()
  expect(jabra).toContain('Follows your calls')
  expect(jabra).toContain('Answer, end, hold and mute by button')
  expect(jabra).toContain('Battery 80%')
  expect(brio).toContain('Has a mute button only')
  expect(brio).not.toContain('Battery')
  await panel.getByRole('switch').first().focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const done = await performed()
  expect(done).toContain('setHeadsetEnabled 0b0e:0307: false')
  expect(done).toContain('startButtonTest 0b0e:0307:')
  await page.close()
})

test('the test shows presses and lights; closing the panel ends it and forgets the raw bytes', async () => {
  const { page, performed } = await browser.open('headsetTest')
  const panel = await openPanel(page)
  expect(await panel.getByRole('status').first().innerText()).toBe('Mute pressed')
  const controls = await panel.getByRole('listitem').allInnerTexts()
  expect(controls.map((each) => each.replace(/\s+/g, ' '))).toContain('Call 3×')
  const mute = panel.getByRole('button', { name: 'Mute', exact: true })
  expect(await mute.getAttribute('aria-pressed')).toBe('true')
  await mute.press('Enter')
  await panel.getByRole('button', { name: 'Ring', exact: true }).press('Enter')
  expect(await panel.getByRole('textbox', { name: 'Raw reports for support' }).inputValue()).toMatch(
    /T.*Z 0b0e:0307: out {5}022400\n/,
  )
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  const done = await performed()
  for (const each of [
    'setTestLight mute false',
    'setTestLight ring true',
    'stopButtonTest',
    'closeHeadsetLog',
  ])
    expect(done).toContain(each)
  await page.close()
})

test('trouble comes with its way out, copied by one click; a headset put aside is left in peace', async () => {
  const { page, performed } = await browser.open('headsetTrouble', 'en', 'light', {
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const panel = await openPanel(page)
  await panel.getByRole('button', { name: 'Copy' }).press('Enter')
  await panel.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(toUdevCommand(0x047f))
  const aside = panel.getByRole('listitem').filter({ hasText: 'MX Brio' })
  expect(await aside.getByRole('button').count()).toBe(0)
  await panel.getByRole('button', { name: 'Ask the browser' }).press('Enter')
  expect(await performed()).toContain('learnHeadset 2830:775')
  await page.close()
})

test('another program on the headset is named with its sign', async () => {
  const { page } = await browser.open('headsetBusy')
  const panel = await openPanel(page)
  expect(await panel.innerText()).toContain('its line is busy')
  await page.close()
})

test.each(HeadsetFailure.options)('%s never offers a command of another system', (failure) => {
  for (const system of ['mac', 'windows'] as const) {
    expect(toWayOut(failure, system, 0x0b0e)?.command ?? null).toBeNull()
  }
})

test('the udev command names the maker, and sorts before the rules that give access', () => {
  const command = toUdevCommand(0x0b0e)
  expect(command).toContain(`'KERNEL=="hidraw*", ATTRS{idVendor}=="0b0e", TAG+="uaccess"'`)
  expect(command).toContain('/etc/udev/rules.d/70-najva-headset-0b0e.rules')
})
