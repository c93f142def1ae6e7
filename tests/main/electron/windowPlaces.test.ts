/** Where windows of the program stand: on the display in use, where a person put them, and always in sight. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cardSize,
  isCardEnough,
  isCardWanted,
  placeCard,
  rememberSpot,
} from '#main/electron/windows/popOutPlace'
import { type BoardPlace, noBoard, placeBoard, rememberBoard } from '#main/electron/windows/wallboardPlace'
import { type Area, keepInside, nameArrangement, whichDisplay } from '#main/electron/windows/whichDisplay'

const toDisplay = (x: number, y: number, width = 1920, height = 1080) => ({
  bounds: { x, y, width, height },
  workArea: { x, y: y + 30, width, height: height - 70 },
})
const left = toDisplay(-1280, 0, 1280, 1024)
const main = toDisplay(0, 0)
const right = toDisplay(1920, 0, 2560, 1440)
const desk = { x: 100, y: 100, width: 900, height: 700 }

describe('the display in use', () => {
  const all = [main, left, right]

  test('is the desk’s while it is in front, and the pointer’s otherwise', () => {
    const pointer = { x: -5, y: 500 }
    expect(whichDisplay(all, { desk, pointer })).toBe(main)
    expect(whichDisplay(all, { desk: null, pointer })).toBe(left)
    expect(whichDisplay(all, { desk: { ...desk, x: 1800 }, pointer })).toBe(right)
  })

  test('an edge belongs to one display, a pointer in the gap to the nearest, and none is null', () => {
    expect(whichDisplay(all, { desk: null, pointer: { x: 1920, y: 0 } })).toBe(right)
    expect(whichDisplay(all, { desk: null, pointer: { x: 1919, y: 1079 } })).toBe(main)
    expect(whichDisplay([left, right], { desk: null, pointer: { x: 300, y: 5 } })).toBe(left)
    expect(whichDisplay([], { desk, pointer: { x: 0, y: 0 } })).toBeNull()
  })

  test('an arrangement has one name in whatever order the system lists it', () => {
    expect(nameArrangement([main, right])).toBe(nameArrangement([right, main]))
    expect(nameArrangement([main])).not.toBe(nameArrangement([toDisplay(0, 0, 1920, 1200)]))
  })

  test('what is kept inside is inside, and as large as it can be', () => {
    const number = fc.integer({ min: -5000, max: 5000 })
    const size = fc.integer({ min: 1, max: 5000 })
    const area = fc.record({ x: number, y: number, width: size, height: size })
    fc.assert(
      fc.property(area, area, (rectangle, around) => {
        const kept = keepInside(rectangle, around)
        expect(isInside(kept, around)).toBe(true)
        expect(kept.width).toBe(Math.min(rectangle.width, around.width))
        if (isInside(rectangle, around)) expect(kept).toEqual(rectangle)
      }),
    )
  })
})

function isInside(inner: Area, outer: Area): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  )
}

describe('the card', () => {
  test.each([
    ['never', true, false, false],
    ['away', true, false, true],
    ['away', true, true, false],
    ['away', false, false, false],
    ['always', true, true, true],
    ['always', false, true, false],
  ] as const)('%s, with a call %s, desk in front %s: %s', (when, hasCall, isDeskInFront, isWanted) => {
    expect(isCardWanted({ when, hasCall, isDeskInFront })).toBe(isWanted)
  })

  test('lies in the lower corner of the work area at first', () => {
    const { x, y, width, height } = placeCard([], [main], main)
    expect({ width, height }).toEqual(cardSize)
    expect(x + width).toBe(1920 - 24)
    expect(y + height).toBe(1040 - 24)
  })

  test('comes back where it was put, on each display by itself and in each arrangement by itself', () => {
    const both = [main, right]
    let spots = rememberSpot([], both, right, { x: 2000, y: 200, ...cardSize })
    spots = rememberSpot(spots, both, main, { x: 40, y: 300, ...cardSize })
    expect(placeCard(spots, both, right)).toMatchObject({ x: 2000, y: 200 })
    expect(placeCard(spots, both, main)).toMatchObject({ x: 40, y: 300 })
    expect(placeCard(spots, [main], main)).toEqual(placeCard([], [main], main))
    spots = rememberSpot(spots, both, main, { x: 50, y: 310, ...cardSize })
    expect(spots).toHaveLength(2)
    expect(placeCard(spots, both, main)).toMatchObject({ x: 50, y: 310 })
  })

  test('is whole in sight wherever it was kept, and old places go after forty', () => {
    const spot = { arrangement: nameArrangement([main]), display: '0,0,1920x1080', x: 9999, y: -50 }
    const placed = placeCard([spot], [main], main)
    expect(isInside(placed, main.workArea)).toBe(true)
    const many = Array.from({ length: 40 }, (_, i) => ({ ...spot, arrangement: String(i) }))
    const kept = rememberSpot(many, [main], main, { x: 1, y: 40, ...cardSize })
    expect(kept).toHaveLength(40)
    expect(kept[0]?.x).toBe(1)
  })

  test('tells of a ring alone only where everybody is sure to notice it', () => {
    const plain = { platform: 'win32', environment: {}, isAssisted: false } as const
    expect(isCardEnough(plain)).toBe(true)
    expect(isCardEnough({ ...plain, isAssisted: true })).toBe(false)
    const linux = (XDG_SESSION_TYPE: string) =>
      isCardEnough({ ...plain, platform: 'linux', environment: { XDG_SESSION_TYPE } })
    expect(linux('wayland')).toBe(false)
    expect(linux('x11')).toBe(true)
  })
})

describe('the wallboard', () => {
  const onRight: BoardPlace = { x: 2200, y: 200, width: 1280, height: 720, isFullScreen: true }
  const kept = rememberBoard({ ...noBoard, isOpen: true }, [main, right], onRight)

  test('stands at first on a display the desk is not on, as a window', () => {
    const { isFullScreen, ...place } = placeBoard(noBoard, [main, right], desk)
    expect(isInside(place, right.workArea)).toBe(true)
    expect(isFullScreen).toBe(false)
  })

  test('comes back to its display, full screen as it was', () => {
    expect(placeBoard(kept, [right, main], desk)).toEqual(onRight)
  })

  test('its display gone, it takes no full screen over the desk', () => {
    const { isFullScreen, ...place } = placeBoard(kept, [main], desk)
    expect(isFullScreen).toBe(false)
    expect(isInside(place, main.workArea)).toBe(true)
  })

  test('its display gone, it takes another one whole, and goes home when its own is back', () => {
    const { isFullScreen, ...place } = placeBoard(kept, [main, left], desk)
    expect(isFullScreen).toBe(true)
    expect(isInside(place, left.workArea)).toBe(true)
    expect(placeBoard(kept, [main, right], desk)).toEqual(onRight)
  })

  test('what a person chose in an arrangement stays with it', () => {
    const window: BoardPlace = { x: 10, y: 60, width: 640, height: 480, isFullScreen: false }
    const both = rememberBoard(kept, [main], window)
    expect(placeBoard(both, [main], desk)).toEqual(window)
    expect(placeBoard(both, [main, right], desk)).toEqual(onRight)
    expect(both.isOpen).toBe(true)
  })
})
