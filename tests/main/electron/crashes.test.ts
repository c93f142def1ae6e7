/** What ends by itself: a page is opened again and says so, not for ever; main ends whole; what is kept names nobody. */
import { existsSync, readFileSync } from 'node:fs'
import type { BrowserWindow } from 'electron'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ShellWish } from '#contract/shell'
import { type CrashBook, createCrashBook } from '#main/desk/crashBook'
import type { SignKeeper } from '#main/desk/deskSigns'
import { endOnSurprise, mayReopen, watchCrashes } from '#main/electron/crashes'
import { readShellWords } from '#main/electron/shellWords'
import { answers, app, asked, FakeWindow, forget } from '#tests/main/electron/fakeElectron'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'
import { soon } from '#tests/support/patience'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'
import { root } from '#tools/root.mjs'

vi.mock('electron', () => import('#tests/main/electron/fakeElectron'))

let folder: TempFolder
let clock: FakeClock
let crashes: CrashBook
beforeEach(() => {
  forget()
  folder = createTempFolder()
  clock = createFakeClock()
  const path = folder.file('crashes.json')
  crashes = createCrashBook({ path, version: () => '1.2.3', nowMs: clock.nowMs, log: silentLog })
})
afterEach(() => folder.remove())

function watch() {
  const window = new FakeWindow({ webPreferences: {} })
  const told: ShellWish[] = []
  const stop = watchCrashes({
    crashes,
    shell: { tellNext: (wish) => told.push(wish) },
    signs: { current: { locale: 'en' } } as unknown as SignKeeper,
    words: readShellWords(`${root}/resources`),
    window: window as unknown as BrowserWindow,
    nowMs: clock.nowMs,
    log: silentLog,
  })
  const lose = (reason = 'crashed'): void => {
    window.webContents.emit('render-process-gone', {}, { reason, exitCode: 139 })
  }
  return { window, told, stop, lose }
}
const countOf = (what: string): number => asked.filter((each) => each.what === what).length

test('a lost page is noted, opened again, and the next one says so', () => {
  const room = watch()
  room.lose('oom')
  expect(countOf('reload')).toBe(1)
  expect(room.told).toEqual([{ kind: 'pageCrashed' }])
  expect(crashes.list()).toEqual([
    { atMs: clock.nowMs(), version: '1.2.3', process: 'page', reason: 'oom', exitCode: 139, at: [] },
  ])
  room.lose('clean-exit')
  expect(crashes.list()).toHaveLength(1)
})

test('a page that is lost again and again is opened only when the person says so', async () => {
  const room = watch()
  for (let at = 0; at < 3; at += 1) room.lose()
  expect(countOf('reload')).toBe(3)
  answers.push(0, 1)
  room.lose()
  await vi.waitFor(() => expect(countOf('reload')).toBe(4), soon)
  room.lose()
  await vi.waitFor(() => expect(countOf('quits')).toBe(1), soon)
  expect(countOf('question')).toBe(2)
  expect(mayReopen([0, 1000, 2000], 300_001)).toBe(true)
  expect(mayReopen([0, 1000, 2000], 299_999)).toBe(false)
})

test('helpers of the system are noted when they crash, and nothing listens when it is over', () => {
  const room = watch()
  app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 5 })
  app.emit('child-process-gone', {}, { type: 'Utility', reason: 'killed', exitCode: 15 })
  app.emit('child-process-gone', {}, { type: 'Utility', reason: 'oom', exitCode: 1 })
  expect(crashes.list().map((each) => `${each.process} ${each.reason}`)).toEqual([
    'graphics crashed',
    'other oom',
  ])
  room.stop()
  expect([...app.eventNames(), ...room.window.webContents.eventNames()]).toEqual([])
})

test.each([
  [59_000, ['exit']],
  [60_000, ['relaunch', 'exit']],
])(
  'main ends whole after %d ms, and begins anew only when it has stood for a while',
  (uptimeMs, expected) => {
    const before = process.listeners('uncaughtException')
    const stop = endOnSurprise(crashes, silentLog, () => uptimeMs)
    const ours = process.listeners('uncaughtException').find((each) => !before.includes(each))
    ours?.(new TypeError('Mina Karimi +989121112233'), 'uncaughtException')
    stop()
    expect(asked.map(({ what }) => what)).toEqual(expected)
    expect(process.listeners('uncaughtException')).toEqual(before)
    expect(crashes.list()).toMatchObject([{ process: 'main', reason: 'TypeError' }])
    expect(readFileSync(folder.file('crashes.json'), 'utf8')).not.toMatch(/Mina|989/)
  },
)

test('the book keeps the last twenty, begins anew when it is torn, and costs nothing where it cannot be written', () => {
  for (let at = 0; at < 25; at += 1)
    crashes.note({ process: 'other', reason: `r${at}`, exitCode: at, at: [] })
  expect(crashes.list().map(({ exitCode }) => exitCode)).toEqual(
    Array.from({ length: 20 }, (_, at) => at + 5),
  )
  const nowhere = createCrashBook({
    path: `${folder.file('crashes.json')}/below/crashes.json`,
    version: () => '1',
    nowMs: clock.nowMs,
    log: silentLog,
  })
  nowhere.note({ process: 'other', reason: 'oom', exitCode: 1, at: [] })
  expect(nowhere.list()).toEqual([])
  // A word that is none of the system's is not let in.
  crashes.note({ process: 'other', reason: 'see /home/mina\n', exitCode: 1, at: [] })
  expect(crashes.list().at(-1)?.exitCode).toBe(24)
  expect(existsSync(folder.file('crashes.json'))).toBe(true)
})
