/** A packed program takes no options from its words: another program's link, badly quoted, could bring some. */
import { expect, test, vi } from 'vitest'
import { app, asked, forget, prepareStart, steps } from '#tests/main/electron/fakeProgram'
import { createTempFolder } from '#tests/support/tempFolder'

vi.mock('electron', () => import('#tests/main/electron/fakeProgram'))

test('its profile, and so its gateway, are not what a word says', async () => {
  const folder = createTempFolder()
  forget()
  // Ends at the lock, when its options have been read.
  prepareStart({ profile: folder.path, isPackaged: true, isSecond: true })
  process.argv.push('--najva-start={broken', 'tel:101')
  const usual = app.paths.userData
  await import('#main/electron/start')
  await vi.waitFor(() => expect(asked).toContainEqual({ what: 'quit', with: null }))
  expect(app.paths.userData).toBe(usual)
  expect(app.paths.userData).not.toBe(folder.path)
  expect(steps).toEqual(['lock'])
  folder.remove()
})
