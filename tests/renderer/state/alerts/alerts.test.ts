/** What a supervisor is alerted to and when, and that nothing flaps. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Agent } from '#contract/agent'
import { toThresholds } from '#contract/alertSettings'
import type { Centre } from '#contract/centre'
import { areSameAlerts, keepMutes, toNews } from '#renderer/state/alerts/alerts'
import { levelOf, linked, lost, openAlertRoom, settingsOf } from '#tests/renderer/state/alertRoom'
import { agentOf, callOf, queueOf, startMs } from '#tests/renderer/state/floorParts'

const minuteMs = 60_000
const talking = (sinceMs: number) => ({ activity: { kind: 'talking', callId: 'c', sinceMs } })
const queues = (...rows: Centre['queues']) => ({ queues: rows })
const agents = (...rows: Agent[]) => ({ agents: rows })

describe('the service level', () => {
  test('is told of before it breaks, then as broken, with both numbers of the last half hour', () => {
    const room = openAlertRoom(queues(queueOf('support', levelOf(86, 100))))
    expect(room.look()).toEqual([])
    room.centre = { ...room.centre, ...queues(queueOf('support', levelOf(84, 100))) }
    expect(room.look()).toMatchObject([{ id: 'levelNear:support', severity: 'warn', level: 0.84 }])
    room.centre = { ...room.centre, ...queues(queueOf('support', levelOf(79, 100))) }
    expect(room.look()).toMatchObject([{ id: 'levelBroken:support', severity: 'bad', level: 0.79 }])
  })

  test('must be two points better for five seconds to be well again', () => {
    const room = openAlertRoom(queues(queueOf('support', levelOf(79, 100))))
    room.look()
    room.centre = { ...room.centre, ...queues(queueOf('support', levelOf(81, 100))) }
    room.pass(60_000)
    expect(room.ids()).toEqual(['levelBroken:support'])
    room.centre = { ...room.centre, ...queues(queueOf('support', levelOf(90, 100))) }
    room.pass(5000)
    expect(room.ids()).toEqual(['levelBroken:support'])
    room.pass(1000)
    expect(room.ids()).toEqual([])
  })

  test('of few callers says nothing; then that of today is taken', () => {
    const today = { offered: 9, handled: 9, handledInTime: 4, abandoned: 0, timedOut: 0, waitedMs: 0 }
    const room = openAlertRoom(queues(queueOf('support', levelOf(0, 4))))
    expect(room.look()).toEqual([])
    room.centre = { ...room.centre, ...queues(queueOf('support', { ...levelOf(0, 4), today })) }
    expect(room.look()).toMatchObject([{ id: 'levelBroken:support', level: 4 / 9 }])
  })

  test('a level of a hundred can be kept, and is then not alerted to for ever', () => {
    const room = openAlertRoom(queues(queueOf('support', levelOf(9, 10))))
    room.settings = settingsOf({ all: { serviceLevel: 1 } })
    room.look()
    room.centre = { ...room.centre, ...queues(queueOf('support', levelOf(10, 10))) }
    expect(room.pass(10_000)).toEqual([])
  })
})

describe('waiting callers', () => {
  const free = {
    agents: [agentOf('ana')],
    queues: [queueOf('support', { members: [{ agentId: 'ana', penalty: 0 }] })],
  }

  test('the longest wait of a queue is told at its threshold, inclusive, and goes well below it', () => {
    const room = openAlertRoom({ ...free, calls: [callOf('a')] })
    room.nowMs = startMs + 119_999
    expect(room.look()).toEqual([])
    room.nowMs += 1
    expect(room.look()).toMatchObject([{ id: 'longestWait:support', sinceMs: startMs, name: 'support' }])
    room.centre = { ...room.centre, calls: [callOf('b', { queuedAtMs: startMs + 10_000 })] }
    room.pass(30_000)
    expect(room.ids()).toEqual(['longestWait:support'])
    room.centre = { ...room.centre, calls: [] }
    room.pass(6000)
    expect(room.ids()).toEqual([])
  })

  test('nobody free is told after a while, and not while one can be offered a call', () => {
    const room = openAlertRoom({ ...free, calls: [callOf('a')] })
    expect(room.pass(20_000)).toEqual([])
    room.centre = { ...room.centre, agents: [agentOf('ana', talking(room.nowMs))] }
    expect(room.pass(15_000)).toEqual([])
    expect(room.pass(1000)).toMatchObject([{ id: 'nobodyFree:support' }])
  })

  test('a member paused in this queue alone is not free for it', () => {
    const members = [{ agentId: 'ana', penalty: 0, pausedReason: 'lunch' }]
    const room = openAlertRoom({
      agents: [agentOf('ana')],
      queues: [queueOf('support', { members })],
      calls: [callOf('a')],
    })
    room.pass(16_000)
    expect(room.ids()).toEqual(['nobodyFree:support'])
  })
})

describe('agents', () => {
  test('help is told at once with its reason, and gone at once', () => {
    const room = openAlertRoom(agents(agentOf('ana', { help: { reason: 'Angry', sinceMs: startMs } })))
    expect(room.look()).toMatchObject([{ id: 'help:ana', severity: 'bad', text: 'Angry', name: 'ana' }])
    room.centre = { ...room.centre, ...agents(agentOf('ana')) }
    expect(room.look()).toEqual([])
  })

  test.each([
    ['longCall:ana', 15 * minuteMs, talking(startMs)],
    ['longHold:ana', 3 * minuteMs, { activity: { kind: 'held', callId: 'c', sinceMs: startMs } }],
    ['longBreak:ana', 30 * minuteMs, { status: { kind: 'break', reasonId: 'lunch', sinceMs: startMs } }],
    [
      'longWrapUp:ana',
      3 * minuteMs,
      {
        activity: {
          kind: 'wrapUp',
          sinceMs: startMs,
          wrapUp: {
            callId: 'c',
            queueId: 'support',
            caller: { number: null, name: null },
            dialledNumber: null,
            startedAtMs: startMs,
            endsAtMs: null,
            extendedTimes: 0,
            waitedMs: 0,
            talkedMs: 0,
          },
        },
      },
    ],
  ])('%s after %d ms', (id, afterMs, change) => {
    const room = openAlertRoom(agents(agentOf('ana', change)))
    room.nowMs = startMs + afterMs - 1
    expect(room.look()).toEqual([])
    room.nowMs += 1
    expect(room.look()).toMatchObject([{ id, sinceMs: startMs }])
  })

  test('a call counts from its answer, however often it is held and resumed', () => {
    const state = { kind: 'talking', agentId: 'ana', sinceMs: startMs }
    const room = openAlertRoom({
      ...agents(agentOf('ana', talking(startMs + 14 * minuteMs))),
      calls: [callOf('c', { state, answeredAtMs: startMs })],
    })
    room.nowMs = startMs + 15 * minuteMs
    expect(room.look()).toMatchObject([{ id: 'longCall:ana', sinceMs: startMs }])
  })

  test('a break request is told while it is asked, not while it is in line or declined', () => {
    const asks = (state: string) =>
      agents(
        agentOf('ana', { breakRequest: { reasonId: 'lunch', askedAtMs: startMs, state, decidedBy: null } }),
      )
    const room = openAlertRoom(asks('asked'))
    expect(room.look()).toMatchObject([{ id: 'breakRequest:ana', text: 'lunch' }])
    room.centre = { ...room.centre, ...asks('queued') }
    expect(room.look()).toEqual([])
  })

  test('who left without signing out is missed after a while, who signed out is not', () => {
    const offline = { status: { kind: 'offline', sinceMs: startMs } }
    const room = openAlertRoom(agents(agentOf('ana', { ...offline, isLost: true }), agentOf('out', offline)))
    expect(room.pass(30_000)).toEqual([])
    room.pass(1000)
    expect(room.ids()).toEqual(['vanished:ana'])
  })

  test('the phone of an available agent is missed, that of one on a break is not', () => {
    const onBreak = { status: { kind: 'break', reasonId: 'lunch', sinceMs: startMs } }
    const room = openAlertRoom(
      agents(agentOf('ana', { phone: 'absent' }), agentOf('eva', { phone: 'absent', ...onBreak })),
    )
    room.pass(31_000)
    expect(room.ids()).toEqual(['vanished:ana'])
  })
})

describe('spies and links', () => {
  test('a spy nobody authorised is told at once, by whom it listens to', () => {
    const strangers = [{ spy: 'PJSIP/666-1', agentId: 'ana' as never, sinceMs: startMs }]
    const room = openAlertRoom({ ...agents(agentOf('ana')), strangers })
    const [alert] = room.look()
    expect(alert).toMatchObject({ id: 'stranger:PJSIP/666-1', name: 'ana', text: 'PJSIP/666-1' })
    expect(alert?.subject).toEqual({ kind: 'agent', agentId: 'ana' })
  })

  test('a lost gateway stands above all, and what is known of the floor stands still meanwhile', () => {
    const room = openAlertRoom(agents(agentOf('ana', { help: { reason: '', sinceMs: startMs } })))
    room.look()
    room.gateway = lost
    room.centre = { ...room.centre, ...agents(agentOf('eva', talking(startMs))) }
    room.pass(20 * minuteMs)
    expect(room.ids()).toEqual(['link:gateway', 'help:ana'])
    room.gateway = linked
    room.pass(4000)
    expect(room.ids()).toEqual(['longCall:eva'])
  })

  test('a lost switch is told of by its own name', () => {
    const room = openAlertRoom({ pbx: lost })
    room.pass(3000)
    expect(room.ids()).toEqual(['link:switch'])
  })
})

describe('thresholds', () => {
  test('of one queue stand before those of all, and null turns an alert off', () => {
    const settings = settingsOf({
      queues: [{ queueId: 'vip', thresholds: { longestWaitMs: 10_000, helpMs: null } }],
    })
    expect(toThresholds(settings, 'vip' as never)).toMatchObject({ longestWaitMs: 10_000, helpMs: null })
    expect(toThresholds(settings, 'support' as never).longestWaitMs).toBe(120_000)
    const help = { help: { reason: '', sinceMs: startMs } }
    const room = openAlertRoom(agents(agentOf('ana', { ...help, queueIds: ['vip'] }), agentOf('eva', help)))
    room.settings = settings
    room.look()
    expect(room.ids()).toEqual(['help:eva'])
  })

  test('for an agent of several queues the strictest counts', () => {
    const room = openAlertRoom(
      agents(
        agentOf('ana', {
          queueIds: ['a', 'b'],
          status: { kind: 'break', reasonId: 'tea', sinceMs: startMs },
        }),
      ),
    )
    room.settings = settingsOf({
      queues: [
        { queueId: 'a', thresholds: { longBreakMs: null } },
        { queueId: 'b', thresholds: { longBreakMs: 60_000 } },
      ],
    })
    expect(room.pass(minuteMs)).toMatchObject([{ id: 'longBreak:ana' }])
  })
})

test('only those that were not there and are not muted are news', () => {
  const room = openAlertRoom(agents(agentOf('ana', { help: { reason: '', sinceMs: startMs } })))
  const alerts = room.look()
  expect(toNews([], alerts, {}).map(({ id }) => id)).toEqual(['help:ana'])
  expect(toNews(alerts, alerts, {})).toEqual([])
  expect(toNews([], alerts, { 'help:ana': startMs + 1 })).toEqual([])
  expect(keepMutes({ a: 5, b: 9 }, 5)).toEqual({ b: 9 })
})

describe('whatever the floor does', () => {
  const anySecond = fc.record({
    level: fc.integer({ min: 70, max: 100 }),
    waits: fc.option(fc.integer({ min: 0, max: 200_000 })),
    isFree: fc.boolean(),
    isLost: fc.boolean(),
    isHeld: fc.boolean(),
    pbx: fc.constantFrom(linked, linked, linked, lost),
  })

  test('no alert that moves with the floor comes back within its five seconds, and the ids are each other’s own', () => {
    fc.assert(
      fc.property(fc.array(anySecond, { minLength: 20, maxLength: 90 }), (seconds) => {
        const room = openAlertRoom()
        const wentAtMs = new Map<string, number>()
        const cameAtMs = new Map<string, number>()
        let before: readonly string[] = []
        for (const second of seconds) {
          room.nowMs += 1000
          const activity = second.isHeld
            ? { kind: 'held', callId: 'c', sinceMs: room.nowMs }
            : { kind: second.isFree ? 'idle' : 'talking', callId: 'c', sinceMs: room.nowMs }
          const ana = agentOf('ana', { activity, ...(second.isLost ? { phone: 'absent' } : {}) })
          room.centre = {
            ...room.centre,
            agents: [ana],
            queues: [
              queueOf('support', {
                ...levelOf(second.level, 100),
                members: [{ agentId: 'ana', penalty: 0 }],
              }),
            ],
            calls: second.waits === null ? [] : [callOf('w', { queuedAtMs: room.nowMs - second.waits })],
            pbx: second.pbx,
          }
          const now = room.look().map(({ id }) => id)
          expect(new Set(now).size).toBe(now.length)
          for (const id of now) {
            if (before.includes(id)) continue
            cameAtMs.set(id, room.nowMs)
          }
          for (const id of before) {
            if (now.includes(id)) continue
            wentAtMs.set(id, room.nowMs)
            // A level that is about to break is not shown while it is broken.
            if (id === 'levelNear:support') continue
            const leastMs = id.startsWith('link') || id.startsWith('vanished') ? 3000 : 5000
            expect(room.nowMs - (cameAtMs.get(id) ?? 0), `${id} flapped`).toBeGreaterThanOrEqual(leastMs)
          }
          before = now
        }
      }),
      { numRuns: 200 },
    )
  })

  test('a level that trembles around its threshold is told once', () => {
    const room = openAlertRoom()
    let told = 0
    let before: readonly string[] = []
    for (let second = 0; second < 600; second += 1) {
      room.nowMs += 1000
      room.centre = { ...room.centre, ...queues(queueOf('support', levelOf(79 + (second % 3), 100))) }
      const alerts = room.look()
      told += alerts.filter(({ id }) => id === 'levelBroken:support' && !before.includes(id)).length
      before = alerts.map(({ id }) => id)
    }
    expect(told).toBe(1)
  })

  test('the same floor gives the same list, which need not be drawn again', () => {
    const room = openAlertRoom(agents(agentOf('ana', { help: { reason: '', sinceMs: startMs } })))
    const first = room.look()
    expect(areSameAlerts(first, room.pass(1000))).toBe(true)
    room.centre = {
      ...room.centre,
      ...agents(agentOf('ana', { help: { reason: 'more', sinceMs: startMs } })),
    }
    expect(areSameAlerts(first, room.pass(1000))).toBe(false)
  })
})
