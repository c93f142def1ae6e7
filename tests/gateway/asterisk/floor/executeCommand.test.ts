/** Commands on the floor as a manager port hears them: one queue's pause beside others, and an answer in time. */
import { beforeEach, expect, test } from 'vitest'
import type { CallId, QueueId } from '#contract/ids'
import {
  ami,
  clock,
  connectAna,
  kinds,
  leg,
  member,
  openLive,
  ringAna,
  trunk,
  until,
} from '#tests/gateway/asterisk/support/linkRoom'
import { type Fields, prefixed } from '#tests/gateway/asterisk/support/scriptedAmi'

const extension = '1101'
const inSales: Fields = member.map(([key, value]) => [key, key === 'Queue' ? 'sales' : value])
const pauseIn = (queueId: string, reason: string | null) =>
  ({ kind: 'pauseInQueue', queueId: queueId as QueueId, extension, reason }) as const

/** `sales training`, `all lunch`, `sales -`: every pause asked so far. */
const pauses = () =>
  ami.actions
    .filter(({ name }) => name === 'QueuePause')
    .map(({ fields }) => {
      const reason = fields.get('Paused') === 'true' ? fields.get('Reason') : '-'
      return `${fields.get('Queue') ?? 'all'} ${reason}`
    })

beforeEach(() => {
  ami.lists.set('QueueStatus', [member, inSales])
})

test('the end of a pause of all queues leaves that of one queue in force', async () => {
  const { link } = await openLive()
  await link.execute(pauseIn('sales', 'training'))
  await link.execute({ kind: 'pause', extension, reason: 'lunch' })
  await link.execute({ kind: 'unpause', extension })
  expect(pauses()).toEqual(['sales training', 'all lunch', 'support -', 'sales training'])
})

test('the end of a pause of one queue does not end that of all', async () => {
  const { link } = await openLive()
  await link.execute({ kind: 'pause', extension, reason: 'lunch' })
  await link.execute(pauseIn('sales', 'training'))
  await link.execute(pauseIn('sales', null))
  await link.execute({ kind: 'unpause', extension })
  expect(pauses()).toEqual(['all lunch', 'sales lunch', 'sales lunch', 'all -'])
})

test('the silence after a call ends where there is no other pause', async () => {
  const { link } = await openLive()
  await link.execute(pauseIn('sales', 'training'))
  ringAna()
  connectAna()
  await until(() => expect(pauses()).toHaveLength(2))
  for (const queue of ['support', 'sales']) {
    ami.event('QueueMemberPause', [
      ['Queue', queue],
      ['Interface', 'PJSIP/1101'],
      ['StateInterface', 'PJSIP/1101'],
      ['Paused', 1],
      ['PausedReason', 'najva-wrap-up'],
    ])
  }
  ami.event('Hangup', [...trunk(), ['Cause', 16]])
  await until(async () =>
    expect(await link.execute({ kind: 'hangUp', callId: '100.1' as CallId })).toMatchObject({
      failure: { code: 'not-found' },
    }),
  )
  await link.execute({ kind: 'finishWrapUp', extension })
  expect(pauses()).toEqual(['sales training', 'all najva-wrap-up', 'support -', 'sales training'])
})

test('who is not in the queue, or not on the floor, is named', async () => {
  const { link } = await openLive()
  expect(await link.execute(pauseIn('other', 'training'))).toMatchObject({
    failure: { code: 'not-found', subject: extension },
  })
  const call = 'none' as CallId
  expect(await link.execute({ kind: 'park', callId: call })).toMatchObject({ failure: { code: 'not-found' } })
  expect(await link.execute({ kind: 'dial', extension: '9999', number: '1' })).toMatchObject({
    failure: { code: 'not-found' },
  })
  expect(ami.actions).toEqual([])
})

test('a switch that does not answer is a time-out within 5 s', async () => {
  const { link } = await openLive()
  ami.refusals.set('Originate', null)
  const asking = link.execute({ kind: 'dial', extension, number: '0912' })
  await clock.advanceAsync(5000)
  expect(await asking).toMatchObject({ failure: { code: 'timed-out' } })
})

test('a caller the agent gave away belongs to their queue still: who is not answered then comes back to it', async () => {
  const { link, events } = await openLive()
  ringAna()
  connectAna()
  await until(() => expect(kinds(events).at(-1)).toBe('callConnected'))
  ami.event('BlindTransfer', [
    ['Result', 'Success'],
    ...prefixed('Transferer', leg(6)),
    ...prefixed('Transferee', trunk(6)),
    ['IsExternal', 'Yes'],
    ['Context', 'from-people'],
    ['Extension', '1102'],
  ])
  ami.event('Hangup', [...leg(6), ['Cause', 16]])
  await until(() => expect(kinds(events).at(-1)).toBe('callTransferred'))
  const given = link.execute({ kind: 'giveTo', callId: '100.1' as CallId, extension })
  await until(() => expect(ami.actions.map(({ name }) => name)).toContain('Redirect'))
  expect(
    ami.actions
      .filter(({ fields }) => fields.get('Variable') === 'DESK_RESCUE_QUEUE')
      .map(({ fields }) => fields.get('Value')),
  ).toEqual(['support'])
  expect(await given).toMatchObject({ ok: true })
})
