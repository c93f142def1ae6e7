/** Voicemail, the number one shows and the lamps in real browsers on the practice centre, with a tone at every ear. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BrowserDesk } from '#main/browser/startBrowserDesk'
import { answer, beAvailable, heardAtLeastDb, heardBy, soon } from '#tests/e2e/monitoringRoom'
import { openTwoDesks, type TwoDesks } from '#tests/e2e/twoDesks'
import { agentHz, callerHz, type PracticeDesk, singingCaller } from '#tests/support/practiceDesk'

let desks: TwoDesks
let host: PracticeDesk
let omidDesk: BrowserDesk
let sara: Page
let omid: Page

const floor = () => desks.floor()
const isRegistered = (name: string) => desks.isRegistered(name)

beforeAll(async () => {
  desks = await openTwoDesks()
  ;({ host, sara, omid, omidDesk } = desks)
}, 240_000)

afterAll(async () => {
  await desks?.close()
})

const phoneOf = (page: Page) => page.getByRole('region', { name: 'Phone', exact: true })
const lamp = (name: RegExp) =>
  phoneOf(sara).getByRole('list', { name: 'Pinned' }).getByRole('button', { name })
const messages = (name: RegExp) => phoneOf(omid).getByRole('button', { name })
const callsOut = () => [...floor().calls.values()].filter(({ direction }) => direction === 'outbound')
const isIdle = () => expect.poll(() => floor().calls.size, soon).toBe(0)

async function dial(page: Page, number: string): Promise<void> {
  await page.keyboard.press('Alt+c')
  await page.keyboard.type(number)
  await page.keyboard.press('Enter')
}

async function listens(hz: number): Promise<void> {
  await expect
    .poll(() => heardBy(omid, hz), { timeout: 40_000, interval: 50 })
    .toBeGreaterThan(heardAtLeastDb)
}

test('a colleague is pinned by keyboard, stays pinned over a reload, and the lamp follows what they do', async () => {
  await phoneOf(sara).getByRole('button', { name: 'Pin colleagues and queues' }).click()
  await sara.getByRole('searchbox', { name: 'Name or extension' }).fill('omid')
  await sara.keyboard.press('ArrowDown')
  await sara.keyboard.press('Enter')
  await sara.getByText('1 of at most 24 pinned').waitFor(soon)
  await sara.keyboard.press('Escape')
  await lamp(/^Omid Rahimi: Available. Call$/).waitFor(soon)
  await sara.reload()
  await isRegistered('Sara Ahmadi')
  await lamp(/^Omid Rahimi: Available/).waitFor(soon)
  await omidDesk.desk.link.chooseStatus({ kind: 'break', reasonId: 'lunch' })
  await lamp(/^Omid Rahimi: Break/).waitFor(soon)
  await omidDesk.desk.link.chooseStatus({ kind: 'available' })
  await lamp(/^Omid Rahimi: Available/).click(soon)
  await lamp(/^Omid Rahimi: Ringing/).waitFor(soon)
  await answer(omid)
  await lamp(/^Omid Rahimi: Talking/).waitFor(soon)
  await phoneOf(sara).getByRole('button', { name: 'Hang up' }).click()
  await isIdle()
}, 120_000)

test('what somebody says to a voicemail is told to the other phone, and heard there', async () => {
  expect(await messages(/Call the mailbox/).count()).toBe(0)
  await dial(sara, '*1002')
  await phoneOf(sara).getByText('Talking', { exact: true }).waitFor(soon)
  // Speaks on for some seconds after the tone.
  await sara.waitForTimeout(6000)
  await phoneOf(sara).getByRole('button', { name: 'Hang up' }).click()
  await messages(/^1 new message. Call the mailbox$/).click(soon)
  await listens(agentHz)
  await messages(/^1 message heard/).waitFor({ timeout: 40_000 })
  // The machine hangs up when it has played all.
  await isIdle()
}, 120_000)

test('a caller who is sent to a voicemail in one click leaves a message there, and the history says where they went', async () => {
  await omidDesk.desk.link.signOut()
  await lamp(/^Omid Rahimi: Offline/).waitFor(soon)
  await beAvailable(host.desk)
  host.centre.callIn(singingCaller)
  await answer(sara)
  await expect.poll(() => heardBy(sara, callerHz), soon).toBeGreaterThan(heardAtLeastDb)
  await lamp(/Transfer the call to their voicemail/).click(soon)
  await isIdle()
  await expect
    .poll(
      () =>
        phoneOf(sara).getByRole('region', { name: 'Recent calls' }).getByRole('listitem').first().innerText(),
      soon,
    )
    .toContain('to the voicemail of Omid Rahimi')
}, 120_000)

test('the number one shows is chosen, sent, and remembered; whoever is called sees it', async () => {
  const choice = phoneOf(sara).getByRole('combobox', { name: 'Show' })
  await expect.poll(() => choice.inputValue(), soon).toBe('+982188001001')
  await choice.selectOption('+982188001002')
  await sara.reload()
  await isRegistered('Sara Ahmadi')
  await expect.poll(() => choice.inputValue(), soon).toBe('+982188001002')
  await dial(sara, '0912 345 6700')
  await expect
    .poll(() => callsOut().map(({ id }) => host.centre.shownTo(id)), soon)
    .toEqual(['+982188001002'])
  await phoneOf(sara)
    .getByRole('button', { name: /Cancel the call|Hang up/ })
    .click(soon)
  await isIdle()
}, 120_000)
