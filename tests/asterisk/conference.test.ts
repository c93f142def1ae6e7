/**
 * Conferences on a real Asterisk, by tones at every ear: a caller of a queue, the agent, and colleagues the agent
 * has dialled. Whoever leaves, is let go or hangs up leaves the others talking, and the model agrees with the switch throughout.
 */
import { expect, test } from 'vitest'
import type { CallId } from '#contract/ids'
import { earsOf } from '#tests/asterisk/support/ears'
import { soon, supervisor, tones } from '#tests/asterisk/support/monitorLab'
import { floor, openMonitorLabForAllTests } from '#tests/asterisk/support/sharedMonitorLab'
import type { SipLeg } from '#tests/support/sip/sipLeg'
import type { SipPhone } from '#tests/support/sip/sipPhone'

openMonitorLabForAllTests()

const done = { ok: true, value: null }
const own = '1001'
const phoneOf = (extension: string) => floor.phones.get(extension) as SipPhone
const ears = () => ({
  caller: earsOf(floor.caller, tones),
  agent: earsOf(phoneOf(own), tones),
  colleague: earsOf(floor.supervisor, tones),
})
const together = { caller: 'agent supervisor', agent: 'caller supervisor', colleague: 'caller agent' }
const lastOf = (kind: string) => floor.events.findLast((event) => event.kind === kind)
const members = () => {
  const event = lastOf('conferenceChanged')
  return event?.kind === 'conferenceChanged' ? event.members : []
}

async function join(callId: CallId, otherCallId: CallId, second: SipLeg): Promise<void> {
  const command = { kind: 'joinCalls', callId, otherCallId, extension: own } as const
  expect(await floor.link.execute(command)).toEqual(done)
  await expect.poll(() => second.state, soon).toBe('ended')
}

/** The caller talks with the agent, who has them on hold and talks with the colleague; then all three. */
async function confer(): Promise<{ readonly callId: CallId; readonly agentLeg: SipLeg }> {
  const talk = await floor.talk('queue')
  expect(await talk.agentLeg.hold()).toBe(200)
  const second = phoneOf(own).call(supervisor)
  await expect.poll(() => lastOf('callConnected'), soon).toMatchObject({ extension: supervisor })
  const entered = lastOf('callEntered')
  if (entered?.kind !== 'callEntered') throw new Error('no call was dialled')
  // As a desk has it: the call that stays is talked on, the other one on hold.
  expect(await second.hold()).toBe(200)
  expect(await talk.agentLeg.resume()).toBe(200)
  const { callId } = talk.point
  await join(callId, entered.callId, second)
  await expect.poll(ears, soon).toEqual(together)
  await expect.poll(() => members().length, soon).toBe(3)
  expect(
    members()
      .map(({ extension }) => extension)
      .sort(),
  ).toEqual([own, supervisor, null].sort())
  expect(floor.events).toContainEqual(
    expect.objectContaining({ kind: 'partyJoined', callId, extension: supervisor }),
  )
  await floor.agree()
  return { callId, agentLeg: talk.agentLeg }
}

test('the colleague hangs up: caller and agent talk on', async () => {
  await confer()
  floor.supervisor.legs[0]?.hangUp()
  await expect.poll(ears, soon).toMatchObject({ caller: 'agent', agent: 'caller' })
  await expect.poll(() => members().length, soon).toBe(0)
  await floor.agree()
})

test('the agent leaves: caller and colleague talk on, and the call is theirs', async () => {
  const { callId, agentLeg } = await confer()
  agentLeg.hangUp()
  await expect.poll(ears, soon).toMatchObject({ caller: 'supervisor', colleague: 'caller' })
  await expect
    .poll(() => lastOf('callTransferred'), soon)
    .toMatchObject({ callId, extension: own, how: 'attended', target: supervisor })
  await floor.agree()
})

test('the caller hangs up: the two of the house talk on', async () => {
  await confer()
  floor.caller.legs[0]?.hangUp()
  await expect.poll(ears, soon).toMatchObject({ agent: 'supervisor', colleague: 'agent' })
})

test('a fourth is dialled and joins them; when the agent leaves, the three talk on', async () => {
  const { callId, agentLeg } = await confer()
  expect(await agentLeg.hold()).toBe(200)
  const third = phoneOf(own).call('1003')
  await expect.poll(() => lastOf('callConnected'), soon).toMatchObject({ extension: '1003' })
  const entered = lastOf('callEntered')
  if (entered?.kind !== 'callEntered') throw new Error('no call was dialled')
  // On hold, nobody of the three hears what the agent says to the fourth.
  await expect.poll(ears, soon).toMatchObject({ caller: 'supervisor', colleague: 'caller' })
  expect(await third.hold()).toBe(200)
  expect(await agentLeg.resume()).toBe(200)
  await join(callId, entered.callId, third)
  const fourth = () => earsOf(phoneOf('1003'), tones)
  await expect.poll(fourth, soon).toBe('caller agent supervisor')
  await expect.poll(() => members().length, soon).toBe(4)
  await floor.agree()
  agentLeg.hangUp()
  await expect.poll(fourth, soon).toBe('caller supervisor')
  await expect.poll(() => members().length, soon).toBe(3)
  await floor.agree()
})

test('one is let go by name; nobody else is', async () => {
  const { callId } = await confer()
  const guest = members().find(({ extension }) => extension === supervisor)
  expect(await floor.link.execute({ kind: 'dropMember', callId, memberId: 'somebody' })).toMatchObject({
    failure: { code: 'not-found' },
  })
  expect(await floor.link.execute({ kind: 'dropMember', callId, memberId: guest?.id ?? '' })).toEqual(done)
  await expect.poll(ears, soon).toMatchObject({ caller: 'agent', agent: 'caller' })
  expect(floor.supervisor.legs).toHaveLength(0)
})

test('calls the phone is not in, or only one of them, are not joined', async () => {
  const { point } = await floor.talk('queue')
  const none = { kind: 'joinCalls', callId: point.callId, otherCallId: point.callId, extension: own } as const
  expect(await floor.link.execute(none)).toMatchObject({ failure: { code: 'wrong-state' } })
  expect(await floor.link.execute({ ...none, otherCallId: 'none' as CallId })).toMatchObject({
    failure: { code: 'not-found' },
  })
  await expect.poll(ears, soon).toMatchObject({ caller: 'agent', agent: 'caller' })
})
