/** The gateway's live model, fed a day of the practice centre, agrees with the centre's own snapshot all day long. */
import { expect, test } from 'vitest'
import type { PbxCall, PbxEvent } from '#contract/pbx'
import { createFloor } from '#gateway/model/createFloor'
import type { Floor } from '#gateway/model/floor'
import { reduceGateway, reducePbx } from '#gateway/model/reduce'
import type { PracticeCentre } from '#simulator/practiceCentre'
import { createPracticeBench, morningMs } from '#tests/simulator/support/practiceBench'

const stepMs = 5_000
const dayMs = 10 * 3_600_000

function createModel(): Floor {
  return createFloor({
    people: [],
    saved: new Map(),
    pauseReasons: [],
    day: '2026-11-23',
    agentDays: new Map(),
    queueDays: new Map(),
    nowMs: morningMs,
  })
}

function readSnapshot(centre: PracticeCentre): Extract<PbxEvent, { kind: 'snapshot' }> {
  let snapshot: PbxEvent | null = null
  centre.listen((event) => {
    snapshot = event
  })()
  const found: PbxEvent | null = snapshot
  if (found === null || (found as PbxEvent).kind !== 'snapshot') throw new Error('no snapshot')
  return found as Extract<PbxEvent, { kind: 'snapshot' }>
}

/** What both sides must say of a call, in the same words. */
function toTruth(call: PbxCall): string {
  const { state } = call
  const where =
    state.kind === 'waiting'
      ? `waiting ${call.queueId} ${state.position} [${[...state.offeredTo].sort().join()}]`
      : `${state.kind} ${state.extension}`
  return `${call.callId} ${call.direction} ${where}`
}

function toModelTruths(model: Floor): string[] {
  const extensionOf = (id: string) =>
    [...model.agents.values()].find((agent) => agent.id === id)?.extension ?? id
  return [...model.calls.values()].map(({ id, direction, queueId, state }) => {
    const where =
      state.kind === 'waiting'
        ? `waiting ${queueId} ${state.position} [${state.offeredTo.map(extensionOf).sort().join()}]`
        : `${state.kind} ${extensionOf(state.agentId)}`
    return `${id} ${direction} ${where}`
  })
}

test('every five seconds of a busy day, calls, counts and agents are the same on both sides', async () => {
  let model = createModel()
  const bench = createPracticeBench({ scenario: 'busy-day', seed: 11 })
  const differences: string[] = []
  let compared = 0
  bench.centre.listen((event) => {
    model = reducePbx(model, event)
  })
  bench.centre.start()
  for (let passedMs = 0; passedMs < dayMs; passedMs += stepMs) {
    bench.clock.advance(stepMs)
    model = reduceGateway(model, { kind: 'timePassed', atMs: bench.clock.nowMs() })
    const truths = readSnapshot(bench.centre).calls.map(toTruth).sort()
    compared += truths.length
    const told = toModelTruths(model).sort()
    if (JSON.stringify(truths) !== JSON.stringify(told)) {
      differences.push(
        `${passedMs} ms: ${truths.filter((t) => !told.includes(t))} ≠ ${told.filter((t) => !truths.includes(t))}`,
      )
    }
    for (const { today, id } of model.queues.values()) {
      const waiting = [...model.calls.values()].filter((c) => c.state.kind === 'waiting' && c.queueId === id)
      if (today.offered !== today.handled + today.abandoned + today.timedOut + waiting.length) {
        differences.push(`${passedMs} ms: ${id} lost count`)
      }
    }
    const busy = [...model.agents.values()].filter(
      ({ activity }) => 'callId' in activity && !model.calls.has(activity.callId),
    )
    for (const agent of busy) differences.push(`${passedMs} ms: ${agent.extension} is in a call that is over`)
  }
  await bench.centre.close()
  expect(differences.slice(0, 10)).toEqual([])
  expect(compared).toBeGreaterThan(10_000)
})
