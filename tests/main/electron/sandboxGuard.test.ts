/** The packed program does not run without its sandbox, and says so in the system's language; a developer's may. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { refuseWithoutSandbox } from '#main/electron/sandboxGuard'
import { readShellWords } from '#main/electron/shellWords'
import { app, dialog, forget } from '#tests/main/electron/fakeElectron'
import { root } from '#tools/root.mjs'

vi.mock('electron', () => import('#tests/main/electron/fakeElectron'))

const exit = vi.fn()
const showErrorBox = vi.fn()

beforeEach(() => {
  forget()
  exit.mockClear()
  showErrorBox.mockClear()
  Object.assign(dialog, { showErrorBox })
})

async function start(switches: readonly string[], locale = 'en-US', isPackaged = true): Promise<boolean> {
  const commandLine = { hasSwitch: (name: string) => switches.includes(name) }
  const { isPackaged: before } = app
  Object.assign(app, { commandLine, exit, isPackaged, getLocale: () => locale, whenReady: async () => {} })
  const isRefused = await refuseWithoutSandbox(readShellWords(join(root, 'resources')))
  Object.assign(app, { isPackaged: before })
  return isRefused
}

test.each([
  ['en-US', 'Najva does not run without its sandbox'],
  ['fa-IR', 'نجوا بدون حفاظ خود اجرا نمی‌شود'],
])('in %s it says why, and ends', async (locale, title) => {
  expect(await start(['no-sandbox'], locale)).toBe(true)
  expect(showErrorBox).toHaveBeenCalledExactlyOnceWith(title, expect.stringMatching(/deb/))
  expect(exit).toHaveBeenCalledExactlyOnceWith(1)
})

test('with its sandbox it goes on, and so does a developer without', async () => {
  expect(await start([])).toBe(false)
  expect(await start(['no-sandbox'], 'en-US', false)).toBe(false)
  expect(exit).not.toHaveBeenCalled()
})

test('a start asks before it does anything with a page', () => {
  const text = readFileSync(join(root, 'main/electron/start.ts'), 'utf8')
  expect(text).toMatch(/if \(await refuseWithoutSandbox\([\s\S]*?registerPageScheme\(\)/)
})
