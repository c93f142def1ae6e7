/** A caller sent on to somebody who does not take them, on a real Asterisk: what the live model says of it all the way. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findDifferences } from '#tests/asterisk/support/agreement'
import { type LabFloor, numberOf, openLabFloor } from '#tests/asterisk/support/labFloor'
import { newCommandId } from '#tests/gateway/support/testDesk'

const soon = { timeout: 15_000, interval: 20 }
let floor: LabFloor

beforeAll(async () => {
  floor = await openLabFloor({ agents: 2, callers: 1, wrapUpSeconds: 0, ringSeconds: 15 })
})

afterAll(() => floor?.close())

const placeOf = (number: string): string => {
  const call = floor.watcher.centre?.calls.find(({ caller }) => caller.number === number)
  if (call === undefined) return 'gone'
  return call.state.kind === 'waiting'
    ? `waiting in ${call.queueId}`
    : `${call.state.kind} ${call.state.agentId}`
}

test.each(['declined', 'rung in vain, and not taken back either'] as const)(
  '%s',
  async (how) => {
    const [first, second] = floor.agents
    const [caller] = floor.callers
    if (first === undefined || second === undefined || caller === undefined) throw new Error('An empty floor')
    await expect
      .poll(() => floor.watcher.centre?.agents.filter(({ phone }) => phone === 'registered').length, soon)
      .toBe(2)
    const away = { kind: 'break', reasonId: 'lunch' } as const
    expect(await second.desk.client.status.choose({ commandId: newCommandId(), status: away })).toMatchObject(
      { ok: true },
    )
    const leg = caller.call(numberOf.support)
    await expect.poll(() => first.phone.legs.length, soon).toBe(1)
    first.phone.legs[0]?.answer()
    await expect.poll(() => placeOf(caller.user), soon).toBe(`talking user-${first.user}`)
    expect(await first.phone.legs[0]?.transfer(second.extension)).toBe(202)
    await expect.poll(() => second.phone.legs.length, soon).toBe(1)
    second.phone.legs[0]?.reject(486)
    // They ring again where they came from, and nobody else has them.
    await expect.poll(() => first.phone.legs.filter(({ state }) => state === 'ringing').length, soon).toBe(1)
    const back = first.phone.legs.find(({ state }) => state === 'ringing')
    if (how === 'declined') {
      back?.answer()
      await expect.poll(() => placeOf(caller.user), soon).toBe(`talking user-${first.user}`)
      expect(await findDifferences(floor, 5000)).toEqual([])
      leg.hangUp()
    } else {
      back?.reject(486)
      // Nobody there either: to the head of their queue, which offers them anew.
      await expect.poll(() => placeOf(caller.user), soon).toBe('waiting in support')
      expect(leg.state).toBe('up')
      leg.hangUp()
    }
    await expect.poll(() => placeOf(caller.user), soon).toBe('gone')
    await expect.poll(() => floor.lab.cli('core show channels count'), soon).toContain('0 active channels')
    expect(floor.complaints).toEqual([])
  },
  60_000,
)
