/** A reader of the live stream applies each delta once, in order, and notices what is missing. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Call } from '#contract/call'
import { applyChanges, type Change, emptyCentre, judgeMessage, type LiveMessage } from '#contract/centre'
import { CallId } from '#contract/ids'
import type { LinkState } from '#contract/link'

const pbx: LinkState = { kind: 'connected', sinceMs: 0, failure: null, roundTripMs: null }
const delta = (seq: number, epoch = 'a'): LiveMessage & { kind: 'delta' } => ({
  kind: 'delta',
  position: { epoch, seq },
  atMs: 0,
  changes: [],
})
const pulse = (seq: number): LiveMessage => ({ kind: 'pulse', position: { epoch: 'a', seq }, atMs: 0 })

test.each([
  ['the next delta', delta(5), 'apply'],
  ['the same again', delta(4), 'stale'],
  ['an older one', delta(1), 'stale'],
  ['one too far', delta(6), 'gap'],
  ['two in one', { ...delta(6), spans: 2 }, 'apply'],
  ['two in one, of which one is known', { ...delta(5), spans: 2 }, 'gap'],
  ['two in one, both known', { ...delta(4), spans: 2 }, 'stale'],
  ['another epoch', delta(5, 'b'), 'gap'],
  ['a pulse at the same place', pulse(4), 'apply'],
  ['a late pulse', pulse(3), 'stale'],
  ['a pulse that knows more', pulse(5), 'gap'],
])('%s after number 4', (_name, message, verdict) => {
  expect(judgeMessage({ epoch: 'a', seq: 4 }, message)).toBe(verdict)
})

test('before the first snapshot everything else is a gap', () => {
  expect(judgeMessage(null, delta(1))).toBe('gap')
  const snapshot: LiveMessage = {
    kind: 'snapshot',
    position: { epoch: 'a', seq: 0 },
    atMs: 0,
    centre: emptyCentre(pbx),
  }
  expect(judgeMessage(null, snapshot)).toBe('apply')
})

const call = (id: string, position: number): Call => ({
  id: CallId.parse(id),
  direction: 'inbound',
  caller: { number: null, name: null },
  dialledNumber: null,
  queueId: null,
  priority: 0,
  enteredAtMs: 0,
  queuedAtMs: null,
  answeredAtMs: null,
  state: { kind: 'waiting', position, offeredTo: [], offeredAtMs: null },
})

test('a changed row stays in its place, a new one is last, untouched lists keep their identity', () => {
  const before = applyChanges(emptyCentre(pbx), [
    { kind: 'call', call: call('one', 1) },
    { kind: 'call', call: call('two', 2) },
  ])
  const after = applyChanges(before, [{ kind: 'call', call: call('one', 9) }])
  expect(after.calls.map((each) => each.id)).toEqual(['one', 'two'])
  expect(after.agents).toBe(before.agents)
  expect(after.queues).toBe(before.queues)
})

test('a message of many changes leaves the centre it began with as it was', () => {
  const before = applyChanges(emptyCentre(pbx), [
    { kind: 'call', call: call('one', 1) },
    { kind: 'call', call: call('two', 2) },
  ])
  const kept = structuredClone(before)
  const after = applyChanges(before, [
    { kind: 'call', call: call('one', 9) },
    { kind: 'callGone', callId: CallId.parse('two') },
    { kind: 'callGone', callId: CallId.parse('nobody') },
    { kind: 'call', call: call('three', 3) },
    { kind: 'pbx', pbx: { ...pbx, kind: 'disconnected' } },
  ])
  expect(before).toEqual(kept)
  expect(after.calls).toEqual([call('one', 9), call('three', 3)])
  expect(after.pbx.kind).toBe('disconnected')
})

test('any sequence of comings and goings ends with exactly those who came last and stayed', () => {
  const step = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), comes: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const changes = steps.map(
        ({ id, comes }): Change =>
          comes ? { kind: 'call', call: call(id, 1) } : { kind: 'callGone', callId: CallId.parse(id) },
      )
      const present = new Set<string>()
      for (const { id, comes } of steps) comes ? present.add(id) : present.delete(id)
      const ids = applyChanges(emptyCentre(pbx), changes).calls.map((each) => each.id)
      expect(ids.toSorted()).toEqual([...present].toSorted())
    }),
  )
})
