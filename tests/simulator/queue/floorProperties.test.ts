/** Whatever callers, phones and agents do in whatever order, queues never lose count and no phone gets two calls. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CallId, QueueId } from '#contract/ids'
import { QueueStrategy } from '#contract/queue'
import type { FloorInput } from '#simulator/queue/floorStep'
import { createEventTally } from '#tests/simulator/support/eventTally'
import { createFloorBench, type FloorBench, toLine, toQueue } from '#tests/simulator/support/floorBench'

const extensions = ['11', '12', '13', '14']
const queueIds = ['support', 'sales']

/** One thing that happens; numbers are folded onto whatever exists at that moment. */
const Happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('callIn' as const), queue: fc.nat(1), urgent: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('leave' as const), which: fc.nat() }) },
  { weight: 9, arbitrary: fc.record({ kind: fc.constant('answer' as const), which: fc.nat() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('refuse' as const),
      which: fc.nat(),
      sipStatus: fc.constantFrom(408, 480, 486, 603),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('leg' as const),
      which: fc.nat(),
      event: fc.constantFrom('hungUp', 'held', 'resumed', 'ringing' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('transfer' as const),
      which: fc.nat(),
      target: fc.constantFrom('support', '8002', '11', '12', '14', '+982112345678', '5'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('join' as const), which: fc.nat(), other: fc.nat() }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('dial' as const),
      who: fc.nat(3),
      target: fc.constantFrom('11', '12', '13', '+982112345678', '8001', '5'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('outside' as const),
      which: fc.nat(),
      how: fc.constantFrom('outsideRings', 'outsideAnswers', 'outsideRefuses' as const),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('member' as const),
      who: fc.nat(3),
      how: fc.constantFrom('pause', 'unpause', 'signIn', 'signOut', 'finishWrapUp', 'lost', 'found' as const),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(25_000) }) },
)
type Happening = typeof Happening extends fc.Arbitrary<infer T> ? T : never

const fold = <T>(list: readonly T[], which: number): T | undefined => list[which % Math.max(1, list.length)]

/** Legs that exist, by what the floor ordered: rung or dialled, and not yet hung up. */
interface Player {
  readonly bench: FloorBench
  readonly legs: Set<string>
  seen: number
  callers: number
}

function play(player: Player, it: Happening): void {
  happen(player, it)
  const { actions } = player.bench
  for (const action of actions.slice(player.seen)) {
    if (action.kind === 'ring') player.legs.add(action.request.legId)
    if (action.kind === 'hangUp' || action.kind === 'refuse') player.legs.delete(action.legId)
  }
  player.seen = actions.length
}

function happen(player: Player, it: Happening): void {
  const { bench } = player
  switch (it.kind) {
    case 'callIn':
      player.callers += 1
      bench.callIn(`c${player.callers}`, QueueId.parse(queueIds[it.queue]), it.urgent ? 1 : 0)
      return
    case 'leave':
      bench.do({ kind: 'outsideLeaves', callId: chooseCall(bench, it.which) })
      return
    case 'outside': {
      const callId = chooseCall(bench, it.which)
      bench.do(
        it.how === 'outsideRefuses' ? { kind: it.how, callId, sipStatus: 486 } : { kind: it.how, callId },
      )
      return
    }
    case 'dial':
      player.legs.add(bench.dial(extensions[it.who] ?? '11', it.target))
      return
    case 'member':
      bench.do(toMember(it.how, extensions[it.who] ?? '11'))
      return
    case 'pass':
      bench.pass(it.ms)
      return
    default: {
      const legId = fold([...player.legs], it.which)
      if (legId !== undefined) happenOnLeg(player, it, legId)
    }
  }
}

type OnLeg = Extract<Happening, { kind: 'answer' | 'refuse' | 'leg' | 'transfer' | 'join' }>

function happenOnLeg({ bench, legs }: Player, it: OnLeg, legId: string): void {
  switch (it.kind) {
    case 'answer':
      bench.tell({ kind: 'answered', legId })
      return
    case 'refuse':
      legs.delete(legId)
      bench.tell({ kind: 'refused', legId, sipStatus: it.sipStatus })
      return
    case 'leg':
      if (it.event === 'hungUp') legs.delete(legId)
      bench.tell({ kind: it.event, legId })
      return
    case 'transfer':
      bench.tell({ kind: 'transferAsked', legId, target: it.target })
      return
    case 'join':
      bench.tell({ kind: 'transferToLegAsked', legId, otherLegId: fold([...legs], it.other) ?? legId })
      return
  }
}

function chooseCall(bench: FloorBench, which: number): CallId {
  const snapshot = bench.floor.snapshot(bench.nowMs)
  const calls = snapshot.kind === 'snapshot' ? snapshot.calls : []
  return fold(calls, which)?.callId ?? CallId.parse('nobody')
}

function toMember(how: string, extension: string): FloorInput {
  if (how === 'lost') return { kind: 'phone', event: { kind: 'unregistered', extension } }
  if (how === 'found') return { kind: 'phone', event: { kind: 'registered', extension } }
  if (how === 'pause') return { kind: 'command', command: { kind: 'pause', extension, reason: 'short' } }
  if (how === 'signIn') return { kind: 'command', command: { kind: 'signIn', extension, pausedReason: null } }
  const kind = how === 'unpause' ? 'unpause' : how === 'signOut' ? 'signOut' : 'finishWrapUp'
  return { kind: 'command', command: { kind, extension } }
}

const Plan = fc.record({
  strategy: fc.constantFrom(...QueueStrategy.options),
  maxWaitMs: fc.constantFrom(null, 30_000, 5_000),
  wrapUpMs: fc.constantFrom(0, 10_000),
  happenings: fc.array(Happening, { minLength: 1, maxLength: 120 }),
})

test('queues keep count and every phone has at most one call, whatever happens', () => {
  fc.assert(
    fc.property(Plan, ({ strategy, maxWaitMs, wrapUpMs, happenings }) => {
      const more = { strategy, maxWaitMs, wrapUpMs }
      const members = extensions.map((extension, place) => ({ extension, penalty: place > 2 ? 1 : 0 }))
      const b = createFloorBench(
        [toQueue('support', '8001', [], { ...more, members }), toQueue('sales', '8002', ['13', '12'], more)],
        extensions.map((each) => toLine(each)),
      )
      const tally = createEventTally(new Set(strategy === 'ring-all' ? queueIds : []))
      const player: Player = { bench: b, legs: new Set(), seen: 0, callers: 0 }
      let told = 0
      for (const it of happenings) {
        play(player, it)
        for (const event of b.events.slice(told)) tally.take(event)
        told = b.events.length
      }
      expect(tally.complaints).toEqual([])
      const snapshot = b.floor.snapshot(b.nowMs)
      const calls = snapshot.kind === 'snapshot' ? snapshot.calls : []
      expect(
        calls.filter((call) => call.state.kind === 'waiting' && call.queueId !== null).length,
      ).toBeGreaterThanOrEqual(tally.waiting)
    }),
    { numRuns: 1_500, seed: 20261123 },
  )
})

test('the strategy never changes how many callers are answered when everyone answers', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...QueueStrategy.options),
      fc.integer({ min: 1, max: 4 }),
      (strategy, callers) => {
        const b = createFloorBench(
          [toQueue('support', '8001', extensions, { strategy })],
          extensions.map((each) => toLine(each)),
        )
        for (let caller = 0; caller < callers; caller++) {
          b.callIn(`c${caller}`)
          const ringing = extensions.filter((each) =>
            b.actions.some(
              (a) =>
                a.kind === 'ring' &&
                a.request.extension === each &&
                !b.events.some((e) => e.kind === 'callConnected' && e.extension === each),
            ),
          )
          b.phone(ringing.at(-1) ?? '11', 'answered')
        }
        expect(b.events.filter((event) => event.kind === 'callConnected')).toHaveLength(callers)
      },
    ),
  )
})
