/** The wallboard's page on a whole desk: it shows the floor, keeps its own settings, asks for nothing it may not have, and signs nobody in. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openOneDesk } from '#tests/e2e/oneDesk'

const soon = { timeout: 20_000, interval: 50 }

const refusalsIn = (profileDir: string): string[] =>
  readFileSync(join(profileDir, 'log/desk.log'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('the bridge refused') || line.includes('error in the page'))

test('the board lives by what a wallboard may ask', async () => {
  const { room, browser } = await openOneDesk()
  const page = await browser.newPage()
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(room.desk.url)
  await page.goto(`${new URL(room.desk.url).origin}/?view=wallboard`)
  const board = page.getByRole('main', { name: 'Wallboard' })
  await board.getByText('Live').waitFor(soon)
  await board.hover()
  await page.getByRole('button', { name: 'What to show' }).click()
  await page.getByRole('combobox', { name: 'Look' }).selectOption('light')
  await expect.poll(() => room.desk.desk.settings.current.wallboard.theme, soon).toBe('light')
  await page.keyboard.press('Escape')
  await room.desk.desk.link.signOut()
  await page.getByText('Nobody is signed in at the desk').waitFor(soon)
  expect(await page.getByRole('textbox').count()).toBe(0)
  expect(complaints).toEqual([])
  expect(refusalsIn(room.profileDir)).toEqual([])
}, 120_000)
