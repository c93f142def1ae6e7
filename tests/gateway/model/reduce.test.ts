/** The live model through its one step: calls, queues and agents as the PBX tells of them. */
import { describe, expect, test } from 'vitest'
import { QueueId } from '#contract/ids'
import type { PbxEvent } from '#contract/pbx'
import type { Floor } from '#gateway/model/floor'
import { reduceGateway } from '#gateway/model/reduce'
import {
  callId,
  extensionId,
  hear,
  joins,
  openFloor,
  pbxExtension,
  pbxQueue,
  positions,
  sales,
  sara,
  snapshot,
  startMs,
  support,
} from '#tests/gateway/support/floorOf'

const at = (afterMs: number) => ({ atMs: startMs + afterMs })
const offered = (name: string, extension: string, afterMs: number): PbxEvent => ({
  kind: 'callOffered',
  callId: callId(name),
  extension,
  ...at(afterMs),
})
const connected = (name: string, extension: string, afterMs: number): PbxEvent => ({
  kind: 'callConnected',
  callId: callId(name),
  extension,
  ...at(afterMs),
})
const ended = (
  name: string,
  end: Extract<PbxEvent, { kind: 'callEnded' }>['end'],
  afterMs: number,
): PbxEvent => ({
  kind: 'callEnded',
  callId: callId(name),
  end,
  ...at(afterMs),
})
const row = (floor: Floor, id = sara.id) => {
  const agent = floor.agents.get(id)
  if (agent === undefined) throw new Error(`no agent ${id}`)
  return agent
}
const today = (floor: Floor, id = support) => floor.queues.get(id)?.today

describe('queues', () => {
  test('a caller who joins in the middle moves those behind, one who leaves closes the gap', () => {
    const joined = hear(
      openFloor(),
      ...joins('a', support, 1),
      ...joins('b', support, 2),
      ...joins('c', support, 1),
    )
    expect(positions(joined, support)).toEqual({ c: 1, a: 2, b: 3 })
    expect(positions(hear(joined, ended('a', 'abandoned', 5)), support)).toEqual({ c: 1, b: 2 })
  })

  test('a position beyond the end of the line is its end', () => {
    expect(positions(hear(openFloor(), ...joins('a', support, 99)), support)).toEqual({ a: 1 })
  })

  test('an answer at the very service level is in time, one millisecond later is not', () => {
    const both = hear(openFloor(), ...joins('a', support, 1), ...joins('b', support, 2))
    const after = hear(both, connected('a', '1001', 20_000), connected('b', '2001', 20_001))
    expect(today(after)).toMatchObject({ offered: 2, handled: 2, handledInTime: 1, waitedMs: 40_001 })
  })

  test('who hung up while waiting is abandoned, whom the queue sent on is timed out', () => {
    const both = hear(openFloor(), ...joins('a', support, 1), ...joins('b', support, 2))
    const after = hear(both, ended('a', 'caller-hung-up', 10), {
      kind: 'callUnqueued',
      callId: callId('b'),
      why: 'timed-out',
      ...at(20),
    })
    expect(today(after)).toMatchObject({ offered: 2, handled: 0, abandoned: 1, timedOut: 1 })
    expect(after.calls.get(callId('b'))).toMatchObject({ queueId: null })
  })

  test('a pause in one queue is shown there alone, and a snapshot tells it anew', () => {
    const pauseOf = (floor: Floor) =>
      [support, sales].map(
        (id) => floor.queues.get(id)?.members.find(({ agentId }) => agentId === sara.id)?.pausedReason,
      )
    const paused = { kind: 'memberPauseChanged', queueId: support, extension: '1001', ...at(1) } as const
    const both = snapshot({ queues: [pbxQueue(support, ['1001']), pbxQueue(sales, ['1001'])] })
    const after = hear(openFloor(), both, { ...paused, pausedReason: 'training' })
    expect(pauseOf(after)).toEqual(['training', undefined])
    expect(hear(after, { ...paused, pausedReason: 'training' })).toBe(after)
    expect(pauseOf(hear(after, { ...paused, pausedReason: null }))).toEqual([undefined, undefined])
    expect(pauseOf(hear(after, both))).toEqual([undefined, undefined])
    expect(hear(after, { ...paused, queueId: QueueId.parse('none'), pausedReason: 'x' })).toBe(after)
  })

  test('a caller who is sent on to another queue counts there too', () => {
    const moved = hear(
      openFloor(),
      ...joins('a', support, 1),
      { kind: 'callUnqueued', callId: callId('a'), why: 'timed-out', ...at(10) },
      { kind: 'callQueued', callId: callId('a'), queueId: sales, position: 1, priority: 0, ...at(10) },
    )
    expect(today(moved, support)).toMatchObject({ offered: 1, timedOut: 1 })
    expect(today(moved, sales)).toMatchObject({ offered: 1 })
    expect(positions(moved, sales)).toEqual({ a: 1 })
  })
})

