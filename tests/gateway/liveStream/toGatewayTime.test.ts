/** A PBX with a clock of its own: its stamps are put on the gateway's. */
import { expect, test } from 'vitest'
import { learnOffset, shiftEvent } from '#gateway/liveStream/toGatewayTime'

test('a message that was only on its way keeps its own stamp', () => {
  expect(learnOffset(0, 10_000, 10_300)).toBe(0)
  const event = { kind: 'linkUp', atMs: 10_000 } as const
  expect(shiftEvent(event, 0)).toBe(event)
})

test('a clock an hour behind is learned once and kept while messages are a little late', () => {
  const hour = 3_600_000
  const offset = learnOffset(0, 5000, 5000 + hour)
  expect(offset).toBe(hour)
  expect(learnOffset(offset, 6000, 6200 + hour)).toBe(hour)
  expect(learnOffset(offset, 9000, 9000)).toBe(0)
  expect(shiftEvent({ kind: 'linkUp', atMs: 5000 }, offset).atMs).toBe(5000 + hour)
})
