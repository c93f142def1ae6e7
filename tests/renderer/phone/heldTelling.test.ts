/** What the page is told waits for the sound, in order, and never longer than allowed. */
import { expect, test } from 'vitest'
import { createHeldTelling } from '#renderer/phone/heldTelling'
import { createFakeClock } from '#tests/support/fakeClock'

function start() {
  const clock = createFakeClock(0)
  const page = createHeldTelling(clock, 100)
  const told: string[] = []
  return { clock, page, told, tell: (word: string) => page.tell(() => told.push(word)) }
}

test('without a hold everything is told at once', () => {
  const { told, tell } = start()
  tell('ringing')
  expect(told).toEqual(['ringing'])
})

test('a hold keeps the order, and ends with the release', () => {
  const { page, told, tell } = start()
  page.hold()
  tell('connecting')
  tell('talking')
  expect(told).toEqual([])
  page.release()
  expect(told).toEqual(['connecting', 'talking'])
  tell('held')
  expect(told).toEqual(['connecting', 'talking', 'held'])
})

test('a hold that nobody ends is over after 100 ms, and a later one has its full time', () => {
  const { clock, page, told, tell } = start()
  page.hold()
  tell('connecting')
  clock.advance(99)
  expect(told).toEqual([])
  clock.advance(1)
  expect(told).toEqual(['connecting'])
  page.hold()
  page.release()
  page.hold()
  tell('again')
  clock.advance(99)
  expect(told).toEqual(['connecting'])
  clock.advance(1)
  expect(told).toEqual(['connecting', 'again'])
})

test('what is told while the hold ends comes after what was held', () => {
  const { page, told, tell } = start()
  page.hold()
  page.tell(() => {
    told.push('first')
    tell('from within')
  })
  page.release()
  expect(told).toEqual(['first', 'from within'])
})
