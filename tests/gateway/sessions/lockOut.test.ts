/** Locks after wrong passwords: longer in a row, forgotten after a right one, and bounded in number. */
import { expect, test } from 'vitest'
import { attemptsBeforeLock, createLockOut } from '#gateway/sessions/lockOut'
import { createFakeClock } from '#tests/support/fakeClock'

const minuteMs = 60_000

test('each lock in a row is twice as long, up to a quarter of an hour', () => {
  const clock = createFakeClock()
  const lockOut = createLockOut(clock)
  const locks = [1, 2, 3, 4, 5, 6].map(() => {
    for (let attempt = 0; attempt < attemptsBeforeLock; attempt += 1) expect(lockOut.attempt('sara')).toBe(0)
    const waitMs = lockOut.attempt('Sara')
    clock.advance(waitMs)
    return waitMs / minuteMs
  })
  expect(locks).toEqual([1, 2, 4, 8, 15, 15])
})

test('a right password makes the name clean', () => {
  const lockOut = createLockOut(createFakeClock())
  for (let attempt = 1; attempt < attemptsBeforeLock; attempt += 1) lockOut.attempt('sara')
  lockOut.succeed('SARA')
  for (let attempt = 0; attempt < attemptsBeforeLock; attempt += 1) expect(lockOut.attempt('sara')).toBe(0)
  expect(lockOut.attempt('sara')).toBe(minuteMs)
})
