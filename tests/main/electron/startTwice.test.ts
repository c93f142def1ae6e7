/** A start beside a program that runs already: it hands over and ends, and touches nothing. */
import { readdirSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { app, asked, forget, opened, prepareStart, registered, steps } from '#tests/main/electron/fakeProgram'
import { createTempFolder } from '#tests/support/tempFolder'

vi.mock('electron', () => import('#tests/main/electron/fakeProgram'))

test('there is one program for one person', async () => {
  const folder = createTempFolder()
  forget()
  prepareStart({ profile: folder.path, isSecond: true })
  await import('#main/electron/start')
  await vi.waitFor(() => expect(asked).toContainEqual({ what: 'quit', with: null }))
  expect(steps).toEqual(['lock'])
  // A developer's runtime has the profile it was told.
  expect(app.paths.userData).toBe(folder.path)
  expect([opened, registered, readdirSync(folder.path)]).toEqual([[], [], []])
  folder.remove()
})
