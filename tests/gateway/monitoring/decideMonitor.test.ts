/** Proofs over random histories: calls come and go, orders fail or come late, and the supervisor asks for all of it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextDueMs, type Session } from '#gateway/monitoring/monitorSession'
import {
  agentId,
  createDecidedSwitch,
  type DecidedSwitch,
  idleId,
} from '#tests/gateway/monitoring/support/decidedSwitch'

const mode = fc.constantFrom('listen' as const, 'whisper' as const, 'barge' as const)

type Move = { readonly name: string; readonly run: (at: DecidedSwitch) => void }
const move = (name: string, run: Move['run']): Move => ({ name, run })

const wishes: fc.Arbitrary<Move> = fc.oneof(
  mode.map((each) => move(each, (at) => at.ask({ kind: 'modeWished', mode: each }))),
  fc.constantFrom(agentId, idleId).map((id) => {
    const target = { kind: 'agent', agentId: id } as const
    return move(`aim at ${id}`, (at) => at.ask({ kind: 'aimed', target }))
  }),
  fc.constant(move('take over', (at) => at.ask({ kind: 'takeOverWished' }))),
  fc.constant(move('hand back', (at) => at.ask({ kind: 'handBackWished' }))),
  fc.boolean().map((flows) => move(`flows ${flows}`, (at) => at.happen({ kind: 'confirmed', flows }))),
)
const happenings: fc.Arbitrary<Move> = fc.constantFrom(
  move('call', (at) => at.begin()),
  move('hang up', (at) => at.hangUp()),
  move('phone answers', (at) => at.answerLeg()),
  move('time', (at) => at.pass()),
)
const landing = move('done', (at) => at.land('done'))
const troubles: fc.Arbitrary<Move> = fc.constantFrom(
  move('refused', (at) => at.land('refused')),
  move('late', (at) => at.land('lateDone')),
  move('lost', (at) => at.land('lost')),
  move('leg lost', (at) => at.loseLeg()),
)
const endings: fc.Arbitrary<Move> = fc.constantFrom(
  move('stop', (at) => at.happen({ kind: 'ended', why: 'stopped' })),
  move('desk lost', (at) => at.happen({ kind: 'ended', why: 'leg-lost' })),
)

/** Where it may stand for as long as nothing happens. */
function isAtRest({ phase, leg, flight, asks }: Session): boolean {
  if (flight !== null || asks.length > 0) return false
  if (phase.kind === 'ended') return !phase.owesClose || leg.kind === 'gone'
  return (
    phase.kind === 'talking' ||
    (phase.kind === 'following' && (leg.kind === 'waiting' || leg.kind === 'hearing'))
  )
}

/** Whatever is not at rest has an order in flight or a time-out ahead. */
function expectWayOut(at: DecidedSwitch): void {
  const { session, nowMs } = at
  if (isAtRest(session) || session.flight !== null) return
  if (nextDueMs(session, nowMs) === null) throw new Error(`stuck: ${JSON.stringify(session)}`)
}

/** Lets every order have its effect and every time run out. */
function settle(at: DecidedSwitch): void {
  for (let count = 0; count < 300; count += 1) {
    if (at.session.flight !== null) at.land('done')
    else if (!at.pass()) return
    expectWayOut(at)
  }
  throw new Error(`never quiet: ${JSON.stringify(at.session)}`)
}

function play(at: DecidedSwitch, moves: readonly Move[]): void {
  for (const { run } of moves) {
    run(at)
    expectWayOut(at)
  }
}

test('one order at a time, everybody answered once, and always a way out, whatever happens', () => {
  const moves = fc.array(fc.oneof(wishes, happenings, fc.constant(landing), troubles, endings), {
    maxLength: 40,
  })
  fc.assert(
    fc.property(mode, moves, (first, all) => {
      const at = createDecidedSwitch(first)
      play(at, all)
      settle(at)
      expect(at.open.size).toBe(0)
      expect(isAtRest(at.session)).toBe(true)
      const { phase } = at.session
      // Nobody is left on a leg that no session holds, and no session believes in a leg that is gone.
      if (phase.kind === 'ended') expect(['gone', 'none']).toContain(at.leg.kind)
      else expect(at.leg).toEqual(at.session.leg)
      if (phase.kind !== 'talking') expect(at.call?.holder).not.toBe('supervisor')
      expect(at.call?.holder).not.toBe('nobody')
    }),
    { numRuns: 3000 },
  )
})

test('when all is quiet the mode asked for last is in force, on the call the agent is in', () => {
  const calm = fc.oneof(
    mode.map((each) => move(each, (at) => at.ask({ kind: 'modeWished', mode: each }))),
    fc.constantFrom(
      move('call', (at) => at.begin()),
      move('hang up', (at) => at.hangUp()),
    ),
    fc.constant(landing),
  )
  fc.assert(
    fc.property(mode, fc.array(calm, { maxLength: 30 }), mode, (first, all, last) => {
      const at = createDecidedSwitch(first)
      at.land('done')
      at.answerLeg()
      play(at, all)
      at.ask({ kind: 'modeWished', mode: last })
      at.hangUp()
      at.begin()
      settle(at)
      expect(at.leg).toMatchObject({ kind: 'hearing', mode: last, place: { callId: at.call?.id } })
    }),
    { numRuns: 2000 },
  )
})

test('nobody is louder than they were last told they are, however orders fail or come late', () => {
  const loudness = ['listen', 'whisper', 'barge']
  const moves = fc.array(
    fc.oneof(
      mode.map((each) => move(each, (at) => at.ask({ kind: 'modeWished', mode: each }))),
      fc.constant(landing),
      troubles,
      fc.constant(move('time', (at) => at.pass())),
    ),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(moves, (all) => {
      const at = createDecidedSwitch('listen')
      at.begin()
      at.land('done')
      at.answerLeg()
      play(at, all)
      settle(at)
      if (at.leg.kind !== 'hearing') return
      const told = at.answered.findLast(({ failure }) => failure === null)?.mode ?? 'listen'
      expect(loudness.indexOf(at.leg.mode)).toBeLessThanOrEqual(loudness.indexOf(told))
    }),
    { numRuns: 3000 },
  )
})
