/** The pop-out card's window: there while it is wanted, where it was put, and never in anybody's way. */
import { readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { asked, forget, ipcMain, screen, toDisplay } from '#tests/main/electron/fakeElectron'
import { openPopOutRoom, type PopOutRoom, ringingCall } from '#tests/main/electron/popOutRoom'

vi.mock('electron', () => import('#tests/main/electron/fakeElectron'))

let room: PopOutRoom

beforeEach(() => {
  forget()
  room = openPopOutRoom()
})
afterEach(() => {
  room.stop()
  room.folder.remove()
})

const talking = { ...ringingCall, state: 'talking' } as const
const isShown = (): boolean => room.card?.isShown ?? false

describe('when it is there', () => {
  test('while a call is there and the desk is not in front, whatever the call becomes, until its end', () => {
    room.turn(false)
    expect(room.card).toBeNull()
    room.call(ringingCall)
    expect(isShown()).toBe(true)
    room.call(talking)
    expect(isShown()).toBe(true)
    room.call(null)
    expect(isShown()).toBe(false)
    room.call(ringingCall)
    expect(isShown()).toBe(true)
  })

  test('not while the desk is in front; turning away brings it, turning back takes it', () => {
    room.call(ringingCall)
    expect(isShown()).toBe(false)
    room.turn(false)
    expect(isShown()).toBe(true)
    room.turn(true)
    expect(isShown()).toBe(false)
    room.window.isSmall = true
    room.window.emit('minimize')
    expect(isShown()).toBe(true)
  })

  test('never and always are what they say, from the moment they are chosen', () => {
    room.turn(false)
    room.call(ringingCall)
    room.set({ popOut: 'never' })
    expect(isShown()).toBe(false)
    room.turn(true)
    room.set({ popOut: 'always' })
    expect(isShown()).toBe(true)
  })

  test('the phone’s page gone, the card goes too', () => {
    room.turn(false)
    room.call(ringingCall)
    room.seats.open('other')
    room.seats.take('other')
    expect(isShown()).toBe(false)
    // The page that had the phone is heeded no more.
    room.call(ringingCall)
    expect(isShown()).toBe(false)
  })
})

describe('how it is there', () => {
  test('it never takes the keys, and lies over everything on every desktop', () => {
    room.turn(false)
    room.call(ringingCall)
    const card = room.card
    expect(card?.options).toMatchObject({
      focusable: false,
      alwaysOnTop: true,
      acceptFirstMouse: true,
      skipTaskbar: true,
      frame: false,
      fullscreenable: false,
      show: false,
    })
    expect(card?.isFocusedNow).toBe(false)
    expect(asked.filter(({ what }) => what === 'showInactive')).toHaveLength(1)
    expect(card?.over).toContainEqual([true, 'screen-saver'])
    expect(card?.over).toContainEqual([true, { visibleOnFullScreen: true }])
  })

  test('a card that draws nothing any more is replaced at the next call', () => {
    room.turn(false)
    room.call(ringingCall)
    const broken = room.card
    broken?.webContents.emit('render-process-gone')
    expect(broken?.isGone).toBe(true)
    room.call(null)
    room.call(ringingCall)
    expect(isShown()).toBe(true)
    expect(room.card).not.toBe(broken)
  })
})

describe('where it is', () => {
  const main = toDisplay(0, 0, 1920, 1080)
  const right = toDisplay(1920, 0, 2560, 1440)

  beforeEach(() => {
    screen.displays = [main, right]
    room.turn(false)
  })

  test('on the pointer’s display, and where the person put it the last time, also after a restart', () => {
    screen.pointer = { x: 3000, y: 20 }
    room.call(ringingCall)
    expect(room.card?.bounds.x).toBeGreaterThan(1920)
    room.card?.setBounds({ ...room.card.bounds, x: 2100, y: 300 })
    room.call(null)
    screen.pointer = { x: 10, y: 20 }
    room.call(ringingCall)
    expect(room.card?.bounds.x).toBeLessThan(1920)
    room.call(null)
    room.stop()
    room = openPopOutRoom({}, room.folder)
    room.turn(false)
    screen.pointer = { x: 3000, y: 20 }
    room.call(ringingCall)
    expect(room.card?.bounds).toMatchObject({ x: 2100, y: 300 })
  })

  test('a place nobody chose is not written down', () => {
    room.call(ringingCall)
    room.call(null)
    expect(() => readFileSync(room.folder.file('card.json'))).toThrow()
  })

  test('its display unplugged in the middle of a call, it comes into sight', () => {
    screen.pointer = { x: 3000, y: 20 }
    room.call(ringingCall)
    screen.displays = [main]
    screen.emit('display-removed')
    const { x, y, width, height } = room.card?.bounds ?? { x: -1, y: -1, width: 0, height: 0 }
    expect(x).toBeGreaterThanOrEqual(0)
    expect(x + width).toBeLessThanOrEqual(1920)
    expect(y + height).toBeLessThanOrEqual(1040)
    // What the system moved is no place a person chose.
    room.call(null)
    expect(() => readFileSync(room.folder.file('card.json'))).toThrow()
  })

  test('a torn file of places is as good as none', () => {
    writeFileSync(room.folder.file('card.json'), '[{"x":"far"}]')
    room.stop()
    room = openPopOutRoom({}, room.folder)
    room.turn(false)
    room.call(ringingCall)
    expect(isShown()).toBe(true)
  })
})

test('the desk closed, no hidden card keeps the program open', () => {
  room.turn(false)
  room.call(ringingCall)
  room.call(null)
  const { card } = room
  room.window.close()
  expect(card?.isGone).toBe(true)
})

test('nothing is left when it ends in the middle of a call', () => {
  room.turn(false)
  room.call(ringingCall)
  const { card } = room
  room.stop()
  expect(card?.isGone).toBe(true)
  expect(ipcMain.eventNames()).toEqual([])
  expect(screen.eventNames()).toEqual([])
  expect(room.window.eventNames()).toEqual([])
  room.call(talking)
  expect(room.card).toBeNull()
})
