/** Supervisors add people to queues of the practice centre and take them out again, through the link. */
import { expect, test } from 'vitest'
import { QueueId } from '#contract/ids'
import { caller, openRoomForEachTest, room, support } from '#tests/simulator/support/commandRoom'
import { watchModel } from '#tests/simulator/support/modelWatch'

openRoomForEachTest()

const supervisor = '1901'
const add = (extension: string, penalty = 0) =>
  room.ask({ kind: 'addMember', queueId: support, extension, penalty })
const remove = (extension: string) => room.ask({ kind: 'removeMember', queueId: support, extension })

test('a new member is told of, and asked by the queue', async () => {
  await room.seat(supervisor)
  room.story()
  expect(await add(supervisor, 2)).toBe('done')
  expect(room.ofKind('memberAdded')).toEqual([
    expect.objectContaining({
      queueId: support,
      member: { extension: supervisor, penalty: 2, pausedReason: null },
    }),
  ])
  room.centre.callIn(caller)
  expect(room.phones.ringingAt(supervisor)).not.toBeNull()
})

test('whoever is signed out is a member from then on, and asked once they sign in', async () => {
  expect(await add(supervisor)).toBe('done')
  room.centre.callIn(caller)
  expect(room.phones.ringingAt(supervisor)).toBeNull()
  await room.seat(supervisor)
  expect(room.phones.ringingAt(supervisor)).not.toBeNull()
})

test('a caller who waited is offered to the new member at once', async () => {
  await room.seat(supervisor)
  room.centre.callIn(caller)
  expect(room.phones.ringingAt(supervisor)).toBeNull()
  await add(supervisor)
  expect(room.phones.ringingAt(supervisor)).not.toBeNull()
})

test('whoever is taken out rings no more for that queue, and the next is asked', async () => {
  await room.seat('1001')
  const callId = room.centre.callIn(caller)
  room.story()
  expect(await remove('1001')).toBe('done')
  expect(room.phones.ringingAt('1001')).toBeNull()
  expect(room.story()).toEqual(['memberRemoved support 1001', 'offerEnded call1 1001 cancelled'])
  await room.seat('1002')
  expect(room.phones.ringingAt('1002')?.headers).toEqual({ 'X-Najva-Call': callId })
})

test('a call they are in goes on', async () => {
  await room.talking()
  expect(await remove('1001')).toBe('done')
  expect(room.ofKind('callEnded')).toEqual([])
})

test('a pause in that queue alone ends with it, and decides no longer whether they are paused at all', async () => {
  await room.seat('1001')
  const watch = watchModel(room.centre)
  const pause = (queue: string) =>
    room.ask({ kind: 'pauseInQueue', queueId: QueueId.parse(queue), extension: '1001', reason: 'training' })
  for (const queue of ['support', 'sales', 'billing']) expect(await pause(queue)).toBe('done')
  expect(room.ofKind('extensionChanged').at(-1)).toMatchObject({
    extension: '1001',
    pausedReason: 'training',
  })
  expect(await remove('1001')).toBe('done')
  expect(watch.complaints()).toEqual([])
  expect(await add('1001')).toBe('done')
  expect(room.ofKind('extensionChanged').at(-1)).toMatchObject({ extension: '1001', pausedReason: null })
  expect(watch.complaints()).toEqual([])
  watch.close()
})

test.each([
  [
    'a queue nobody has',
    () => room.ask({ kind: 'addMember', queueId: QueueId.parse('no'), extension: '1001', penalty: 0 }),
    'not-found',
  ],
  ['an extension nobody has', () => add('4242'), 'not-found'],
  ['a member once more', () => add('1001'), 'wrong-state'],
  [
    'out of a queue nobody has',
    () => room.ask({ kind: 'removeMember', queueId: QueueId.parse('no'), extension: '1001' }),
    'not-found',
  ],
  ['out of a queue they are not in', () => remove(supervisor), 'not-found'],
])('refused: %s', async (_what, ask, code) => {
  room.story()
  expect(await ask()).toBe(code)
  expect(room.story()).toEqual([])
})