describe('agents in a call', () => {
  test('ring, answer, hold, resume and the end, each seen in agent and call', () => {
    const ringing = hear(openFloor(), ...joins('a', support, 1), offered('a', '1001', 1000))
    expect(row(ringing).activity).toEqual({ kind: 'ringing', callId: 'a', sinceMs: startMs + 1000 })
    expect(ringing.calls.get(callId('a'))?.state).toMatchObject({ kind: 'waiting', offeredTo: [sara.id] })
    const talking = hear(ringing, connected('a', '1001', 3000))
    expect(row(talking)).toMatchObject({ activity: { kind: 'talking' }, today: { handled: 1, finished: 0 } })
    const held = hear(talking, { kind: 'callHeld', callId: callId('a'), extension: '1001', ...at(5000) })
    expect(held.calls.get(callId('a'))?.state).toMatchObject({
      kind: 'held',
      talkingSinceMs: startMs + 3000,
    })
    const resumed = hear(held, { kind: 'callResumed', callId: callId('a'), extension: '1001', ...at(7000) })
    expect(row(resumed).activity).toMatchObject({ kind: 'talking' })
    const over = hear(resumed, ended('a', 'caller-hung-up', 10_000))
    expect(over.calls.size).toBe(0)
    expect(row(over)).toMatchObject({
      activity: {
        kind: 'wrapUp',
        wrapUp: {
          callId: 'a',
          queueId: support,
          endsAtMs: startMs + 30_000,
          waitedMs: 3000,
          talkedMs: 7000,
        },
      },
      today: { handled: 1, finished: 1, talkMs: 7000 },
    })
  })

  test('the phones that did not answer stop ringing and nothing is missed', () => {
    const all = hear(
      openFloor(),
      ...joins('a', support, 1),
      offered('a', '1001', 1),
      offered('a', '2001', 1),
      connected('a', '2001', 2),
    )
    expect(row(all).activity.kind).toBe('idle')
    expect(row(all).today.missed).toBe(0)
    expect(row(all, extensionId('2001')).activity.kind).toBe('talking')
  })

  test.each([
    ['no-answer', 1],
    ['declined', 1],
    ['cancelled', 0],
    ['unreachable', 0],
  ] as const)('an offer that ended %s is missed %i times', (outcome, missed) => {
    const after = hear(openFloor(), ...joins('a', support, 1), offered('a', '1001', 1), {
      kind: 'offerEnded',
      callId: callId('a'),
      extension: '1001',
      outcome,
      ...at(9),
    })
    expect(row(after)).toMatchObject({ activity: { kind: 'idle' }, today: { missed } })
    expect(after.calls.get(callId('a'))?.state).toMatchObject({ offeredTo: [], offeredAtMs: null })
  })

  test('a call that another agent takes over leaves the first with after-call work', () => {
    const talking = hear(openFloor(), ...joins('a', support, 1), connected('a', '1001', 5))
    const moved = hear(talking, {
      kind: 'callTransferred',
      callId: callId('a'),
      extension: '1001',
      how: 'attended',
      target: '2001',
      ...at(100),
    })
    expect(row(moved).activity.kind).toBe('wrapUp')
    expect(row(moved, extensionId('2001')).activity).toMatchObject({ kind: 'talking', callId: 'a' })
    expect(today(moved)).toMatchObject({ offered: 1, handled: 1 })
  })

  test('an outbound call is dialling, then talking, and no after-call work follows', () => {
    const dialling = hear(openFloor(), {
      kind: 'callEntered',
      callId: callId('o'),
      direction: 'outbound',
      caller: { number: '1001', name: null },
      dialledNumber: '+982112345678',
      extension: '1001',
      ...at(0),
    })
    expect(row(dialling).activity.kind).toBe('dialling')
    const talking = hear(dialling, connected('o', '1001', 10))
    expect(row(talking)).toMatchObject({ activity: { kind: 'talking' }, today: { handled: 0 } })
    expect(row(hear(talking, ended('o', 'agent-hung-up', 20))).activity.kind).toBe('idle')
  })

  test('an internal call rings and joins both ends', () => {
    const ringing = hear(
      openFloor(),
      {
        kind: 'callEntered',
        callId: callId('i'),
        direction: 'internal',
        caller: { number: '1001', name: null },
        dialledNumber: '2001',
        extension: '1001',
        ...at(0),
      },
      offered('i', '2001', 1),
    )
    expect(row(ringing, extensionId('2001')).activity.kind).toBe('ringing')
    const talking = hear(ringing, connected('i', '2001', 2))
    expect([row(talking), row(talking, extensionId('2001'))].map((agent) => agent.activity.kind)).toEqual([
      'talking',
      'talking',
    ])
    const over = hear(talking, ended('i', 'agent-hung-up', 3))
    expect([...over.agents.values()].map((agent) => agent.activity.kind)).toEqual(['idle', 'idle', 'idle'])
  })
})

