/** Which row of the live model a call of the phone is, and whether its calls are joined on the telephone system. */
import { expect, test } from 'vitest'
import type { Call } from '#contract/call'
import { emptyCentre } from '#contract/centre'
import type { DeskModel, PhoneCall } from '#renderer/state/deskModel'
import { planJoin } from '#renderer/state/phone/joinCalls'
import { liveCallOf } from '#renderer/state/phone/liveCallOf'
import { idleAgent, talkingCall } from '#tests/renderer/state/deskRoom'

const me = { ...idleAgent, extension: '1001' }
const queueRow = talkingCall()
const innerRow = {
  ...talkingCall(),
  id: 'inner',
  queueId: null,
  direction: 'internal',
  caller: { number: '1001', name: 'Sara' },
  dialledNumber: '1002',
  state: { kind: 'talking', agentId: 'somebody', sinceMs: 1 },
} as unknown as Call

const call = (over: Partial<PhoneCall>) =>
  ({
    sipCallId: 'sip-1',
    callId: queueRow.id,
    direction: 'in',
    state: 'talking',
    isConferenced: false,
    ...over,
  }) as PhoneCall
const first = call({ state: 'held' })
const second = call({ sipCallId: 'sip-2', callId: null, direction: 'out', number: '1002' })

function modelOf(calls: readonly PhoneCall[], rows: readonly Call[], joinsCalls = true): DeskModel {
  const link = { kind: 'connected', sinceMs: 0, failure: null, roundTripMs: null } as const
  const centre = { ...emptyCentre(link), calls: [...rows], ...(joinsCalls && { joinsCalls: true as const }) }
  return { centre, me, phone: { calls, call: calls.at(-1) ?? null } } as unknown as DeskModel
}

test('a caller is known by the INVITE, a colleague one has dialled by who dialled', () => {
  const model = modelOf([first, second], [queueRow, innerRow])
  expect(liveCallOf(model, first)?.id).toBe(queueRow.id)
  expect(liveCallOf(model, second)?.id).toBe('inner')
})

test('of two that could be meant the number dialled decides, and else neither', () => {
  const other = { ...innerRow, id: 'other', dialledNumber: '1003' } as Call
  expect(liveCallOf(modelOf([second], [innerRow, other]), second)?.id).toBe('inner')
  const same = { ...innerRow, id: 'same' } as Call
  expect(liveCallOf(modelOf([second], [innerRow, same]), second)).toBeNull()
})

test('the caller of the queue stays, whoever is in focus; the others are brought to them', () => {
  expect(planJoin(modelOf([first, second], [queueRow, innerRow]))).toEqual({
    host: { sipCallId: 'sip-1', callId: queueRow.id },
    others: [{ sipCallId: 'sip-2', callId: 'inner' }],
  })
})

test('the desk mixes where it is not offered, or the telephone system does not know a call', () => {
  expect(planJoin(modelOf([first, second], [queueRow, innerRow], false))).toBeNull()
  expect(planJoin(modelOf([first, second], [queueRow]))).toBeNull()
  expect(planJoin(modelOf([first], [queueRow]))).toBeNull()
})
