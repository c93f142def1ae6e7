/** Sign-ins and sign-outs in quick succession, where the switch tells of what they changed later than it answers. */
import { beforeEach, expect, test } from 'vitest'
import type { QueueId } from '#contract/ids'
import { ami, last, openLive, pass, queue, until } from '#tests/gateway/asterisk/support/linkRoom'
import type { Fields } from '#tests/gateway/asterisk/support/scriptedAmi'

const done = { ok: true, value: null }
const sales = 'sales' as QueueId
const queues = [queue, { ...queue, id: sales, name: 'Sales' }]
const signIn = { kind: 'signIn', extension: '1101', pausedReason: null } as const
const signOut = { kind: 'signOut', extension: '1101' } as const

const member = (name: string): Fields => [
  ['Queue', name],
  ['MemberName', '1101'],
  ['Interface', 'PJSIP/1101'],
  ['StateInterface', 'PJSIP/1101'],
  ['Membership', 'dynamic'],
  ['Penalty', 0],
  ['Status', 1],
  ['Paused', 0],
]
const sent = () => ami.actions.map(({ name, fields }) => `${name} ${fields.get('Queue')}`)

beforeEach(() => {
  ami.lists.set('QueueStatus', [])
})

test('signing out at once takes out of queues the switch has not told of yet', async () => {
  const { link } = await openLive({ queues })
  expect(await link.execute(signIn)).toEqual(done)
  expect(await link.execute(signOut)).toEqual(done)
  expect(sent().slice(-2)).toEqual(['QueueRemove support', 'QueueRemove sales'])
})

test('who is gone from one queue and not yet from the other is not put back while they sign out', async () => {
  const { link, events } = await openLive({ queues })
  await link.execute(signIn)
  ami.event('QueueMemberAdded', member('support'))
  ami.event('QueueMemberAdded', member('sales'))
  await link.execute(signOut)
  const before = sent()
  ami.event('QueueMemberRemoved', member('support'))
  // Told behind it, so the removal is known.
  ami.event('QueueMemberPenalty', [...member('sales').slice(0, 5), ['Penalty', 3]])
  await until(() => expect(last(events, 'memberAdded')?.member.penalty).toBe(3))
  await pass(1000)
  expect(sent()).toEqual(before)
  ami.event('QueueMemberRemoved', member('sales'))
  await until(() => expect(last(events, 'extensionChanged')).toMatchObject({ signedIn: false }))
})

test('who is put into a queue while they sign in is in it when the switch has told of both', async () => {
  const { link, events } = await openLive({ queues: [queue, { ...queue, id: sales, members: [] }] })
  await link.execute(signIn)
  expect(await link.execute({ kind: 'addMember', queueId: sales, extension: '1101', penalty: 0 })).toEqual(
    done,
  )
  expect(sent()).not.toContain('QueueAdd sales')
  ami.event('QueueMemberAdded', member('support'))
  await until(() => expect(last(events, 'extensionChanged')).toMatchObject({ signedIn: true }))
  await pass(1000)
  await until(() => expect(sent()).toContain('QueueAdd sales'))
})

test('who is taken out while they sign in is out of it', async () => {
  const { link } = await openLive({ queues })
  await link.execute(signIn)
  expect(await link.execute({ kind: 'removeMember', queueId: sales, extension: '1101' })).toEqual(done)
  expect(sent().at(-1)).toBe('QueueRemove sales')
})

test('who was taken out by somebody else meanwhile is signed out as well', async () => {
  ami.lists.set('QueueStatus', [member('support')])
  ami.refusals.set('QueueRemove', 'Unable to remove interface: Not there')
  const { link } = await openLive()
  expect(await link.execute(signOut)).toEqual(done)
  expect(sent()).toEqual(['QueueRemove support'])
})
