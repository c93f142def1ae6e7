/** The decisions of a grid: which rows are drawn, what a key means, and how the order holds still under a hand. */
import { expect, test } from 'vitest'
import { type GridPlace, toGridMove } from '#renderer/ui/gridKeys'
import { holdOrder, keepOrder, maxGaps, placeAll } from '#renderer/ui/gridOrder'
import { toDrawnIndexes, toGridWindow, toScrollFor } from '#renderer/ui/gridWindow'

test('a window of a long list is a few dozen rows, whole at both ends', () => {
  for (const heading of [-1, 0, 1] as const) {
    for (const scrollPx of [0, 1, 33, 5000, 66_000, 68_000]) {
      const { from, to } = toGridWindow(scrollPx, 680, 34, 2000, heading)
      expect(from).toBeLessThanOrEqual(Math.floor(scrollPx / 34))
      expect(to).toBeGreaterThanOrEqual(Math.min(2000, Math.ceil((scrollPx + 680) / 34)))
      expect(to - from).toBeLessThan(35)
    }
  }
  expect(toGridWindow(0, 680, 34, 3, 0)).toEqual({ from: 0, to: 3 })
  // Scrolled beyond a list that grew short.
  expect(toGridWindow(9000, 680, 34, 0, 1)).toEqual({ from: 0, to: 0 })
})

test('rows are drawn ahead of the wheel, and a list nobody scrolls draws few that are not seen', () => {
  const seen = { from: 100, to: 120 }
  const at = (heading: -1 | 0 | 1) => toGridWindow(100 * 34, 680, 34, 2000, heading)
  expect(seen.from - at(-1).from).toBeGreaterThanOrEqual(8)
  expect(at(1).to - seen.to).toBeGreaterThanOrEqual(8)
  expect(at(0).to - at(0).from).toBeLessThanOrEqual(26)
})

test('the focused row stays drawn wherever the list is scrolled to, in its place', () => {
  expect(toDrawnIndexes({ from: 5, to: 8 }, 2, 100)).toEqual([2, 5, 6, 7])
  expect(toDrawnIndexes({ from: 5, to: 8 }, 6, 100)).toEqual([5, 6, 7])
  expect(toDrawnIndexes({ from: 5, to: 8 }, 50, 100)).toEqual([5, 6, 7, 50])
  expect(toDrawnIndexes({ from: 5, to: 8 }, -1, 100)).toEqual([5, 6, 7])
  expect(toDrawnIndexes({ from: 5, to: 8 }, 100, 100)).toEqual([5, 6, 7])
})

test('a row is scrolled to only as far as it takes', () => {
  expect(toScrollFor(3, 30, 60, 300)).toBeNull()
  expect(toScrollFor(1, 30, 60, 300)).toBe(30)
  expect(toScrollFor(12, 30, 60, 300)).toBe(90)
})

const key = (name: string, more: Partial<KeyboardEvent> = {}) => ({
  key: name,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...more,
})

test('keys lead from row to row, never out of the list, and into a row by the reading direction', () => {
  const place: GridPlace = { row: 3, rowCount: 20, pageRows: 8, direction: 'ltr' }
  const to = (name: string, at: Partial<GridPlace> = {}) => toGridMove(key(name), { ...place, ...at })
  expect(to('ArrowDown')).toEqual({ kind: 'row', to: 4 })
  expect(to('ArrowUp', { row: 0 })).toEqual({ kind: 'row', to: 0 })
  expect(to('PageDown', { row: 15 })).toEqual({ kind: 'row', to: 19 })
  expect(to('PageUp')).toEqual({ kind: 'row', to: 0 })
  expect([to('Home'), to('End')]).toEqual([
    { kind: 'row', to: 0 },
    { kind: 'row', to: 19 },
  ])
  expect(to('ArrowRight')).toEqual({ kind: 'inside', by: 1 })
  expect(to('ArrowRight', { direction: 'rtl' })).toEqual({ kind: 'inside', by: -1 })
  expect(to('ContextMenu')).toEqual({ kind: 'menu' })
  expect(toGridMove(key('F10', { shiftKey: true }), place)).toEqual({ kind: 'menu' })
  expect(to('l')).toBeNull()
  expect(toGridMove(key('ArrowDown', { altKey: true }), place)).toBeNull()
})

const row = (name: string, n = 0) => ({ key: name, n })

test('under a hand nobody moves: who comes stands last, who goes leaves a gap, who is filtered out stays', () => {
  const [a, b, c, d] = [row('a'), row('b'), row('c'), row('d')]
  const before = placeAll([a, b, c])
  const changed = row('c', 1)
  // b went; c changed; d came and sorts first; a no longer passes the filter.
  const held = holdOrder(before, [d, changed], [a, changed, d])
  expect(held).toEqual([
    { row: a, isGone: false },
    { row: b, isGone: true },
    { row: changed, isGone: false },
    { row: d, isGone: false },
  ])
  expect(held[0]).toBe(before[0])
  // Back again, it is no gap any more.
  expect(holdOrder(held, [b], [a, b, changed, d])[1]).toEqual({ row: b, isGone: false })
})

test('a hand that rests for an hour does not fill the list with gaps', () => {
  const before = placeAll(Array.from({ length: maxGaps + 1 }, (_, index) => row(`r${index}`)))
  const left = row('new')
  expect(holdOrder(before, [left], [left])).toEqual(placeAll([left]))
})

test('between two sorts rows keep their order, without gaps', () => {
  const [a, b, c, d] = [row('a'), row('b'), row('c'), row('d')]
  const before = placeAll([a, b, c])
  expect(keepOrder(before, [d, c, a]).map((placed) => placed.row.key)).toEqual(['a', 'c', 'd'])
})
