/** Where the window opens, and whether the program opens with the session. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserWindow } from 'electron'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { isStartOfSession, startAtLogin, toDesktopEntry } from '#main/electron/startAtLogin'
import { openDeskWindow } from '#main/electron/windows/deskWindow'
import { keepPlace, readPlace } from '#main/electron/windows/windowPlace'
import { app, asked, FakeWindow, forget, opened, screen, toDisplay } from '#tests/main/electron/fakeElectron'
import { silentLog } from '#tests/support/silentLog'

vi.mock('electron', () => import('#tests/main/electron/fakeElectron'))

let folder: string
beforeEach(() => {
  forget()
  folder = mkdtempSync(join(tmpdir(), 'najva-window-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the window', () => {
  test('comes back to where it stood', () => {
    const path = join(folder, 'window.json')
    const window = new FakeWindow({ webPreferences: {} })
    keepPlace(window as unknown as BrowserWindow, path, silentLog)
    window.emit('close')
    const place = readPlace(path)
    expect(place).toEqual({ x: 10, y: 20, width: 900, height: 700, isMaximized: false })
    openDeskWindow('/preload', { place, isQuiet: false })
    expect(opened.at(-1)?.options).toMatchObject({ x: 10, y: 20, width: 900, height: 700 })
  })

  test.each([
    ['a display that is gone', { x: 4000, y: 20, width: 900, height: 700, isMaximized: false }],
    ['above every display', { x: 0, y: -500, width: 900, height: 700, isMaximized: false }],
    ['with a sliver on the display', { x: -880, y: 0, width: 900, height: 700, isMaximized: false }],
    ['of no size', { x: 0, y: 0, width: 1, height: 1, isMaximized: false }],
    ['in words', { x: 'left', y: 0, width: 900, height: 700, isMaximized: false }],
  ])('a place %s is not used', (_, kept) => {
    const path = join(folder, 'window.json')
    writeFileSync(path, JSON.stringify(kept))
    expect(readPlace(path)).toBeNull()
  })

  test('a second display counts, and a torn file does not', () => {
    const path = join(folder, 'window.json')
    writeFileSync(path, '{"x":2000,"y":10,"width":900,"height":700,"isMaximized":true}')
    screen.displays = [...screen.displays, toDisplay(1920, 0, 1920, 1080)]
    expect(readPlace(path)?.isMaximized).toBe(true)
    writeFileSync(path, '{"x":20')
    expect(readPlace(path)).toBeNull()
    expect(readPlace(join(folder, 'none.json'))).toBeNull()
  })

  test('a start with the session shows nothing until it is asked for', () => {
    openDeskWindow('/preload', { place: null, isQuiet: true })
    opened.at(-1)?.emit('ready-to-show')
    expect(asked.filter(({ what }) => what === 'show')).toEqual([])
    openDeskWindow('/preload')
    opened.at(-1)?.emit('ready-to-show')
    expect(asked.filter(({ what }) => what === 'show')).toHaveLength(1)
  })
})

describe('start with the session', () => {
  const on = (platform: string, act: () => void): void => {
    const real = process.platform
    Object.defineProperty(process, 'platform', { value: platform })
    try {
      act()
    } finally {
      Object.defineProperty(process, 'platform', { value: real })
    }
  }

  test.each(['win32', 'darwin'])('%s is asked as the site says', (platform) => {
    on(platform, () => {
      startAtLogin(true, silentLog)
      startAtLogin(false, silentLog)
    })
    expect(asked.map((each) => each.with)).toEqual([
      { openAtLogin: true, args: ['--in-tray'] },
      { openAtLogin: false, args: ['--in-tray'] },
    ])
  })

  test.each([
    ['win32', ['Najva.exe', '--in-tray'], false, true],
    ['linux', ['najva', '--in-tray'], false, true],
    ['linux', ['najva', 'tel:101'], true, false],
    ['darwin', ['Najva'], true, true],
    ['darwin', ['Najva'], false, false],
  ])('on %s a start by %j is known as one of the session', (platform, words, wasOpenedAtLogin, is) => {
    Object.assign(app, { getLoginItemSettings: () => ({ wasOpenedAtLogin }) })
    on(platform, () => expect(isStartOfSession(words)).toBe(is))
  })

  test('on Linux it is a file of the session, which goes again', () => {
    app.paths.appData = folder
    const path = join(folder, 'autostart/najva.desktop')
    on('linux', () => startAtLogin(true, silentLog))
    expect(readFileSync(path, 'utf8')).toMatch(/^\[Desktop Entry\]\n[\s\S]*\nExec=".+" --in-tray\n/)
    on('linux', () => startAtLogin(false, silentLog))
    expect(existsSync(path)).toBe(false)
  })

  test('a path with quotes, dollars and percents stays one word', () => {
    expect(toDesktopEntry('/opt/a "b" $HOME %f/najva')).toContain(
      'Exec="/opt/a \\\\"b\\\\" \\\\$HOME %%f/najva" --in-tray\n',
    )
  })

  test('a developer’s runtime never starts with the session', () => {
    app.isPackaged = false
    startAtLogin(true, silentLog)
    app.isPackaged = true
    expect(asked).toEqual([])
  })
})
