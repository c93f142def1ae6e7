/** People put into a queue and taken out of it on a real Asterisk: in force until it is undone, sign-out or not. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { QueueId } from '#contract/ids'
import { type MonitorLab, openMonitorLab, soon } from '#tests/asterisk/support/monitorLab'
import { memberOf } from '#tests/asterisk/support/switchLines'

const done = { ok: true, value: null }
const sales = 'sales' as QueueId
let floor: MonitorLab

beforeAll(async () => {
  floor = await openMonitorLab()
})

afterAll(async () => {
  await floor?.close()
})

const add = (extension: string, penalty: number, queueId = sales) =>
  floor.link.execute({ kind: 'addMember', queueId, extension, penalty })
const remove = (extension: string, queueId = sales) =>
  floor.link.execute({ kind: 'removeMember', queueId, extension })
const signIn = () => floor.link.execute({ kind: 'signIn', extension: '1001', pausedReason: null })
/** Until the switch has told of it, an answer or not. */
async function signOut(): Promise<void> {
  expect(await floor.link.execute({ kind: 'signOut', extension: '1001' })).toEqual(done)
  await expect
    .poll(() => floor.events.findLast((each) => each.kind === 'extensionChanged'), soon)
    .toMatchObject({ extension: '1001', signedIn: false })
}
const onSwitch = () => memberOf(floor.lab, 'sales', '1001')

function membersTold(): string[] {
  const members = new Map<string, number>()
  for (const event of floor.events) {
    if (event.kind === 'snapshot') {
      members.clear()
      for (const each of event.queues.find(({ id }) => id === sales)?.members ?? [])
        members.set(each.extension, each.penalty)
    }
    if (event.kind === 'memberAdded' && event.queueId === sales)
      members.set(event.member.extension, event.member.penalty)
    if (event.kind === 'memberRemoved' && event.queueId === sales) members.delete(event.extension)
  }
  return [...members].map(([extension, penalty]) => `${extension}:${penalty}`).sort()
}

test('somebody who is signed in is asked at once, and still is after signing out and in', async () => {
  expect(await add('1001', 2)).toEqual(done)
  await expect.poll(membersTold, soon).toEqual(['1001:2', '1002:0'])
  expect(await onSwitch()).toContain('penalty 2')
  expect(await add('1001', 5)).toEqual(done)
  await expect.poll(membersTold, soon).toEqual(['1001:5', '1002:0'])
  await expect.poll(onSwitch, soon).toContain('penalty 5')
  await signOut()
  await expect.poll(onSwitch, soon).toBe('')
  expect(membersTold()).toEqual(['1001:5', '1002:0'])
  expect(await signIn()).toEqual(done)
  await expect.poll(onSwitch, soon).toContain('penalty 5')
  await floor.agree()
})

test('who was taken out is not put back by signing in, nor by the keeper', async () => {
  expect(await remove('1001')).toEqual(done)
  await expect.poll(membersTold, soon).toEqual(['1002:0'])
  expect(await onSwitch()).toBe('')
  await signOut()
  expect(await signIn()).toEqual(done)
  await expect.poll(() => memberOf(floor.lab, 'support', '1001'), soon).not.toBe('')
  await floor.agree()
  expect(await onSwitch()).toBe('')
})

test('somebody who is signed out is put in when they sign in', async () => {
  await signOut()
  expect(await add('1001', 1)).toEqual(done)
  await expect.poll(membersTold, soon).toEqual(['1001:1', '1002:0'])
  expect(await onSwitch()).toBe('')
  expect(await signIn()).toEqual(done)
  await expect.poll(onSwitch, soon).toContain('penalty 1')
  // And taken out while signed out.
  await signOut()
  expect(await remove('1001')).toEqual(done)
  await expect.poll(membersTold, soon).toEqual(['1002:0'])
  await floor.agree()
})

test('in a pause it is a pause there too', async () => {
  expect(await floor.link.execute({ kind: 'signIn', extension: '1001', pausedReason: 'lunch' })).toEqual(done)
  await expect.poll(() => memberOf(floor.lab, 'support', '1001'), soon).toContain('paused:lunch')
  expect(await add('1001', 0)).toEqual(done)
  await expect.poll(onSwitch, soon).toContain('paused:lunch')
  expect(await floor.link.execute({ kind: 'unpause', extension: '1001' })).toEqual(done)
  await expect.poll(onSwitch, soon).not.toContain('paused')
  await floor.agree()
})

test('nobody and no queue is refused', async () => {
  expect(await add('1001', 0, 'nothing' as QueueId)).toMatchObject({ failure: { code: 'not-found' } })
  expect(await add('7777', 0)).toMatchObject({ failure: { code: 'wrong-state' } })
  expect(await remove('1003')).toMatchObject({ failure: { code: 'not-found' } })
  expect(floor.complaints).toEqual([])
})
