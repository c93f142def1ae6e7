/** The phone in a real browser: dial out, call back, hold, swap, ask a colleague and hand over, with a tone at every ear. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answer, beAvailable, heardAtLeastDb, heardBy, silentAtMostDb, soon } from '#tests/e2e/monitoringRoom'
import { colleagueHz, openTwoDesks, type TwoDesks } from '#tests/e2e/twoDesks'
import {
  agentHz,
  type CallerEar,
  callerHz,
  openCallerEar,
  type PracticeDesk,
  singingCaller,
} from '#tests/support/practiceDesk'

const outside = '0912 345 6700'
let desks: TwoDesks
let host: PracticeDesk
let sara: Page
let omid: Page
let ear: CallerEar | null = null

const isRegistered = (name: string) => desks.isRegistered(name)

beforeAll(async () => {
  desks = await openTwoDesks()
  ;({ host, sara, omid } = desks)
}, 240_000)

afterAll(async () => {
  ear?.close()
  await desks?.close()
})

const phone = () => sara.getByRole('region', { name: 'Phone', exact: true })
const history = () => phone().getByRole('region', { name: 'Recent calls' })
const becomes = (level: () => number | Promise<number>) => ({
  heard: () => expect.poll(level, soon).toBeGreaterThan(heardAtLeastDb),
  silent: () => expect.poll(level, soon).toBeLessThan(silentAtMostDb),
})
const callerHears = (hz: number) => becomes(() => ear?.levelDb(hz) ?? -200)
const saraHears = (hz: number) => becomes(() => heardBy(sara, hz))
const omidHears = (hz: number) => becomes(() => heardBy(omid, hz))

test('a number is dialled, answered, hung up, and called back from the history, also after a reload', async () => {
  await sara.keyboard.press('Alt+c')
  await sara.keyboard.type(outside)
  await phone().getByText('Dials +98 912 345 6700').waitFor(soon)
  await sara.keyboard.press('Enter')
  await phone().getByText('Talking', { exact: true }).waitFor({ timeout: 40_000 })
  await phone().getByRole('button', { name: 'Hang up' }).click()
  const row = history().getByRole('listitem').first()
  await row.getByRole('img', { name: 'Outgoing' }).waitFor(soon)
  await expect.poll(() => row.innerText(), soon).toMatch(/\+98 912 345 6700[\s\S]*Talked/)
  await sara.reload()
  await isRegistered('Sara Ahmadi')
  await row.getByRole('button').click(soon)
  await phone().getByRole('button', { name: 'Cancel the call' }).click(soon)
  await expect.poll(() => history().getByRole('listitem').count(), soon).toBe(2)
  await expect.poll(() => row.innerText(), soon).toContain('Not reached')
}, 120_000)

test('a colleague is asked while the caller is on hold; both are talked to in turn; then the caller is theirs', async () => {
  await beAvailable(host.desk)
  ear = openCallerEar(host.centre, host.centre.callIn(singingCaller))
  await answer(sara)
  await callerHears(agentHz).heard()
  await sara.getByRole('textbox', { name: 'Note' }).fill('Promised a refund')
  await sara.keyboard.press('Alt+r')
  await sara.keyboard.type('omid')
  await phone()
    .getByRole('option', { name: /Omid Rahimi/ })
    .waitFor(soon)
  await sara.keyboard.press('Enter')
  await sara.getByRole('button', { name: 'Ask first' }).click(soon)
  await callerHears(agentHz).silent()
  await answer(omid)
  await omidHears(agentHz).heard()
  await saraHears(colleagueHz).heard()
  await omidHears(callerHz).silent()
  // Back to the caller for a word, and to the colleague again.
  await sara.keyboard.press('Alt+p')
  await callerHears(agentHz).heard()
  await omidHears(agentHz).silent()
  await callerHears(colleagueHz).silent()
  await sara.keyboard.press('Alt+p')
  await omidHears(agentHz).heard()
  await callerHears(agentHz).silent()
  await sara.keyboard.press('Alt+y')
  await omidHears(callerHz).heard()
  await callerHears(colleagueHz).heard()
  await callerHears(agentHz).silent()
  const card = omid.getByRole('region', { name: 'Caller', exact: true })
  await card.getByText('+98 912 111 2233').waitFor(soon)
  await expect
    .poll(() => omid.getByRole('textbox', { name: 'Note' }).inputValue(), soon)
    .toBe('Promised a refund')
}, 180_000)

test('a caller sent to somebody who declines comes back, and the page says so', async () => {
  await omid.getByRole('button', { name: 'Hang up' }).click(soon)
  await finishWrapUp(sara)
  await finishWrapUp(omid)
  ear?.close()
  ear = openCallerEar(host.centre, host.centre.callIn(singingCaller))
  await beAvailable(host.desk)
  await answer(sara)
  await callerHears(agentHz).heard()
  await sara.keyboard.press('Alt+r')
  await sara.keyboard.type('1002')
  await phone()
    .getByRole('option', { name: /Omid Rahimi/ })
    .click(soon)
  await phone().getByRole('button', { name: 'Transfer now' }).click(soon)
  await omid.getByRole('button', { name: 'Decline' }).click(soon)
  await phone()
    .getByText(/Omid Rahimi did not take the call: the caller is back with you/)
    .waitFor({ timeout: 40_000 })
  await callerHears(agentHz).heard()
  await saraHears(callerHz).heard()
}, 180_000)

async function finishWrapUp(page: Page): Promise<void> {
  const finish = page.getByRole('button', { name: 'Finish wrap-up' })
  await finish.waitFor(soon).catch(() => undefined)
  if (await finish.isVisible()) {
    await page.getByRole('radio').first().click()
    await finish.click()
  }
}