describe('colleagues without a desk follow the PBX alone', () => {
  test.each([
    ['lunch', { kind: 'break', reasonId: 'lunch' }],
    ['meeting', { kind: 'notReady', reasonId: 'meeting' }],
    ['own words', { kind: 'notReady', reasonId: 'own words' }],
    [null, { kind: 'available' }],
  ])('paused for %s', (pausedReason, status) => {
    const off = hear(openFloor(), {
      kind: 'extensionChanged',
      extension: '2001',
      signedIn: false,
      pausedReason: null,
      ...at(0),
    })
    expect(row(off, extensionId('2001')).status.kind).toBe('offline')
    const told = { kind: 'extensionChanged', extension: '2001', signedIn: true, pausedReason } as const
    expect(row(hear(off, { ...told, ...at(1) }), extensionId('2001')).status).toMatchObject(status)
  })

  test('while a person with a desk keeps the status the gateway holds', () => {
    const told = hear(openFloor(), {
      kind: 'extensionChanged',
      extension: '1001',
      signedIn: true,
      pausedReason: 'lunch',
      ...at(0),
    })
    expect(row(told).status.kind).toBe('available')
  })
})

describe('a snapshot', () => {
  test('keeps people, status, wrap-up and the numbers of the day', () => {
    const worked = hear(
      openFloor(),
      ...joins('a', support, 1),
      connected('a', '1001', 10),
      ended('a', 'caller-hung-up', 20),
      snapshot({ ...at(30), extensions: [pbxExtension('2001')] }),
    )
    expect(row(worked)).toMatchObject({
      phone: 'absent',
      status: { kind: 'available' },
      activity: { kind: 'wrapUp' },
      today: { handled: 1 },
    })
    expect(today(worked)).toMatchObject({ offered: 1, handled: 1 })
  })

  test('knows a caller whose answer was not seen as handled, and one who is gone as never offered', () => {
    const waiting = hear(openFloor(), ...joins('a', support, 1), ...joins('b', support, 2))
    const call = {
      callId: callId('a'),
      direction: 'inbound',
      caller: { number: null, name: null },
      dialledNumber: null,
      queueId: support,
      priority: 0,
      enteredAtMs: startMs,
      queuedAtMs: startMs,
      answeredAtMs: startMs + 4000,
    } as const
    const after = hear(
      waiting,
      snapshot({
        ...at(9000),
        calls: [{ ...call, state: { kind: 'talking', extension: '2001', sinceMs: startMs + 4000 } }],
      }),
    )
    expect(today(after)).toMatchObject({ offered: 1, handled: 1, handledInTime: 1, waitedMs: 4000 })
    expect(row(after, extensionId('2001'))).toMatchObject({
      activity: { kind: 'talking' },
      today: { handled: 1 },
    })
    expect(after.calls.has(callId('b'))).toBe(false)
  })

  test('the same snapshot again changes no row', () => {
    const once = openFloor()
    const twice = hear(once, snapshot())
    expect([...twice.agents.values()]).toEqual([...once.agents.values()])
    for (const [id, queue] of once.queues) expect(twice.queues.get(id)).toBe(queue)
  })

  test('drops queues and extensions that are no more, and gives them their numbers back when they return', () => {
    const worked = hear(openFloor(), ...joins('a', support, 1), ended('a', 'abandoned', 5))
    const without = hear(
      worked,
      snapshot({ queues: [pbxQueue(sales, [])], extensions: [pbxExtension('1001')] }),
    )
    expect([...without.queues.keys()]).toEqual([sales])
    expect([...without.agents.keys()]).toEqual([sara.id])
    expect(row(without).queueIds).toEqual([])
    expect(today(hear(without, snapshot()))).toMatchObject({ offered: 1, abandoned: 1 })
  })
})

test('hostile names are made safe at the door, and ids that could not be carried are turned away', () => {
  const [entered] = joins('a', support, 1)
  if (entered?.kind !== 'callEntered') throw new Error('expected an arrival')
  const hostile = { number: '<script>', name: `\u202E${'x'.repeat(10_000)}\u0000` }
  const call = hear(openFloor(), { ...entered, caller: hostile }).calls.get(callId('a'))
  expect(call?.caller.number).toBeNull()
  expect(['\u0000', '\u202E'].filter((each) => call?.caller.name?.includes(each))).toEqual([])
  expect(call?.caller.name?.length).toBeLessThanOrEqual(120)
  const before = openFloor()
  expect(hear(before, { ...entered, callId: callId('x'.repeat(200)) })).toBe(before)
  expect(hear(before, { ...entered, extension: 'a b\r\n' })).toBe(before)
})

test('midnight clears every number and leaves callers who wait as offered', () => {
  const worked = hear(
    openFloor(),
    ...joins('a', support, 1),
    connected('a', '1001', 10),
    ended('a', 'caller-hung-up', 20),
    ...joins('b', support, 1),
  )
  const next = reduceGateway(worked, { kind: 'dayBegan', day: '2026-11-24', ...at(30) })
  expect(today(next)).toMatchObject({ offered: 1, handled: 0 })
  expect(row(next).today.handled).toBe(0)
  expect(reduceGateway(next, { kind: 'dayBegan', day: '2026-11-23', ...at(40) })).toBe(next)
})
