/** Whatever is commanded while anything happens, nobody is lost and the gateway's model is the floor's own truth. */
import { expect, test } from 'vitest'
import type { PbxEvent } from '#contract/pbx'
import { createEventTally } from '#tests/simulator/support/eventTally'
import { watchModel } from '#tests/simulator/support/modelWatch'
import { createRandomFloor } from '#tests/simulator/support/randomFloor'

const steps = 1500

async function play(seed: number) {
  const floor = await createRandomFloor(seed)
  const watch = watchModel(floor.centre)
  const tally = createEventTally()
  const history: string[] = []
  const complaints: string[] = []
  let told = 0
  for (let step = 0; step < steps && complaints.length === 0; step++) {
    history.push(await floor.step())
    for (const event of floor.events.slice(told)) tally.take(event)
    told = floor.events.length
    complaints.push(...watch.complaints(), ...tally.complaints)
  }
  await floor.drain()
  const result = { complaints, history, events: [...floor.events], left: [...watch.floor.calls.values()] }
  watch.close()
  await floor.centre.close()
  expect(floor.clock.pending).toBe(0)
  expect(floor.phones.openConferences).toBe(0)
  return result
}

test.each([1, 2, 3, 4, 5, 6])('seed %i: model and snapshot agree, and every call ends once', async (seed) => {
  const { complaints, history, events, left } = await play(seed)
  expect({ complaints, before: complaints.length === 0 ? [] : history.slice(-6) }).toEqual({
    complaints: [],
    before: [],
  })
  expect(left).toEqual([])
  const entered = events.filter((event) => event.kind === 'callEntered').map((event) => event.callId)
  const ended = events.filter((event) => event.kind === 'callEnded').map((event) => event.callId)
  expect(entered.length).toBeGreaterThan(20)
  expect(ended.toSorted()).toEqual(entered.toSorted())
  expect(listDropped(events, history)).toEqual([])
  const done = new Set(history.filter((line) => line.endsWith(' done')).map((line) => line.split('"')[3]))
  const floor = ['dial', 'hangUp', 'park', 'giveTo', 'moveToQueue', 'prioritise', 'pauseInQueue'] as const
  const monitoring = ['monitorOpen', 'monitorSteer', 'monitorTakeOver', 'monitorClose'] as const
  for (const kind of [...floor, 'addMember', 'removeMember', ...monitoring]) expect(done).toContain(kind)
})

/** Callers of a queue whose call the centre itself ended though nobody asked for that. */
function listDropped(events: readonly PbxEvent[], history: readonly string[]): readonly string[] {
  const asked = history.filter((line) => line.startsWith('{"kind":"hangUp"') && line.endsWith(' done'))
  const queued = new Set(events.flatMap((event) => (event.kind === 'callQueued' ? [event.callId] : [])))
  return events.flatMap((event) => {
    if (event.kind !== 'callEnded' || event.end !== 'switch' || !queued.has(event.callId)) return []
    return asked.some((line) => line.includes(`"${event.callId}"`)) ? [] : [event.callId]
  })
}

test('the same seed gives the same history', async () => {
  const [one, other] = [await play(11), await play(11)]
  expect(other).toEqual(one)
  expect((await play(12)).events).not.toEqual(one.events)
})
