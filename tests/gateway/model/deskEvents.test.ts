/** Who left their desk without a sign-out is missed, and who signed out is not. */
import { expect, test } from 'vitest'
import type { Floor } from '#gateway/model/floor'
import type { GatewayEvent } from '#gateway/model/gatewayEvent'
import { reduceGateway } from '#gateway/model/reduce'
import { openFloor, sara, startMs } from '#tests/gateway/support/floorOf'

const at = { atMs: startMs + 1000, agentId: sara.id }
const after = (floor: Floor, ...events: readonly GatewayEvent[]) => events.reduce(reduceGateway, floor)
const rowOf = (floor: Floor) => floor.agents.get(sara.id)

test('a desk that vanishes leaves its agent lost until it comes back', () => {
  const vanished = after(openFloor(), { kind: 'deskVanished', ...at })
  expect(rowOf(vanished)).toMatchObject({ isLost: true, status: { kind: 'offline' } })
  const back = after(vanished, { kind: 'deskArrived', ...at, status: { kind: 'available' } })
  expect(rowOf(back)?.status.kind).toBe('available')
  expect('isLost' in (rowOf(back) ?? {})).toBe(false)
})

test('a sign-out is no loss, nor is a session that runs out after one', () => {
  const out = after(openFloor(), { kind: 'deskSignedOut', ...at })
  expect('isLost' in (rowOf(out) ?? {})).toBe(false)
  const ranOut = after(openFloor(), { kind: 'deskVanished', ...at }, { kind: 'deskSignedOut', ...at })
  expect('isLost' in (rowOf(ranOut) ?? {})).toBe(false)
})
