/** Help, breaks and coaching cards in a person's hands: by name, by keyboard, in both languages, and as axe sees them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'
import { findSerious } from '#tests/support/findSerious'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

test('help is asked for with a reason, by keyboard alone', async () => {
  const { page, performed } = await browser.open('talking')
  const queue = page.getByRole('region', { name: 'Queue', exact: true })
  await queue.getByRole('button', { name: 'Help' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'What do you need help with?' })
  await dialog.getByRole('button', { name: 'Difficult caller' }).click()
  expect(await performed()).toEqual(['help.ask {"reason":"Difficult caller"}'])
  await dialog.getByLabel('In your own words').fill('  She shouts  ')
  await page.keyboard.press('Enter')
  expect((await performed()).slice(1)).toEqual(['help.ask {"reason":"She shouts"}'])
  expect(await findSerious(page)).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await page.close()
})

test('help that was asked for stands with its reason, and can be taken back', async () => {
  const { page, performed } = await browser.open('helpAsked')
  const queue = page.getByRole('region', { name: 'Queue', exact: true })
  await queue.getByText('You asked for help').waitFor()
  await queue.getByText('Difficult caller').waitFor()
  await queue.getByRole('button', { name: 'Cancel' }).click()
  expect(await performed()).toEqual(['help.clear {"agentId":"me"}'])
  await page.close()
})

test('a request for a break says where it stands, and is taken back or put away', async () => {
  const { page, performed, show } = await browser.open('breakAsked')
  const status = page.getByRole('region', { name: 'Status', exact: true })
  await status.getByText('Lunch: a supervisor decides').waitFor()
  await status.getByRole('button', { name: 'Take this request back' }).click()
  await show('breakQueued')
  await status.getByText('Lunch: you are number 1 in line').waitFor()
  await show('breakDeclined')
  await status.getByText('Omid Karimi declined your break (Lunch)').waitFor()
  await status.getByRole('button', { name: 'Put this away' }).click()
  expect(await performed()).toEqual(['breaks.withdraw {}', 'breaks.withdraw {}'])
  await show('leaving')
  await status.getByText('You are signed out after this call').waitFor()
  await page.close()
})

test('a coaching card is shown calmly, points at its field, and is put aside', async () => {
  const { page, performed, show } = await browser.open('talking')
  const queue = page.getByRole('region', { name: 'Queue', exact: true })
  const caller = page.getByRole('region', { name: 'Caller', exact: true })
  const pointed = caller.locator('[data-pointed="true"]')
  expect(await pointed.count()).toBe(0)
  // Focus stays where the agent works, and the region that is read out was there before.
  await page.getByRole('textbox', { name: 'Note' }).focus()
  const region = queue.locator('[aria-live="polite"]')
  expect(await region.count()).toBe(1)
  await show('coached')
  await region.getByText('Look at the last order').waitFor()
  expect(await page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA')
  expect(await region.getByRole('listitem').count()).toBe(3)
  expect(await pointed.evaluateAll((all) => all.map((each) => each.getAttribute('data-field')))).toEqual([
    'phone',
    'orders',
  ])
  const ring = await pointed.first().evaluate((each) => getComputedStyle(each).outlineStyle)
  expect(ring).toBe('solid')
  await region.getByRole('button', { name: 'Put aside' }).first().click()
  expect(await performed()).toEqual(['messages.putAside {"messageId":"m1"}'])
  await page.close()
})

test('a wrap-up of a caller who was taken over opens with who took them', async () => {
  const { page } = await browser.open('takenOver')
  await page.getByRole('region', { name: 'Wrap-up' }).getByText('Taken over by Omid Karimi').waitFor()
  await page.close()
})

test('a supervisor decides about breaks in a dialog that shows where the rules stand', async () => {
  const { page, performed } = await browser.open('breakRequests')
  await page.getByRole('button', { name: 'Break requests: 2' }).click()
  const dialog = page.getByRole('dialog', { name: 'Break requests' })
  await dialog.getByText(/of 0 on a break/).waitFor()
  await dialog.getByText('No room now').waitFor()
  const rows = dialog.locator('li').filter({ has: page.getByRole('button') })
  expect(await rows.count()).toBe(2)
  const [queued, asked] = [rows.nth(0), rows.nth(1)]
  expect(await queued.getByRole('button', { name: /^Put in line: / }).count()).toBe(0)
  await queued.getByRole('button', { name: /^Grant the break of / }).click()
  await dialog.getByRole('alert').waitFor()
  await asked.getByRole('button', { name: /^Put in line: / }).click()
  await asked.getByRole('button', { name: /^Decline the break of / }).click()
  const decided = (await performed()).map((each) => JSON.parse(each.replace('breaks.decide ', '')).decision)
  expect(decided).toEqual(['grant', 'queue', 'decline'])
  expect(await findSerious(page)).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await page.close()
})

test('from the dock of monitoring a supervisor coaches: a phrase, words of their own, or a field to look at', async () => {
  const { page, performed } = await browser.open('listening')
  const dock = page.getByRole('region', { name: 'Monitoring' })
  await dock.getByRole('button', { name: /^Coaching card for / }).click()
  const dialog = page.getByRole('dialog', { name: /^Coaching card for / })
  const text = dialog.getByRole('textbox', { name: 'Text' })
  expect(await text.evaluate((field) => document.activeElement === field)).toBe(true)
  const send = dialog.getByRole('button', { name: 'Send' })
  expect(await send.isDisabled()).toBe(true)
  await dialog.getByRole('button', { name: 'Speak a little slower' }).click()
  expect(await text.inputValue()).toBe('Speak a little slower')
  await text.fill('  Ask for the order number ')
  await send.click()
  // Refused, the words stay with the reason beside them.
  await dialog.getByRole('alert').waitFor()
  expect(await text.inputValue()).toContain('Ask for the order number')
  await dialog.getByRole('button', { name: 'Orders' }).click()
  const sent = (await performed()).map((each) => JSON.parse(each.replace('messages.send ', '')))
  expect(sent).toMatchObject([
    { text: 'Ask for the order number', field: null },
    { text: 'Look here: Orders', field: 'orders' },
  ])
  // Both belong to the call that is heard.
  expect(sent[0].callId).toBeTruthy()
  expect(new Set(sent.map(({ callId }) => callId)).size).toBe(1)
  expect(await findSerious(page)).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await page.close()
})

test('the row of an agent on the floor opens the same box, without a call for a plain line', async () => {
  const { page } = await browser.open('floor')
  await page
    .getByRole('button', { name: /^More for / })
    .first()
    .click()
  await page.getByRole('menuitem', { name: 'Message…' }).click()
  const dialog = page.getByRole('dialog', { name: /^(Message to|Coaching card for) / })
  await dialog.getByRole('textbox', { name: 'Text' }).waitFor()
  await page.close()
})

test('help has a key of its own', async () => {
  const { page } = await browser.open('talking')
  await page.keyboard.press('Alt+e')
  await page.getByRole('dialog', { name: 'What do you need help with?' }).waitFor()
  await page.close()
})

test.each([
  ['helpAsked', 'کمک خواسته‌اید'],
  ['breakQueued', /شما نفر ۱ در نوبت هستید/],
  ['breakDeclined', /موافقت نکرد/],
  ['coached', /برای این تماس/],
  ['leaving', /از سامانه خارج می‌شوید/],
  ['takenOver', /تماس را تحویل گرفت/],
] as const)('%s reads in Persian, and axe has nothing serious', async (fixture, words) => {
  const { page, complaints } = await browser.open(fixture, 'fa', 'dark')
  await page.getByText(words).first().waitFor()
  expect(await findSerious(page)).toEqual([])
  expect(complaints).toEqual([])
  await page.close()
})

test('in Persian the dialog for breaks reads whole too', async () => {
  const { page, complaints } = await browser.open('breakRequests', 'fa', 'dark')
  await page.getByRole('button', { name: 'درخواست‌های استراحت: ۲' }).click()
  const dialog = page.getByRole('dialog', { name: 'درخواست‌های استراحت' })
  await dialog.getByText('فعلاً جا نیست').waitFor()
  expect(await findSerious(page)).toEqual([])
  expect(complaints).toEqual([])
  await page.close()
})
