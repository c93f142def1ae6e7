/** Who hears whom in every mode and situation, by tones at every ear, and not for one frame anything else. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { MonitorMode } from '#contract/monitor'
import {
  callerOf,
  closeEmpty,
  createMonitorRoom,
  type MonitorRoom,
  monitorId,
  otherSupervisor,
  supervisor,
  type Voice,
} from '#tests/simulator/support/monitorRoom'
import { type Situation, setUp, situationNames } from '#tests/simulator/support/monitorSituations'

let room: MonitorRoom

beforeEach(async () => {
  room = createMonitorRoom()
  await room.seat(supervisor)
})
afterEach(async () => {
  await closeEmpty(room)
})

const modes: readonly MonitorMode[] = ['listen', 'whisper', 'barge']

interface Ears {
  readonly caller: readonly Voice[]
  readonly agent: readonly Voice[]
  readonly supervisor: readonly Voice[]
}

/** The table of ARCHITECTURE.md, and beside it what a call on hold makes of it. */
const table: Readonly<Record<MonitorMode, Ears>> = {
  listen: { caller: ['agent'], agent: ['caller'], supervisor: ['caller', 'agent'] },
  whisper: { caller: ['agent'], agent: ['caller', 'supervisor'], supervisor: ['caller', 'agent'] },
  barge: {
    caller: ['agent', 'supervisor'],
    agent: ['caller', 'supervisor'],
    supervisor: ['caller', 'agent'],
  },
}
const heldTable: Readonly<Record<MonitorMode, Ears>> = {
  listen: { caller: [], agent: [], supervisor: ['caller'] },
  whisper: { caller: [], agent: [], supervisor: ['caller'] },
  barge: { caller: ['supervisor'], agent: [], supervisor: ['caller'] },
}

function expectEars(it: Situation, legId: string, mode: MonitorMode) {
  const ears = (it.isHeld ? heldTable : table)[mode]
  expect(it.caller()).toEqual(ears.caller)
  if (it.agent !== null) expect(it.agent()).toEqual(ears.agent)
  expect(room.heardBy(legId)).toEqual(ears.supervisor)
}

describe.each(situationNames)('a %s', (name) => {
  test.each(modes)('opened to %s', async (mode) => {
    const it = await setUp(room, name)
    const legId = await room.open(it.on, mode)
    expectEars(it, legId, mode)
  })

  test('from each mode to each other', async () => {
    const it = await setUp(room, name)
    const legId = await room.open(it.on, 'listen')
    for (const from of modes) {
      for (const to of modes) {
        expect(await room.steer(it.on, from)).toBe('done')
        expectEars(it, legId, from)
        expect(await room.steer(it.on, to)).toBe('done')
        expectEars(it, legId, to)
      }
    }
  })

  test('a leg that waits hears nothing and is heard by nobody', async () => {
    const it = await setUp(room, name)
    const legId = await room.open(it.on, 'barge')
    expect(await room.steer(null, 'barge')).toBe('done')
    expect(room.heardBy(legId)).toEqual([])
    // A call of simulated people alone makes no sound without somebody real in it.
    expect(it.caller() ?? []).not.toContain('supervisor')
    if (it.agent !== null) expect(it.agent()).not.toContain('supervisor')
  })

  test('after a take-over the supervisor and the caller hear each other, and the agent nothing', async () => {
    const it = await setUp(room, name)
    const legId = await room.open(it.on, 'listen')
    expect(await room.ask({ kind: 'monitorTakeOver', monitorId: monitorId('m1') })).toBe('done')
    expect(it.caller()).toEqual(['supervisor'])
    expect(room.heardBy(legId)).toEqual(['caller'])
    if (it.agentLegId === null) return
    expect(room.phones.roomsOf(it.agentLegId)).toBe(0)
    expect(room.phones.orders).toContain(`hangUp ${it.agentLegId} normal`)
  })
})

