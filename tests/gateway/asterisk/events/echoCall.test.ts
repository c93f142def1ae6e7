/** A phone that hears its own echo is in no call: nobody on the floor is told. */
import { expect, test } from 'vitest'
import { isRoot } from '#gateway/asterisk/events/beginCall'

const block = {
  id: '1763900000.1',
  linkedId: '1763900000.1',
  name: 'PJSIP/1001-00000001',
  state: 'ring',
  callerNumber: '1001',
  callerName: null,
  exten: '*43',
} as const

test('a channel that dialled the echo begins no call, one that dialled a number does', () => {
  const channel = (exten: string) =>
    ({ block: { ...block, exten }, createdAtMs: 0 }) as unknown as Parameters<typeof isRoot>[0]
  expect(isRoot(channel('*43'))).toBe(false)
  expect(isRoot(channel('1002'))).toBe(true)
})
