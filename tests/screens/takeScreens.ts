/** `npm run screens`: walks one practice call as an agent would, looks at the floor, and keeps the pictures in `docs/screens`. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import en from '#resources/locales/en.json' with { type: 'json' }
import fa from '#resources/locales/fa.json' with { type: 'json' }
import { createCustomerBook } from '#simulator/people/customerBook'
import { openDeskBrowser, openDeskPage, openPracticeDesk, singingCaller } from '#tests/support/practiceDesk'
import { root } from '#tools/root.mjs'

const folder = join(root, 'docs/screens')
const languages = { en, fa } as const
const looks = ['light', 'dark'] as const
const settleMs = 700
/** Callers come in by and by. */
const floorFillsMs = 25_000

mkdirSync(folder, { recursive: true })
const browser = await openDeskBrowser()
try {
  for (const locale of ['en', 'fa'] as const)
    for (const look of looks) {
      await walk(locale, look)
      await lookAtFloor(locale, look)
    }
} finally {
  await browser.close()
}

async function walk(locale: keyof typeof languages, look: (typeof looks)[number]): Promise<void> {
  const words = languages[locale]
  const room = await openPracticeDesk({ locale, scenario: 'demo', seed: 3 })
  const { context, page, keep } = await openPage(room.desk.url, locale, look)
  await page.getByRole('button', { name: words['status.button'] }).waitFor()
  await keep('1-ready')
  room.centre.callIn({ ...singingCaller, number: findImportantCaller(locale), name: null })
  const alert = page.getByRole('alertdialog', { name: words['ringing.label'] })
  await alert.waitFor()
  await keep('2-ringing')
  await alert.getByRole('button', { name: words['ringing.answer'] }).click()
  await page.getByRole('button', { name: words['call.hold'] }).waitFor()
  await page.waitForTimeout(3000)
  await keep('3-talking')
  await writeNote(page, words['record.note'], locale)
  await page.getByRole('button', { name: words['call.hangUp'] }).click()
  await page.getByRole('region', { name: words['region.wrapUp'] }).waitFor()
  await keep('4-wrap-up')
  await context.close()
  await room.close()
}

/** A supervisor's floor once its callers have come. */
async function lookAtFloor(locale: keyof typeof languages, look: (typeof looks)[number]): Promise<void> {
  const room = await openPracticeDesk({ locale, scenario: 'floor', seed: 3, role: 'supervisor' })
  const { context, page, keep } = await openPage(room.desk.url, locale, look)
  await page.getByRole('tab', { name: languages[locale]['floor.tabs.floor'] }).click()
  const agents = page.getByRole('grid', { name: languages[locale]['floor.agents'] })
  await agents.waitFor()
  await page.waitForTimeout(floorFillsMs)
  await keep('5-floor')
  await context.close()
  await room.close()
}

async function openPage(url: string, locale: string, look: (typeof looks)[number]) {
  const context = await browser.browser.newContext({
    colorScheme: look,
    viewport: { width: 1440, height: 900 },
  })
  const page = await openDeskPage(url, context)
  const keep = async (name: string) => {
    await page.waitForTimeout(settleMs)
    await page.screenshot({ path: join(folder, `${locale}-${look}-${name}.png`) })
    console.log(`docs/screens/${locale}-${look}-${name}.png`)
  }
  return { context, page, keep }
}

function writeNote(page: Page, label: string, locale: string): Promise<void> {
  const text =
    locale === 'fa'
      ? 'سفارش هنوز نرسیده؛ تا فردا پیگیری می‌شود.'
      : 'Order not delivered yet; we call back tomorrow.'
  return page.getByLabel(label).fill(text)
}

/** Someone with a company, an open issue and orders, so that the pictures show what a card can hold. */
function findImportantCaller(locale: string): string | null {
  const book = createCustomerBook({ seed: 20_261_123, size: 50_000, nowMs: Date.now() })
  for (let index = 0; index < book.size; index++) {
    const card = book.at(index)
    const isPersian = /[\u0600-\u06ff]/.test(card.name)
    const isRich =
      card.priority === 'vip' &&
      card.company !== null &&
      card.openIssue.value !== null &&
      card.orders.value.length > 3
    if (isRich && isPersian === (locale === 'fa') && card.notes.value.length > 0)
      return card.numbers[0] ?? null
  }
  return null
}
