/** Keys for other programs, on a whole desk in a browser: a marked number is asked about and called, and what is chosen is kept. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import en from '#resources/locales/en.json' with { type: 'json' }
import { openOneDesk } from '#tests/e2e/oneDesk'

const soon = { timeout: 15_000, interval: 50 }
test('mark a number, press, confirm, mute, hang up; then other keys, kept on the disk', async () => {
  const { room, openPage } = await openOneDesk()
  const { shell } = room.desk.desk
  const page = await openPage()
  await page.evaluate(`(() => {
    const mark = (text) => {
      const line = document.createElement('p')
      line.textContent = text
      document.body.append(line)
      getSelection().selectAllChildren(line)
    }
    window.mark = mark
    mark('nobody')
  })()`)
  // The page hears the keys from the moment it was told which ones they are.
  await expect
    .poll(async () => {
      await page.keyboard.press('Control+Shift+F7')
      return page.getByText(en['shellNews.noNumber']).count()
    }, soon)
    .toBe(1)
  await page.evaluate(`window.mark('\\u202a+98 (912) 111-2233\\u202c')`)
  await page.keyboard.press('Control+Shift+F7')
  const dialog = page.getByRole('dialog', { name: en['linkCall.title'] })
  await dialog.getByText(en['linkCall.marked']).waitFor(soon)
  expect(shell.phone.state).toBe('idle')
  const call = dialog.getByRole('button', { name: en['linkCall.call'], exact: true })
  await expect.poll(() => call.isEnabled(), soon).toBe(true)
  await call.click()
  await expect.poll(() => shell.phone.state, soon).toBe('inCall')
  await page.getByText(en['call.talking'], { exact: true }).first().waitFor(soon)
  await page.keyboard.press('Control+Shift+F9')
  await expect.poll(() => shell.phone.isMuted, soon).toBe(true)
  await page.keyboard.press('Control+Shift+F4')
  await expect.poll(() => shell.phone.state, soon).toBe('idle')

  await page
    .getByRole('button', { name: /Sara|1001/ })
    .first()
    .click()
  await page.getByRole('menuitem', { name: en['shortcuts.open'] }).click()
  const keys = page.getByRole('dialog', { name: en['shortcuts.title'] })
  await keys.getByText(en['shortcuts.hintPage']).waitFor(soon)
  await keys
    .getByRole('button', { name: en['shortcuts.changeOf'].replace('{action}', en['shortcuts.hangUp']) })
    .click()
  await page.keyboard.press('Control+Alt+Shift+H')
  await keys.getByText('Alt', { exact: true }).waitFor(soon)
  const { profileDir } = room
  const read = () => JSON.parse(readFileSync(join(profileDir, 'settings.json'), 'utf8'))
  await expect.poll(() => read().shortcuts.hangUp, soon).toBe('Mod+Alt+Shift+KeyH')
  expect(read().chosen).toContain('shortcuts.hangUp')
}, 120_000)
