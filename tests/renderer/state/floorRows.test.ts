/** The rows of the floor: what they say, and that a row stays the same object while it says the same. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyChanges, type Centre, type Change } from '#contract/centre'
import { createAgentRows, filterAgents, toMonitored } from '#renderer/state/floor/floorAgents'
import { createQueueRows } from '#renderer/state/floor/floorQueues'
import { toSearchWords } from '#renderer/state/floor/floorSearch'
import { createFloorSorter } from '#renderer/state/floor/floorSort'
import { createWaitingRows, highestPriority } from '#renderer/state/floor/floorWaiting'
import { agent, centre, monitor, nowMs, queue, talk, talking, waiting } from '#tests/renderer/state/floorRoom'

const busy = centre({
  agents: [
    talking('Ana', 'c1'),
    agent('Bea', { status: { kind: 'break', reasonId: 'lunch', sinceMs: nowMs - 60_000 } }),
    agent('Cyrus', { queueIds: ['sales', 'billing'] }),
    agent('Dara', { queueIds: [], status: { kind: 'offline', sinceMs: nowMs } }),
  ],
  queues: [queue('sales', ['Ana', 'Bea', 'Cyrus', 'Dara']), queue('billing', ['Cyrus'])],
  calls: [talk('c1', 'Ana'), waiting('w1'), waiting('w2', { queuedAtMs: nowMs - 30_000, priority: 3 })],
})

test('an agent is shown with the caller, the queue they came by and the reason they are away for', () => {
  const [ana, bea] = createAgentRows()(busy)
  expect([ana?.presence, ana?.call?.id, ana?.queueName]).toEqual(['talking', 'c1', 'sales'])
  expect([bea?.presence, bea?.reason?.id, bea?.sinceMs]).toEqual(['break', 'lunch', nowMs])
})

test('only the row of who changed is a new one, and nothing new is the same list', () => {
  const rowsOf = createAgentRows()
  const before = rowsOf(busy)
  expect(rowsOf({ ...busy })).toBe(before)
  const after = rowsOf(applyChanges(busy, [{ kind: 'agent', agent: agent('Bea') }]))
  expect(after.map((row, at) => row === before[at])).toEqual([true, false, true, true])
  // The call of an agent is part of their row, and so is who listens to them.
  const call = { ...talk('c1', 'Ana'), priority: 9 }
  expect(rowsOf(applyChanges(busy, [{ kind: 'call', call }]))[0]).not.toBe(before[0])
  const heard = rowsOf(applyChanges(busy, [{ kind: 'monitor', monitor: monitor('Cyrus', 'boss') }]))
  expect(heard[2]?.monitor?.supervisorName).toBe('boss')
})

test('an ended session is about nobody', () => {
  expect(toMonitored(monitor('Ana', 'boss', { kind: 'ended', why: 'stopped', sinceMs: nowMs }))).toBeNull()
  const hearing = { kind: 'hearing', callId: 'c1', agentId: 'Ana', sinceMs: nowMs }
  expect(toMonitored(monitor('Bea', 'boss', hearing))).toBe('Ana')
})

test('a queue counts who waits and who could answer, by what they do before what they chose', () => {
  const [sales, billing] = createQueueRows()(busy)
  expect(sales).toMatchObject({
    waiting: 2,
    longestSinceMs: nowMs - 30_000,
    available: 1,
    talking: 1,
    wrapping: 0,
    paused: 1,
    pausedBy: [{ reasonId: 'lunch', count: 1 }],
    levelToday: null,
    levelRecent: null,
  })
  expect(billing).toMatchObject({ waiting: 0, longestSinceMs: null, available: 1 })
})

test('a pause in one queue counts there alone, and a phone that is away counts as nobody', () => {
  const paused = queue('sales', [], {
    members: [{ agentId: 'Cyrus', penalty: 0, pausedReason: 'training' }],
  })
  const agents = [agent('Cyrus', { queueIds: ['sales', 'billing'] }), agent('Eva', { phone: 'absent' })]
  const [sales, billing] = createQueueRows()(
    centre({ agents, queues: [paused, queue('billing', ['Cyrus', 'Eva'])] }),
  )
  expect([sales?.available, sales?.pausedBy]).toEqual([0, [{ reasonId: 'training', count: 1 }]])
  expect([billing?.available, billing?.paused]).toEqual([1, 0])
})

test('the service level is of today and of the last half hour, each by its own counts', () => {
  const today = {
    offered: 12,
    handled: 10,
    abandoned: 3,
    abandonedShort: 1,
    timedOut: 0,
    handledInTime: 6,
    waitedMs: 1,
  }
  const recent = { handled: 4, handledInTime: 4, abandoned: 0, abandonedShort: 0 }
  const [row] = createQueueRows()(centre({ queues: [queue('sales', [], { today, recent })] }))
  expect([row?.levelToday, row?.levelRecent]).toEqual([0.5, 1])
})

const ids = ['Ana', 'Bea', 'Cyrus', 'Dara', 'Eva'] as const
const change: fc.Arbitrary<Change> = fc.oneof(
  fc
    .record({
      id: fc.constantFrom(...ids),
      isTalking: fc.boolean(),
      queues: fc.subarray(['sales', 'billing']),
    })
    .map(({ id, isTalking, queues }): Change => {
      const made = isTalking ? talking(id, `c-${id}`, { queueIds: queues }) : agent(id, { queueIds: queues })
      return { kind: 'agent', agent: made }
    }),
  fc.constantFrom(...ids).map((id): Change => ({ kind: 'agentGone', agentId: id as never })),
  fc
    .record({ id: fc.constantFrom('sales', 'billing'), members: fc.subarray([...ids]), handled: fc.nat(3) })
    .map(({ id, members, handled }): Change => {
      const today = { offered: 9, handled, abandoned: 0, timedOut: 0, handledInTime: handled, waitedMs: 0 }
      return { kind: 'queue', queue: queue(id, members, { today }) }
    }),
  fc.constantFrom('sales', 'billing').map((id): Change => ({ kind: 'queueGone', queueId: id as never })),
  fc
    .record({ id: fc.constantFrom('w1', 'w2', 'w3'), queueId: fc.constantFrom('sales', 'billing') })
    .map((parts): Change => ({ kind: 'call', call: waiting(parts.id, { queueId: parts.queueId }) })),
  fc.constantFrom('w1', 'w2', 'w3').map((id): Change => ({ kind: 'callGone', callId: id as never })),
)

test('whatever changes in whatever order, the rows are those a fresh look would give', () => {
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 12 }), (steps) => {
      const kept = { agents: createAgentRows(), queues: createQueueRows(), waiting: createWaitingRows() }
      let now: Centre = busy
      for (const changes of steps) {
        now = applyChanges(now, changes)
        expect(kept.agents(now)).toEqual(createAgentRows()(now))
        expect(kept.waiting(now)).toEqual(createWaitingRows()(now))
        // A kept row may hold the queue as it was before a change that shows nowhere.
        const shown = (rows: ReturnType<typeof kept.queues>) =>
          rows.map(({ queue: { name, today, serviceLevelMs }, ...rest }) => ({
            name,
            today,
            serviceLevelMs,
            ...rest,
          }))
        expect(shown(kept.queues(now))).toEqual(shown(createQueueRows()(now)))
      }
    }),
    { numRuns: 60 },
  )
})

test('agents are found by every word, in either alphabet and digits, and by their caller', () => {
  const rows = createAgentRows()(
    centre({
      agents: [
        agent('a', { name: 'علی‌رضا کاظمی', extension: '1042' }),
        talking('b', 'c1', { name: 'Zoë Müller' }),
      ],
      calls: [talk('c1', 'b')],
    }),
  )
  const find = (typed: string, state = 'all') =>
    filterAgents(rows, { words: toSearchWords(typed), state }).map((row) => row.agent.id)
  expect(find('علیرضا كاظمي')).toEqual(['a'])
  expect(find('۱۰۴۲')).toEqual(['a'])
  expect(find('zoe mul')).toEqual(['b'])
  expect(find('+98 21 1234')).toEqual(['b'])
  expect(find('', 'talking')).toEqual(['b'])
  expect(find('zoe', 'available')).toEqual([])
  expect(find('  ')).toEqual(['a', 'b'])
})

test('help and break requests are states to filter by', () => {
  const asking = agent('a', { help: { reason: '', sinceMs: nowMs } })
  const tired = agent('b', {
    breakRequest: { reasonId: 'lunch', askedAtMs: nowMs, state: 'asked', decidedBy: null },
  })
  const rows = createAgentRows()(centre({ agents: [asking, tired] }))
  const find = (state: string) => filterAgents(rows, { words: [], state }).map((row) => row.agent.id)
  expect([find('help'), find('breakRequest')]).toEqual([['a'], ['b']])
})

test('times sort as lengths, nobody waiting is shortest, and who is equal stands by name', () => {
  const sorter = createFloorSorter('en')
  const rows = createQueueRows()(busy)
  const longest = (isDescending: boolean) =>
    sorter.queues(rows, { by: 'longest', isDescending }).map((row) => row.key)
  expect([longest(true), longest(false)]).toEqual([
    ['sales', 'billing'],
    ['billing', 'sales'],
  ])
  const agents = createAgentRows()(busy)
  const byState = sorter.agents(agents.toReversed(), { by: 'state', isDescending: false })
  expect(byState.map((row) => row.key)).toEqual(['Ana', 'Cyrus', 'Bea', 'Dara'])
  const byHandled = sorter.agents(agents.toReversed(), { by: 'handled', isDescending: true })
  expect(byHandled.map((row) => row.key)).toEqual(['Ana', 'Bea', 'Cyrus', 'Dara'])
})

test('Persian names sort by the Persian alphabet', () => {
  const names = ['یاسمن', 'پریسا', 'آرش', 'گلناز', 'چیستا']
  const rows = createAgentRows()(centre({ agents: names.map((name) => agent(name)) }))
  const sorted = createFloorSorter('fa').agents(rows, { by: 'name', isDescending: false })
  expect(sorted.map((row) => row.agent.name)).toEqual(['آرش', 'پریسا', 'چیستا', 'گلناز', 'یاسمن'])
})

test('a call that is answered is no longer among those who wait; the highest priority is of its queue alone', () => {
  const rows = createWaitingRows()(busy)
  expect(rows.map((row) => row.key)).toEqual(['w1', 'w2'])
  expect(highestPriority(rows, 'sales' as never)).toBe(3)
  expect(highestPriority(rows, 'billing' as never)).toBe(0)
})