describe('a hold that comes and goes while the supervisor is there', () => {
  test.each(modes)('in %s', async (mode) => {
    const it = await setUp(room, 'queue call')
    const legId = await room.open(it.on, mode)
    room.phones.tell({ kind: 'held', legId: it.agentLegId ?? '' })
    expectEars({ ...it, isHeld: true }, legId, mode)
    room.phones.tell({ kind: 'resumed', legId: it.agentLegId ?? '' })
    expectEars(it, legId, mode)
  })
})

describe('two supervisors on one call', () => {
  const bothModes = modes.flatMap((one) => modes.map((other) => [one, other] as const))

  test.each(bothModes)('%s and %s: they hear each other only when both barge', async (one, other) => {
    await room.seat(otherSupervisor)
    const it = await setUp(room, 'queue call')
    const legId = await room.open(it.on, one)
    const otherLegId = await room.open(it.on, other, 'm2', otherSupervisor)
    const isLoud = (mode: MonitorMode) => mode === 'barge'
    const heard = (voice: Voice, isHeard: boolean) => (isHeard ? [voice] : [])
    expect(it.caller()).toEqual([
      'agent',
      ...heard('supervisor', isLoud(one)),
      ...heard('other', isLoud(other)),
    ])
    expect(it.agent?.()).toEqual([
      'caller',
      ...heard('supervisor', one !== 'listen'),
      ...heard('other', other !== 'listen'),
    ])
    const bothBarge = isLoud(one) && isLoud(other)
    expect(room.heardBy(legId)).toEqual(['caller', 'agent', ...heard('other', bothBarge)])
    expect(room.heardBy(otherLegId)).toEqual(['caller', 'agent', ...heard('supervisor', bothBarge)])
  })

  test('when one takes over, the other goes on waiting, since their agent is out of the call', async () => {
    await room.seat(otherSupervisor)
    const it = await setUp(room, 'queue call')
    await room.open(it.on, 'listen')
    const otherLegId = await room.open(it.on, 'barge', 'm2', otherSupervisor)
    expect(await room.ask({ kind: 'monitorTakeOver', monitorId: monitorId('m1') })).toBe('done')
    expect(room.heardBy(otherLegId)).toEqual([])
    expect(it.caller()).toEqual(['supervisor'])
    const on = { callId: it.on.callId, extension: supervisor }
    expect(await room.steer(on, 'whisper', 'm2')).toBe('done')
    expect(room.heardBy(otherLegId)).toEqual(['caller', 'supervisor'])
    expect(it.caller()).toEqual(['supervisor'])
  })
})

test('four legs of one supervisor hear four calls, and each is whispered into alone', async () => {
  const extensions = ['1001', '1002', '1003', '1004']
  await room.close()
  room = createMonitorRoom((scenario) => ({
    ...scenario,
    queues: scenario.queues.map((queue) => ({
      ...queue,
      members: extensions.map((extension) => ({ extension, penalty: 0 })),
    })),
    extensions: [
      ...scenario.extensions,
      { extension: '1003', name: 'Third', kind: 'desk' },
      { extension: '1004', name: 'Fourth', kind: 'desk' },
    ],
  }))
  await room.seat(supervisor)
  const calls: Situation[] = []
  for (const extension of extensions) {
    await room.seat(extension)
    const callId = room.centre.callIn(callerOf('support'))
    const legId = room.phones.answer(extension)
    calls.push({
      on: { callId, extension },
      caller: () => room.heardOutside(callId),
      agent: () => room.heardBy(legId),
      agentLegId: legId,
      isHeld: false,
    })
  }
  const legIds: string[] = []
  for (const [place, it] of calls.entries()) legIds.push(await room.open(it.on, 'listen', `m${place}`))
  for (const [place, it] of calls.entries()) {
    expect(await room.steer(it.on, 'whisper', `m${place}`)).toBe('done')
    for (const [each, other] of calls.entries()) {
      expectEars(other, legIds[each] ?? '', each === place ? 'whisper' : 'listen')
    }
    expect(await room.steer(it.on, 'listen', `m${place}`)).toBe('done')
  }
})
