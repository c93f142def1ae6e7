/** The line for a break under random days: never too many, nobody passed by who asked later, nobody left for ever. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BreakRule } from '#contract/breakRule'
import type { AgentId, QueueId } from '#contract/ids'
import { createFloor } from '#gateway/model/createFloor'
import type { Floor } from '#gateway/model/floor'
import type { GatewayEvent } from '#gateway/model/gatewayEvent'
import { reduceGateway, reducePbx } from '#gateway/model/reduce'
import { defaultPauseReasons } from '#gateway/pauseReasons'
import { judgeBreak, nextGrants } from '#gateway/people/breakPlaces'
import { pbxExtension, pbxQueue, sales, startMs, support } from '#tests/gateway/support/floorOf'

const extensions = ['1', '2', '3', '4', '5', '6']
const ids = extensions.map((extension) => `agent-${extension}` as AgentId)
const idle = { granting: new Set<AgentId>(), refused: new Set<AgentId>() }

/** Agents 1 to 4 answer support, 3 to 6 sales: two of them are under both rules. */
const membersOf = (queueId: QueueId) => (queueId === support ? extensions.slice(0, 4) : extensions.slice(2))

function openFloor(rules: readonly BreakRule[]): Floor {
  const floor = createFloor({
    people: ids.map((id, index) => ({
      id,
      userName: id,
      name: id,
      role: 'agent',
      extension: extensions[index] ?? '',
    })),
    saved: new Map(),
    pauseReasons: defaultPauseReasons,
    breakRules: rules,
    day: '2026-11-23',
    agentDays: new Map(),
    queueDays: new Map(),
    nowMs: startMs,
  })
  const heard = reducePbx(floor, {
    kind: 'snapshot',
    atMs: startMs,
    queues: [support, sales].map((id) => pbxQueue(id, membersOf(id))),
    extensions: extensions.map((extension) => pbxExtension(extension)),
    calls: [],
  })
  return ids.reduce(
    (now, agentId) =>
      reduceGateway(now, { kind: 'deskArrived', agentId, status: { kind: 'available' }, atMs: startMs }),
    heard,
  )
}

const toRule = (queueId: QueueId, maxOnBreak: number): BreakRule => ({
  queueIds: [queueId],
  personIds: [],
  maxOnBreak,
  minServiceLevel: null,
  needsApproval: false,
})

const onBreak = (floor: Floor, queueId: QueueId) =>
  membersOf(queueId).filter((extension) => {
    const agentId = `agent-${extension}` as AgentId
    const seat = floor.seats.get(agentId)
    const isAsleep = seat?.kind === 'vanished' && seat.status.kind === 'break'
    return isAsleep || floor.agents.get(agentId)?.status.kind === 'break'
  }).length

const rulesOf = (index: number) => [...(index < 4 ? ['support'] : []), ...(index > 1 ? ['sales'] : [])]

type Step = { readonly who: number; readonly what: 'ask' | 'return' | 'vanish' | 'arrive' | 'signOut' }

/** One day as the gateway lives it: what people do, and after each the grants there is room for. */
function live(rules: readonly BreakRule[]) {
  let floor = openFloor(rules)
  let atMs = startMs
  const granted: AgentId[] = []
  const tell = (event: GatewayEvent) => {
    floor = reduceGateway(floor, event)
  }
  const go = (agentId: AgentId) => {
    granted.push(agentId)
    tell({ kind: 'statusChosen', agentId, status: { kind: 'break', reasonId: 'lunch' }, effect: 'now', atMs })
  }
  const settle = (check: (floor: Floor, granted: AgentId) => void = () => {}) => {
    for (const { agentId } of nextGrants(floor, idle)) {
      check(floor, agentId)
      go(agentId)
    }
  }
  const step = ({ who, what }: Step) => {
    const agentId = ids[who] ?? ('' as AgentId)
    atMs += 1000
    switch (what) {
      case 'ask': {
        if (floor.seats.get(agentId)?.kind !== 'here') return
        const verdict = judgeBreak(floor, agentId, idle)
        if (verdict === 'granted') return go(agentId)
        return tell({ kind: 'breakAsked', agentId, reasonId: 'lunch', state: verdict, atMs })
      }
      case 'return':
        return tell({ kind: 'statusChosen', agentId, status: { kind: 'available' }, effect: 'now', atMs })
      case 'vanish':
        return tell({ kind: 'deskVanished', agentId, atMs })
      case 'arrive':
        return tell({ kind: 'deskArrived', agentId, status: { kind: 'available' }, atMs })
      case 'signOut':
        return tell({ kind: 'deskSignedOut', agentId, atMs })
    }
  }
  return {
    get floor() {
      return floor
    },
    step,
    settle,
  }
}

