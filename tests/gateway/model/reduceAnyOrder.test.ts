/** The live model under random events in random order: nothing throws and its rules always hold. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Centre } from '#contract/centre'
import type { PbxEvent } from '#contract/pbx'
import { toCentre } from '#gateway/model/floor'
import type { GatewayEvent } from '#gateway/model/gatewayEvent'
import { reduceGateway, reducePbx } from '#gateway/model/reduce'
import {
  callId,
  extensionId,
  hear,
  imbalance,
  openFloor,
  pbxExtension,
  pbxQueue,
  positions,
  sales,
  sara,
  startMs,
  support,
} from '#tests/gateway/support/floorOf'

const at = (afterMs: number) => ({ atMs: startMs + afterMs })

describe('whatever is told, in whatever order', () => {
  const names = ['a', 'b', 'c', 'd', 'e']
  const extensions = ['1001', '2001', '2002', '3003']
  const name = fc.constantFrom(...names).map(callId)
  const extension = fc.constantFrom(...extensions)
  const queueId = fc.constantFrom(support, sales)
  const anyEvent: fc.Arbitrary<PbxEvent | GatewayEvent> = fc
    .tuple(
      fc.oneof(
        fc.record({
          kind: fc.constant('callEntered' as const),
          callId: name,
          direction: fc.constantFrom('inbound' as const, 'outbound' as const, 'internal' as const),
          caller: fc.record({
            number: fc.option(fc.string()),
            name: fc.option(fc.string({ unit: 'binary' })),
          }),
          dialledNumber: fc.option(fc.string()),
          extension: fc.option(extension),
        }),
        fc.record({
          kind: fc.constant('callQueued' as const),
          callId: name,
          queueId,
          position: fc.integer({ min: -3, max: 9 }),
          priority: fc.integer(),
        }),
        fc.record({
          kind: fc.constantFrom(
            'callOffered' as const,
            'callConnected' as const,
            'callHeld' as const,
            'callResumed' as const,
          ),
          callId: name,
          extension,
        }),
        fc.record({
          kind: fc.constant('offerEnded' as const),
          callId: name,
          extension,
          outcome: fc.constantFrom('no-answer' as const, 'declined' as const, 'cancelled' as const),
        }),
        fc.record({
          kind: fc.constant('callTransferred' as const),
          callId: name,
          extension,
          how: fc.constantFrom('blind' as const, 'attended' as const),
          target: extension,
        }),
        fc.record({
          kind: fc.constant('callUnqueued' as const),
          callId: name,
          why: fc.constantFrom('timed-out' as const, 'withdrawn' as const),
        }),
        fc.record({
          kind: fc.constant('callEnded' as const),
          callId: name,
          end: fc.constantFrom(
            'caller-hung-up' as const,
            'abandoned' as const,
            'timed-out' as const,
            'switch' as const,
          ),
        }),
        fc.constant({ kind: 'timePassed' as const }),
        fc.record({
          kind: fc.constant('statusChosen' as const),
          agentId: fc.constant(sara.id),
          status: fc.constantFrom(
            { kind: 'available' as const },
            { kind: 'break' as const, reasonId: 'lunch' },
          ),
          effect: fc.constantFrom('now' as const, 'next' as const),
        }),
        fc.record({
          kind: fc.constantFrom('deskVanished' as const, 'deskSignedOut' as const),
          agentId: fc.constant(sara.id),
        }),
        fc.record({
          kind: fc.constant('deskArrived' as const),
          agentId: fc.constant(sara.id),
          status: fc.constant({ kind: 'available' as const }),
        }),
        fc.record({
          kind: fc.constant('qualityNoted' as const),
          agentId: fc.constantFrom(sara.id, extensionId('2001')),
          callId: name,
          mos: fc.integer({ min: 10, max: 45 }).map((tenths) => tenths / 10),
        }),
        fc.record({ kind: fc.constant('memberRemoved' as const), queueId, extension }),
        fc.record({
          kind: fc.constant('memberAdded' as const),
          queueId,
          member: fc.record({ extension, penalty: fc.nat(3), pausedReason: fc.constantFrom(null, 'lunch') }),
        }),
        fc.record({
          kind: fc.constant('memberPauseChanged' as const),
          queueId,
          extension,
          pausedReason: fc.constantFrom(null, 'lunch'),
        }),
        fc.record({
          kind: fc.constant('snapshot' as const),
          queues: fc.constantFrom(
            [pbxQueue(support, ['1001'])],
            [pbxQueue(support, ['2001']), pbxQueue(sales, ['1001'])],
          ),
          extensions: fc.constantFrom([pbxExtension('1001')], [pbxExtension('2001'), pbxExtension('3003')]),
          calls: fc.uniqueArray(
            fc.record({
              callId: name,
              direction: fc.constant('inbound' as const),
              caller: fc.constant({ number: null, name: null }),
              dialledNumber: fc.constant(null),
              queueId: fc.option(queueId),
              priority: fc.constant(0),
              enteredAtMs: fc.constant(startMs),
              queuedAtMs: fc.constant(startMs),
              answeredAtMs: fc.constant(null),
              state: fc.oneof(
                fc.record({
                  kind: fc.constant('waiting' as const),
                  position: fc.nat(5),
                  offeredTo: fc.uniqueArray(extension),
                }),
                fc.record({
                  kind: fc.constantFrom('talking' as const, 'held' as const, 'dialling' as const),
                  extension,
                  sinceMs: fc.constant(startMs),
                }),
              ),
            }),
            { selector: (call) => call.callId },
          ),
        }),
      ),
      fc.nat(30_000),
    )
    .map(([event, afterMs]) => ({ ...event, ...at(afterMs) }))

  const gatewayKinds = [
    'timePassed',
    'statusChosen',
    'deskVanished',
    'deskSignedOut',
    'deskArrived',
    'qualityNoted',
  ]
  const isGatewayEvent = (event: PbxEvent | GatewayEvent): event is GatewayEvent =>
    gatewayKinds.includes(event.kind)

  test('places stay 1 to n, no caller is lost or counted twice, and the contract can carry it', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        let floor = openFloor()
        for (const event of events) {
          floor = isGatewayEvent(event) ? reduceGateway(floor, event) : reducePbx(floor, event)
          for (const queue of floor.queues.values()) {
            const places = Object.values(positions(floor, queue.id)).sort((one, other) => one - other)
            expect(places).toEqual(places.map((_, index) => index + 1))
            expect(imbalance(floor, queue)).toBe(0)
          }
          for (const agent of floor.agents.values()) {
            const { activity, quality } = agent
            if (quality !== undefined) {
              expect(['talking', 'held'], `${agent.id} has a score outside calls`).toContain(activity.kind)
              expect(activity).toMatchObject({ callId: quality.callId })
            }
            if (activity.kind === 'idle' || activity.kind === 'wrapUp') continue
            const call = floor.calls.get(activity.callId)
            expect(call, `${agent.id} is in a call that is no more`).toBeDefined()
            if (activity.kind === 'talking' || activity.kind === 'held') {
              expect(call?.state.kind, `${agent.id} talks with a caller who waits`).not.toBe('waiting')
            }
          }
        }
        const centre = toCentre(floor)
        expect(Centre.parse(centre)).toEqual(centre)
      }),
      { numRuns: 400 },
    )
  })

  test('told twice at once is told once', () => {
    const order = fc.array(anyEvent, { maxLength: 30 })
    fc.assert(
      fc.property(order, (events) => {
        const calls = events.filter(
          (event): event is PbxEvent => !isGatewayEvent(event) && event.kind !== 'snapshot',
        )
        const once = hear(openFloor(), ...calls)
        const twice = hear(openFloor(), ...calls.flatMap((event) => [event, event]))
        expect(toCentre(twice)).toEqual(toCentre(once))
      }),
      { numRuns: 200 },
    )
  })
})
