/** The pop-out card on a whole desk: a call is answered, muted, held and hung up from the card, by the one phone of the desk's page. */
import { expect, test } from 'vitest'
import { beAvailable, soon } from '#tests/e2e/monitoringRoom'
import { openOneDesk } from '#tests/e2e/oneDesk'
import { openCardPage } from '#tests/support/cardPage'
import { findSerious } from '#tests/support/findSerious'
import { agentHz, openCallerEar, openDeskPage, singingCaller } from '#tests/support/practiceDesk'

test('the card shows the ring, answers it by the desk’s phone, mutes, holds and hangs up, and is empty again', async () => {
  const { room, browser } = await openOneDesk()
  // A colour on its way from one theme to the other has no contrast to judge.
  const context = await browser.newContext({ reducedMotion: 'reduce' })
  const desk = await openDeskPage(room.desk.url, context)
  await beAvailable(room.desk)
  const card = await openCardPage(room.desk.desk, context, new URL(room.desk.url).origin)
  const { page } = card
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  await page.getByText('No call').waitFor(soon)
  const ear = openCallerEar(room.centre, room.centre.callIn(singingCaller))
  await button('Answer').waitFor(soon)
  const text = () => page.locator('main').innerText()
  for (const part of ['Ringing', 'Test Caller', '+98 912 111 2233', 'Support'])
    await expect.poll(text, soon).toContain(part)
  expect(await findSerious(page)).toEqual([])
  await button('Answer').click()
  await page.getByText('Talking').waitFor(soon)
  await expect.poll(() => ear.levelDb(agentHz), soon).toBeGreaterThan(-40)
  await button('Mute').click()
  await expect.poll(() => ear.levelDb(agentHz), soon).toBeLessThan(-60)
  await desk.getByRole('region', { name: 'Phone', exact: true }).getByText('Muted').waitFor(soon)
  await button('Unmute').click()
  await button('Hold').click()
  await page.getByText('On hold').waitFor(soon)
  expect(await findSerious(page)).toEqual([])
  await room.desk.desk.settings.change({ locale: 'fa', theme: 'dark' })
  await expect
    .poll(
      () => page.evaluate(() => `${document.documentElement.dir} ${document.documentElement.dataset.theme}`),
      soon,
    )
    .toBe('rtl dark')
  expect(await findSerious(page)).toEqual([])
  await room.desk.desk.settings.change({ locale: 'en', theme: 'light' })
  await button('Resume').click()
  await expect.poll(() => ear.levelDb(agentHz), soon).toBeGreaterThan(-40)
  await button('Open the desk').click()
  await expect.poll(() => card.timesShown, soon).toBe(1)
  await button('Hang up').click()
  await page.getByText('No call').waitFor(soon)
  await expect.poll(() => room.desk.desk.shell.phone.state, soon).toBe('idle')
  ear.close()
  expect(card.complaints).toEqual([])
}, 120_000)
