/** The reason of a pause, where the switch tells of it later than it answers: what was asked for stays the reason. */
import { beforeEach, expect, test } from 'vitest'
import type { QueueId } from '#contract/ids'
import { ami, last, openLive, pass, queue, until } from '#tests/gateway/asterisk/support/linkRoom'
import type { Fields } from '#tests/gateway/asterisk/support/scriptedAmi'

const done = { ok: true, value: null }
const sales = 'sales' as QueueId
const queues = [queue, { ...queue, id: sales, name: 'Sales', members: [] }]

/** As the switch tells of somebody who joins paused: without a reason, which comes with the pause that follows. */
const joined = (name: string): Fields => [
  ['Queue', name],
  ['MemberName', '1101'],
  ['Interface', 'PJSIP/1101'],
  ['StateInterface', 'PJSIP/1101'],
  ['Membership', 'dynamic'],
  ['Penalty', 0],
  ['Status', 1],
  ['Paused', 1],
  ['PausedReason', ''],
]
const asked = (name: string) =>
  ami.actions.findLast((each) => each.name === name)?.fields ?? new Map<string, string>()

beforeEach(() => {
  ami.lists.set('QueueStatus', [])
})

async function signInForLunch() {
  const room = await openLive({ queues })
  expect(await room.link.execute({ kind: 'signIn', extension: '1101', pausedReason: 'lunch' })).toEqual(done)
  ami.event('QueueMemberAdded', joined('support'))
  await until(() =>
    expect(last(room.events, 'extensionChanged')).toMatchObject({ signedIn: true, pausedReason: 'pause' }),
  )
  return room
}

test('who is put into another queue is paused there for the reason they were paused for', async () => {
  const { link } = await signInForLunch()
  expect(await link.execute({ kind: 'addMember', queueId: sales, extension: '1101', penalty: 0 })).toEqual(
    done,
  )
  expect(asked('QueueAdd').get('Queue')).toBe('sales')
  expect(asked('QueuePause').get('Queue')).toBe('sales')
  expect(asked('QueuePause').get('Reason')).toBe('lunch')
})

test('who is put back into a queue keeps the reason too', async () => {
  const { link } = await signInForLunch()
  await link.execute({ kind: 'addMember', queueId: sales, extension: '1101', penalty: 0 })
  ami.event('QueueMemberAdded', joined('sales'))
  ami.event('QueueMemberRemoved', joined('sales'))
  const before = ami.actions.length
  await pass(1000)
  await until(() => expect(ami.actions.length).toBeGreaterThan(before + 1))
  expect(asked('QueueAdd').get('Queue')).toBe('sales')
  expect(asked('QueuePause').get('Reason')).toBe('lunch')
})
