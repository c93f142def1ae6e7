/** The sound panel and the marks of a call's sound on the page: by keyboard, in words, and with no colour alone. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Settings } from '#contract/settings'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

const settingsOf = (page: Page): Promise<Settings> => page.evaluate('store.getState().desk.settings')
const idsOf = async (page: Page, key: 'microphone' | 'speaker' | 'ringer' | 'secondRinger') =>
  (await settingsOf(page))[key].map(({ id }) => id)

async function openPanel(page: Page) {
  await page.keyboard.press('Alt+a')
  const panel = page.getByRole('dialog', { name: 'Headset and sound' })
  await panel.waitFor()
  return panel
}

test('the list says which device is used and which is away; it is reordered and shortened by keyboard', async () => {
  const { page, complaints } = await browser.open('soundDevices')
  const panel = await openPanel(page)
  const microphones = panel.getByRole('group', { name: 'Microphone', exact: true })
  const rows = (await microphones.getByRole('listitem').allInnerTexts()).map((row) => row.split('\n').at(-1))
  expect(rows).toEqual(['not connected', 'in use', 'connected'])
  await microphones.getByRole('button', { name: 'Prefer Built-in Audio Analogue Stereo' }).focus()
  await page.keyboard.press('Enter')
  expect(await idsOf(page, 'microphone')).toEqual(['l1', 'p1', 'h1'])
  expect(await microphones.getByRole('listitem').first().innerText()).toContain('in use')
  await microphones.getByRole('button', { name: /Take Plantronics .* off the list/ }).focus()
  await page.keyboard.press('Enter')
  expect(await idsOf(page, 'microphone')).toEqual(['l1', 'h1'])
  expect(complaints).toEqual([])
  await page.close()
})

test('a device that is picked is preferred, the others stay behind it; an empty list is the system or none', async () => {
  const { page } = await browser.open('soundDevices')
  const panel = await openPanel(page)
  await panel.getByRole('combobox', { name: 'Speaker: use another device' }).selectOption('m1')
  expect(await idsOf(page, 'speaker')).toEqual(['m1', 'h1'])
  await panel.getByRole('combobox', { name: 'Speaker: use another device' }).selectOption('default')
  expect(await idsOf(page, 'speaker')).toEqual(['default', 'm1', 'h1'])
  const second = panel.getByRole('group', { name: 'Second ringer' })
  await panel.getByRole('slider', { name: 'Volume of the second ringer' }).waitFor()
  await second.getByRole('button', { name: /off the list/ }).click()
  expect(await idsOf(page, 'secondRinger')).toEqual([])
  expect(await second.innerText()).toContain('None')
  expect(await panel.getByRole('slider', { name: 'Volume of the second ringer' }).count()).toBe(0)
  await page.close()
})

test('ring volume is apart from call volume, and each treatment of the microphone is a switch', async () => {
  const { page } = await browser.open('soundDevices')
  const panel = await openPanel(page)
  await panel.getByRole('slider', { name: 'Call volume' }).fill('0.4')
  await panel.getByRole('slider', { name: 'Ring volume' }).fill('0.9')
  expect(await settingsOf(page)).toMatchObject({ callVolume: 0.4, ringVolume: 0.9 })
  expect(await panel.getByRole('checkbox', { name: 'Adjust the level automatically' }).isChecked()).toBe(
    false,
  )
  for (const name of ['Cancel echo', 'Reduce background noise', 'Adjust the level automatically']) {
    await panel.getByRole('checkbox', { name }).click()
  }
  expect(await settingsOf(page)).toMatchObject({
    echoCancelling: false,
    noiseSuppression: false,
    autoGain: true,
  })
  await page.close()
})

test('the sound is tried; closing the panel closes the microphone', async () => {
  const { page, performed, show } = await browser.open('soundDevices')
  const panel = await openPanel(page)
  expect(await panel.getByText('The recording is silent').count()).toBe(1)
  await panel.getByRole('button', { name: 'Record and play back' }).click()
  await panel.getByRole('button', { name: 'Play a tone' }).click()
  await panel.getByRole('button', { name: 'Call the echo' }).click()
  const level = () => page.evaluate<number>('document.querySelector("meter").value')
  await vi.waitFor(async () => expect(await level()).toBeGreaterThan(0.5), 10_000)
  expect(await performed()).toEqual(expect.arrayContaining(['recordSoundTest', 'playTestTone', 'callEcho']))
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  expect((await performed()).at(-1)).toBe('stopSoundTest')
  // In a call nothing is tried, and it is said why.
  await show('soundGood')
  await openPanel(page)
  const before = (await performed()).length
  await panel.getByRole('button', { name: 'Show the microphone level' }).click({ force: true })
  await panel.getByRole('button', { name: 'Call the echo' }).click({ force: true })
  expect((await performed()).slice(before)).not.toContain('startSoundTest')
  expect((await performed()).slice(before)).not.toContain('callEcho')
  expect(await panel.getByText('Not during a call.').count()).toBe(1)
  await page.close()
})

test('a call has one calm mark, with what was measured behind it', async () => {
  const { page } = await browser.open('soundGood')
  await page.getByRole('button', { name: 'Good sound: 4.4 of 4.5' }).focus()
  await page.keyboard.press('Enter')
  const details = await page.getByRole('dialog', { name: 'Sound of this call' }).innerText()
  for (const part of ['Packets lost', '0.2 %', '3 ms', '24 ms', 'opus']) expect(details).toContain(part)
  await page.close()
})

test.each([
  ['soundPoor', 'en', 'Your sound does not arrive: the other side does not hear you.'],
  ['soundPoor', 'fa', 'صدای شما نمی‌رسد: طرف مقابل صدایتان را نمی‌شنود.'],
  ['soundMuted', 'en', 'You are muted: nobody hears what you say.'],
  ['soundMuted', 'fa', 'بی‌صدا هستید: کسی حرف شما را نمی‌شنود.'],
] as const)('%s is said at once (%s)', async (fixture, locale, words) => {
  const { page } = await browser.open(fixture, locale)
  expect(await page.getByRole('alert').filter({ hasText: words }).count()).toBe(1)
  await page.close()
})

test('who is told that they speak muted can be heard again with the button beside it', async () => {
  const { page, performed } = await browser.open('soundMuted')
  await page.getByRole('alert').getByRole('button', { name: 'Unmute' }).click()
  expect(await performed()).toContain('setMuted false')
  await page.close()
})

test('a supervisor sees how each call sounds by shape and word, with the score in its name', async () => {
  const { page } = await browser.open('floor')
  const marks = page.getByRole('grid', { name: 'Agents' }).getByRole('img', { name: / of 4\.5$/ })
  const names = await Promise.all((await marks.all()).map((mark) => mark.getAttribute('aria-label')))
  expect(new Set(names)).toEqual(
    new Set(['Good sound: 4.4 of 4.5', 'Fair sound: 3.6 of 4.5', 'Poor sound: 2.3 of 4.5']),
  )
  expect(new Set(await marks.allInnerTexts())).toEqual(new Set(['good', 'fair', 'poor']))
  expect(await marks.first().getAttribute('data-tip')).toBe(names[0])
  await page.close()
})
