/** Who may do what to the floor: the whole table of roles, scopes and commands. */
import { describe, expect, test } from 'vitest'
import type { AgentId, CallId } from '#contract/ids'
import { type Asker, type FloorCommand, judgeFloorCommand } from '#gateway/commands/floorRights'
import type { Floor } from '#gateway/model/floor'
import { toScope } from '#gateway/model/scope'
import {
  callId,
  extensionId,
  hear,
  joins,
  openFloor,
  sales,
  sara,
  startMs,
  support,
} from '#tests/gateway/support/floorOf'

const leila = 'user-leila' as AgentId
const teams = [
  { queueIds: [support], people: [{ personId: leila }, { personId: sara.id }] },
  { queueIds: [sales], people: [{ personId: 'user-other' as AgentId }] },
]
const agent: Asker = { agentId: sara.id, role: 'agent', scope: null }
const admin: Asker = { agentId: 'user-admin' as AgentId, role: 'admin', scope: null }
const everywhere: Asker = { agentId: leila, role: 'supervisor', scope: null }
const ofSupport: Asker = { agentId: leila, role: 'supervisor', scope: toScope(leila, teams) }

/** 2001 answers support alone, 2002 both; `out` belongs to no queue. */
const [inSupport, inSales, parked, out, ofStranger] = ['s', 'v', 'p', 'o', 'x'].map(callId) as [
  CallId,
  CallId,
  CallId,
  CallId,
  CallId,
]
const [ofSupportOnly, ofBoth, stranger] = [extensionId('2001'), extensionId('2002'), extensionId('3001')]

function floor(): Floor {
  return hear(
    openFloor(),
    ...joins('s', support, 1),
    ...joins('v', sales, 1),
    ...joins('p', support, 2),
    { kind: 'callUnqueued', atMs: startMs, callId: parked, why: 'withdrawn' },
    ...['o', 'x'].map((id) => ({
      kind: 'callEntered' as const,
      atMs: startMs,
      callId: callId(id),
      direction: 'outbound' as const,
      caller: { number: null, name: null },
      dialledNumber: '123',
      extension: id === 'o' ? '2001' : '3001',
    })),
  )
}

const dial = (agentId: AgentId): FloorCommand => ({ kind: 'dial', agentId, number: '123' })
const pause = (queueId: typeof support, agentId: AgentId): FloorCommand => ({
  kind: 'pauseInQueue',
  queueId,
  agentId,
  reasonId: null,
})
const onCall = (kind: 'hangUp' | 'park', id: CallId): FloorCommand => ({ kind, callId: id })
const give = (id: CallId, agentId: AgentId): FloorCommand => ({ kind: 'giveTo', callId: id, agentId })
const move = (id: CallId, queueId: typeof support): FloorCommand => ({
  kind: 'moveToQueue',
  callId: id,
  queueId,
})
const prioritise = (id: CallId): FloorCommand => ({ kind: 'prioritise', callId: id, priority: 5 })

const everything: readonly FloorCommand[] = [
  dial(ofBoth),
  onCall('hangUp', inSupport),
  onCall('park', inSales),
  give(inSupport, stranger),
  move(inSupport, sales),
  prioritise(inSales),
  pause(sales, ofBoth),
]

describe('agents', () => {
  test('may dial for themselves', () => {
    expect(judgeFloorCommand(agent, dial(sara.id), floor())).toBeNull()
  })

  test.each([...everything, onCall('hangUp', callId('nobody'))])('may not %j', (command) => {
    expect(judgeFloorCommand(agent, command, floor())).toBe('forbidden')
  })
})

describe.each([
  ['admins', admin],
  ['supervisors in no team', everywhere],
])('%s', (_, asker) => {
  test.each(everything)('may %j', (command) => {
    expect(judgeFloorCommand(asker, command, floor())).toBeNull()
  })

  test.each([
    dial('nobody' as AgentId),
    onCall('park', callId('nobody')),
    give(inSupport, 'nobody' as AgentId),
    move(inSupport, 'nowhere' as typeof support),
    pause('nowhere' as typeof support, sara.id),
  ])('are told that something named is not there: %j', (command) => {
    expect(judgeFloorCommand(asker, command, floor())).toBe('not-found')
  })
})

test.each<[FloorCommand, 'forbidden' | null]>([
  [dial(sara.id), null],
  [dial(ofSupportOnly), null],
  [dial(ofBoth), null],
  [dial(stranger), 'forbidden'],
  [onCall('hangUp', inSupport), null],
  [onCall('hangUp', inSales), 'forbidden'],
  [onCall('park', inSupport), null],
  // It stood in support when it was parked.
  [onCall('hangUp', parked), null],
  [give(parked, ofSupportOnly), null],
  // No queue: its agent's.
  [onCall('hangUp', out), null],
  [onCall('hangUp', ofStranger), 'forbidden'],
  [give(inSupport, ofBoth), null],
  [give(inSupport, stranger), 'forbidden'],
  [give(inSales, ofBoth), 'forbidden'],
  [move(inSupport, sales), 'forbidden'],
  [move(inSales, support), 'forbidden'],
  [move(parked, support), null],
  [prioritise(inSupport), null],
  [prioritise(inSales), 'forbidden'],
  [pause(support, ofBoth), null],
  [pause(sales, ofBoth), 'forbidden'],
  [pause(support, stranger), 'forbidden'],
])('a supervisor of support and %j: %s', (command, refusal) => {
  expect(judgeFloorCommand(ofSupport, command, floor())).toBe(refusal)
})

test('a scope holds the queues and people of all teams someone is in, and themselves', () => {
  const both = [...teams, { queueIds: [sales], people: [{ personId: leila }] }]
  expect(toScope(leila, both)).toEqual({
    queueIds: new Set([support, sales]),
    agentIds: new Set([leila, sara.id]),
  })
  expect(toScope('user-new' as AgentId, both)).toBeNull()
})
