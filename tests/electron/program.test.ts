/** On Electron's real runtime: one program, its links, its keychain, its windows, and how it ends. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import en from '#resources/locales/en.json' with { type: 'json' }
import { type ElectronDesk, openElectronDesk } from '#tests/electron/electronDesk'

const soon = { timeout: 60_000 }
let desk: ElectronDesk
beforeAll(async () => {
  desk = await openElectronDesk({ scenario: 'quiet', seed: 7 })
  await desk.page.getByRole('button', { name: en['status.button'] }).waitFor(soon)
})
afterAll(() => desk?.close())

test('the key lies in the keychain where there is one, else in a file of its owner', async () => {
  const hasKeychain = await desk.app.evaluate(
    async ({ safeStorage }) =>
      (await safeStorage.isAsyncEncryptionAvailable()) &&
      (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'),
  )
  expect(existsSync(join(desk.profileDir, 'key.locked'))).toBe(hasKeychain)
  expect(existsSync(join(desk.profileDir, 'key'))).toBe(!hasKeychain)
})

test('a second start ends at once, and shows the first', async () => {
  const window = await desk.app.browserWindow(desk.page)
  await window.evaluate((each) => each.hide())
  expect(await desk.startAgain()).toBe(0)
  await expect.poll(() => window.evaluate((each) => each.isVisible()), soon).toBe(true)
})

test('a link of another program asks before it calls', async () => {
  await desk.startAgain('tel:+989121112233')
  const dialog = desk.page.getByRole('dialog', { name: en['linkCall.title'] })
  await dialog.waitFor(soon)
  expect(await dialog.textContent()).toMatch(/912 111 2233/)
  await dialog.getByRole('button', { name: en['linkCall.drop'] }).click()
  await dialog.waitFor({ state: 'hidden' })
})

test('the wallboard has a window of its own, as locked as the first', async () => {
  await desk.page.evaluate(() => void window.open('/?view=wallboard'))
  const find = () => desk.app.windows().find((each) => each.url() === 'app://najva/?view=wallboard')
  await expect.poll(() => find() !== undefined, soon).toBe(true)
  const wallboard = find()
  if (wallboard === undefined) throw new Error('The wallboard went again')
  expect(await wallboard.evaluate(() => typeof Reflect.get(window, 'require'))).toBe('undefined')
  await wallboard.close()
})

test('the program asks before it ends in a call', async () => {
  const { app, page } = desk
  await desk.startAgain('tel:+989121112233')
  const dialog = page.getByRole('dialog', { name: en['linkCall.title'] })
  await dialog.getByRole('button', { name: en['linkCall.call'], exact: true }).click(soon)
  await page.getByRole('button', { name: en['call.hangUp'] }).waitFor(soon)
  await app.evaluate(({ dialog }) => {
    const asked: string[] = []
    Object.assign(globalThis, { asked })
    Object.assign(dialog, {
      showMessageBox: async (_window: unknown, { message }: { message: string }) => {
        asked.push(message)
        return { response: 0, checkboxChecked: false }
      },
    })
  })
  await app.evaluate(({ app }) => app.quit())
  const asked = () => app.evaluate(() => Reflect.get(globalThis, 'asked') as string[])
  await expect.poll(asked, soon).toEqual([en['shell.leaveTitle']])
  expect(page.isClosed()).toBe(false)
  await page.getByRole('button', { name: en['call.hangUp'] }).click()
})
