/** The wallboard's window: opened by the program, on the display it was put on, and open again where it was open. */
import { readFileSync } from 'node:fs'
import type { BrowserWindow } from 'electron'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keepWallboard } from '#main/electron/windows/wallboardWindow'
import { createWindowRoles } from '#main/electron/windows/windowRoles'
import {
  app,
  FakeEvent,
  FakeWindow,
  forget,
  opened,
  screen,
  toDisplay,
} from '#tests/main/electron/fakeElectron'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

vi.mock('electron', () => import('#tests/main/electron/fakeElectron'))

const main = toDisplay(0, 0, 1920, 1080)
const right = toDisplay(1920, 0, 3840, 2160)
let folder: TempFolder

beforeEach(() => {
  forget()
  folder = createTempFolder()
  screen.displays = [main, right]
})
afterEach(() => folder.remove())

function start() {
  opened.length = 0
  const desk = new FakeWindow({ webPreferences: {} })
  const roles = createWindowRoles()
  const wallboard = keepWallboard({
    window: desk as unknown as BrowserWindow,
    roles,
    preloadFolder: '/preload',
    path: folder.file('wallboard.json'),
    log: silentLog,
  })
  const find = (): FakeWindow | null => opened.find((each) => each !== desk && !each.isGone) ?? null
  return {
    desk,
    roles,
    wallboard,
    find,
    get board(): FakeWindow {
      const board = find()
      if (board === null) throw new Error('No wallboard is open')
      return board
    },
    /** Opened by the person, and drawn. */
    open() {
      wallboard.open()
      this.board.emit('ready-to-show')
      return this.board
    },
  }
}

const isKeptOpen = (): boolean => JSON.parse(readFileSync(folder.file('wallboard.json'), 'utf8')).isOpen
const isOn = ({ bounds }: FakeWindow, display: typeof main): boolean =>
  bounds.x >= display.bounds.x && bounds.x + bounds.width <= display.bounds.x + display.bounds.width

test('it opens once, beside the desk, with the rights of a wallboard', () => {
  const room = start()
  expect(room.find()).toBeNull()
  const board = room.open()
  expect(board.address).toBe('app://najva/?view=wallboard')
  expect(isOn(board, right)).toBe(true)
  expect(board.isFull).toBe(false)
  expect(room.roles.of(board.webContents.id)).toBe('wallboard')
  room.wallboard.open()
  expect(opened).toHaveLength(2)
  expect(board.isFocusedNow).toBe(true)
})

test('open when the program ended, it is open at the next start, on its display and full screen, without taking the keys', () => {
  const first = start()
  first.open().setFullScreen(true)
  const { bounds } = first.board
  first.desk.close()
  expect(first.find()).toBeNull()
  expect(isKeptOpen()).toBe(true)
  forget()
  screen.displays = [right, main]
  const second = start()
  second.board.emit('ready-to-show')
  expect(second.board.bounds).toEqual(bounds)
  expect(second.board.isFull).toBe(true)
  expect(second.board.isFocusedNow).toBe(false)
})

test('closed by the person, it stays closed', () => {
  const room = start()
  room.open().close()
  expect(isKeptOpen()).toBe(false)
  room.desk.close()
  expect(start().find()).toBeNull()
})

test('a program that was killed opens it again, too', () => {
  start().open()
  forget()
  screen.displays = [main, right]
  expect(start().find()).not.toBeNull()
})

test('closed by the program as it quits, it counts as open; but not when the quitting was called off', () => {
  const room = start()
  const board = room.open()
  app.emit('before-quit', new FakeEvent())
  board.close()
  expect(isKeptOpen()).toBe(true)
})

test('quitting called off, whoever closes it then means it', async () => {
  const room = start()
  const board = room.open()
  const event = new FakeEvent()
  app.emit('before-quit', event)
  event.preventDefault()
  await Promise.resolve()
  board.close()
  expect(isKeptOpen()).toBe(false)
})

test('its display unplugged it becomes a window beside the desk’s page; plugged in again it goes home', () => {
  const room = start()
  const board = room.open()
  board.setFullScreen(true)
  const { bounds } = board
  screen.displays = [main]
  // The system moves it before it tells: that is no place anybody chose.
  board.bounds = { x: 0, y: 0, width: 1920, height: 1080 }
  board.emit('moved')
  screen.emit('display-removed')
  expect(board.isFull).toBe(false)
  expect(isOn(board, main)).toBe(true)
  screen.displays = [main, right]
  screen.emit('display-added')
  expect(board.bounds).toEqual(bounds)
  expect(board.isFull).toBe(true)
})

test('Escape leaves the full screen and nothing else', () => {
  const board = start().open()
  const press = (key: string) => {
    const event = new FakeEvent()
    board.webContents.emit('before-input-event', event, { type: 'keyDown', key })
    return event.defaultPrevented
  }
  expect(press('Escape')).toBe(false)
  board.setFullScreen(true)
  expect(press('a')).toBe(false)
  expect(press('Escape')).toBe(true)
  expect(board.isFull).toBe(false)
})

test('nothing is left when it ends', () => {
  const room = start()
  room.open()
  room.wallboard.close()
  expect(room.find()).toBeNull()
  expect(screen.eventNames()).toEqual([])
  expect(app.eventNames()).toEqual([])
  expect(room.desk.eventNames()).toEqual([])
  expect(isKeptOpen()).toBe(true)
})