const anyStep: fc.Arbitrary<Step> = fc.record({
  who: fc.integer({ min: 0, max: ids.length - 1 }),
  what: fc.constantFrom('ask', 'ask', 'ask', 'return', 'return', 'vanish', 'arrive', 'signOut'),
})
const anyDay = fc.array(anyStep, { maxLength: 60 })
const anyLimits = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))

/** Who waits at their desk, in the order they asked. */
const line = (floor: Floor) =>
  ids
    .flatMap((id, index) => {
      const request = floor.agents.get(id)?.breakRequest
      const isHere = floor.seats.get(id)?.kind === 'here'
      return request?.state === 'queued' && isHere ? [{ id, index, askedAtMs: request.askedAtMs }] : []
    })
    .sort((one, other) => one.askedAtMs - other.askedAtMs)

test('never more are granted than may go, and nobody is passed by who asked later under the same rule', () => {
  fc.assert(
    fc.property(anyDay, anyLimits, (steps, [most, mostOfSales]) => {
      const day = live([toRule(support, most), toRule(sales, mostOfSales)])
      for (const step of steps) {
        day.step(step)
        day.settle((floor, granted) => {
          const index = ids.indexOf(granted)
          const waiting = line(floor)
          const own = waiting.find(({ id }) => id === granted)
          const passed = waiting.filter(
            (each) =>
              each.askedAtMs < (own?.askedAtMs ?? 0) &&
              rulesOf(each.index).some((rule) => rulesOf(index).includes(rule)),
          )
          expect(passed).toEqual([])
        })
        expect(onBreak(day.floor, support)).toBeLessThanOrEqual(most)
        expect(onBreak(day.floor, sales)).toBeLessThanOrEqual(mostOfSales)
      }
    }),
    { numRuns: 300 },
  )
})

test('nobody starves: as long as people come back from their breaks, everyone in line gets one', () => {
  fc.assert(
    fc.property(anyDay, anyLimits, (steps, [most, mostOfSales]) => {
      const day = live([toRule(support, most), toRule(sales, mostOfSales)])
      for (const step of steps) {
        day.step(step)
        day.settle()
      }
      // Everybody sits down again, each where they stood in the line: who is first is told only of those who are here.
      for (const who of ids.keys()) {
        day.step({ who, what: 'arrive' })
        day.settle()
      }
      // Then whoever has a break ends it, one after the other, while others go on asking.
      for (let round = 0; round < ids.length && line(day.floor).length > 0; round += 1) {
        const waiting = new Set(line(day.floor).map(({ id }) => id))
        const first = line(day.floor)[0]
        for (const who of ids.keys()) {
          day.step({ who, what: 'arrive' })
          const id = ids[who]
          if (id !== undefined && !waiting.has(id)) day.step({ who, what: 'return' })
          day.settle()
        }
        const stillFirst = line(day.floor).some(
          ({ id, askedAtMs }) => id === first?.id && askedAtMs === first.askedAtMs,
        )
        expect(stillFirst).toBe(false)
      }
    }),
    { numRuns: 200 },
  )
})

test('a free place is never left empty while the first in line could take it', () => {
  fc.assert(
    fc.property(anyDay, anyLimits, (steps, [most, mostOfSales]) => {
      const limits: Readonly<Record<string, number>> = { support: most, sales: mostOfSales }
      const day = live([toRule(support, most), toRule(sales, mostOfSales)])
      for (const step of steps) {
        day.step(step)
        day.settle()
        const first = line(day.floor)[0]
        if (first === undefined) continue
        const full = rulesOf(first.index).filter(
          (queue) => onBreak(day.floor, queue as QueueId) >= (limits[queue] ?? 0),
        )
        expect(full).not.toEqual([])
      }
    }),
    { numRuns: 300 },
  )
})
