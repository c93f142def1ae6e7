/** Each ring has its own marks: whether it asked the cache, and when its card was painted. */
import { expect, test } from 'vitest'
import { toCardRings } from '#bench/cardRings'

const invite = (atMs: number) => ({ name: 'najva:invite', atMs })
const asked = (atMs: number) => ({ name: 'najva:card-asked', atMs })
const painted = (atMs: number) => ({ name: 'najva:card-painted', atMs })

test('marks belong to the ring they follow, in whatever order they are told', () => {
  const marks = [painted(5), invite(100), invite(10), painted(108), asked(11), painted(40)]
  expect(toCardRings(marks)).toEqual([
    { invitedAtMs: 10, wasAsked: true, paintedAfterMs: 30 },
    { invitedAtMs: 100, wasAsked: false, paintedAfterMs: 8 },
  ])
})

test('a card that was never painted is told as that, also when the next one was', () => {
  expect(toCardRings([invite(10), invite(100), painted(130)])).toEqual([
    { invitedAtMs: 10, wasAsked: false, paintedAfterMs: null },
    { invitedAtMs: 100, wasAsked: false, paintedAfterMs: 30 },
  ])
})

test('only the first paint of a ring counts', () => {
  expect(toCardRings([invite(10), painted(20), painted(500)])).toEqual([
    { invitedAtMs: 10, wasAsked: false, paintedAfterMs: 10 },
  ])
})
