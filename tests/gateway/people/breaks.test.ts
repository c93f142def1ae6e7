/** Breaks by the rules of a team, over the wire: asked for, granted, put in line, declined, and given when there is room. */
import { expect, test } from 'vitest'
import {
  createPeopleWorld,
  id,
  type PeopleWorld,
  reza,
  sara,
} from '#tests/gateway/people/support/peopleWorld'
import { sales, support } from '#tests/gateway/support/floorOf'
import type { TestDesk } from '#tests/gateway/support/testDesk'
import { agentOf, answeredCall, hangUp } from '#tests/gateway/support/world'

const lunch = { kind: 'break', reasonId: 'lunch' } as const
const available = { kind: 'available' } as const
const rule = {
  queueIds: [support],
  personIds: [],
  maxOnBreak: 1,
  minServiceLevel: null,
  needsApproval: false,
}
const outcome = (outcome: string) => ({ ok: true, value: { outcome } })
const done = { ok: true, value: null }

const ask = (desk: TestDesk, reasonId = 'lunch') => desk.client.breaks.ask({ ...id(), reasonId })
const statusOf = (world: PeopleWorld, agentId: typeof sara) =>
  world.gateway.floor.agents.get(agentId)?.status.kind
const requestOf = (world: PeopleWorld, agentId: typeof sara) =>
  world.gateway.floor.agents.get(agentId)?.breakRequest

test('without a rule a break is granted at once, or after the call', async () => {
  const world = await createPeopleWorld()
  const desk = await world.signIn('sara')
  expect(await ask(desk)).toEqual(outcome('now'))
  expect(world.pbx.asked.at(-1)).toBe('pause 1001 lunch')
  expect(statusOf(world, sara)).toBe('break')
  await desk.client.status.choose({ ...id(), status: available })
  world.pbx.tell(...answeredCall('a'))
  expect(await ask(desk)).toEqual(outcome('next'))
  expect(world.gateway.floor.agents.get(sara)?.nextStatus).toEqual(lunch)
  expect(await ask(desk, 'meeting')).toMatchObject({ failure: { code: 'invalid' } })
})

test('the one who finds no place waits in line, and goes as soon as the other is back', async () => {
  const world = await createPeopleWorld({ breakRules: [rule] })
  const [one, other] = [await world.signIn('sara'), await world.signIn('reza')]
  expect(one.centre?.breakRules).toEqual([rule])
  expect(await ask(one)).toEqual(outcome('now'))
  expect(await ask(other)).toEqual(outcome('queued'))
  await world.settle(() => agentOf(one, 'Reza').breakRequest?.state === 'queued')
  await one.client.status.choose({ ...id(), status: available })
  await world.settle(() => statusOf(world, reza) === 'break')
  expect(world.pbx.asked).toContain('pause 2001 lunch')
  expect(requestOf(world, reza)).toBeUndefined()
  expect(world.record('gateway.grantBreak')).toMatchObject([{ who: reza, outcome: 'done' }])
})

test('the menu of statuses is no way round: a break the rules do not allow now is refused, and nothing stands', async () => {
  const world = await createPeopleWorld({ breakRules: [rule] })
  const [one, other] = [await world.signIn('sara'), await world.signIn('reza')]
  expect(await one.client.status.choose({ ...id(), status: lunch })).toMatchObject({ ok: true })
  const refused = await other.client.status.choose({ ...id(), status: lunch })
  expect(refused).toMatchObject({ failure: { code: 'wrong-state' } })
  expect(statusOf(world, reza)).toBe('available')
  expect(requestOf(world, reza)).toBeUndefined()
  expect(
    await other.client.status.choose({ ...id(), status: { kind: 'notReady', reasonId: 'meeting' } }),
  ).toMatchObject({
    ok: true,
  })
})

test('two who ask in the same moment do not both get the last place', async () => {
  const world = await createPeopleWorld({ breakRules: [rule] })
  const [one, other] = [await world.signIn('sara'), await world.signIn('reza')]
  await world.settle(() => world.pbx.asked.includes('signIn 2001'))
  world.pbx.stall(true)
  const first = ask(one)
  await world.settle(() => world.pbx.asked.includes('pause 1001 lunch'))
  expect(await ask(other)).toEqual(outcome('queued'))
  world.clock.advance(4500)
  expect(await first).toMatchObject({ failure: { code: 'timed-out' } })
  // The place is free again, and the one in line gets it from a switch that answers.
  world.pbx.stall(false)
  for (let seconds = 0; seconds < 20; seconds += 1) await world.clock.advanceAsync(1000)
  expect(statusOf(world, reza)).toBe('break')
})

test('where a supervisor decides, a request stands until they grant, decline or queue it', async () => {
  const world = await createPeopleWorld({ breakRules: [{ ...rule, needsApproval: true }] })
  const [one, other, omid] = [
    await world.signIn('sara'),
    await world.signIn('reza'),
    await world.signIn('omid'),
  ]
  const decide = (agentId: typeof sara, decision: 'grant' | 'decline' | 'queue') =>
    omid.client.breaks.decide({ ...id(), agentId, decision })
  expect(await ask(one)).toEqual(outcome('asked'))
  await world.settle(() => agentOf(omid).breakRequest?.state === 'asked')
  expect(await decide(sara, 'decline')).toEqual(done)
  await world.settle(() => agentOf(one).breakRequest?.state === 'declined')
  expect(agentOf(one).breakRequest?.decidedBy).toBe('Omid')
  expect(await one.client.breaks.withdraw(id())).toEqual(done)
  expect(await one.client.breaks.withdraw(id())).toMatchObject({ failure: { code: 'wrong-state' } })
  expect(await ask(one)).toEqual(outcome('asked'))
  expect(await decide(sara, 'queue')).toEqual(done)
  await world.settle(() => statusOf(world, sara) === 'break')
  expect(await ask(other)).toEqual(outcome('asked'))
  expect(await decide(reza, 'queue')).toEqual(done)
  expect(requestOf(world, reza)?.state).toBe('queued')
  // A supervisor's word counts for more than the rule.
  expect(await decide(reza, 'grant')).toEqual(done)
  expect(statusOf(world, reza)).toBe('break')
})

test('below the service level nobody goes, and who waits goes when it recovers', async () => {
  const strict = { ...rule, maxOnBreak: null, minServiceLevel: 0.8 }
  const world = await createPeopleWorld({ breakRules: [strict] })
  const [, other] = [await world.signIn('sara'), await world.signIn('reza')]
  const late = answeredCall('a')
  world.pbx.tell(...late.slice(0, 2))
  world.clock.advance(60_000)
  world.pbx.tell(...late.slice(2), hangUp('a'))
  expect(await ask(other)).toEqual(outcome('queued'))
  for (const name of ['b', 'c', 'd', 'e', 'f']) {
    expect(statusOf(world, reza)).toBe('available')
    world.pbx.tell(...answeredCall(name), hangUp(name))
  }
  await world.settle(() => statusOf(world, reza) === 'break')
  expect(statusOf(world, sara)).toBe('available')
})

test('a place is kept for who goes after the call, and free again when they think better of it', async () => {
  const world = await createPeopleWorld({ breakRules: [rule] })
  const [one, other] = [await world.signIn('sara'), await world.signIn('reza')]
  world.pbx.tell(...answeredCall('a'))
  expect(await ask(one)).toEqual(outcome('next'))
  expect(await ask(other)).toEqual(outcome('queued'))
  await one.client.status.clearNext(id())
  await world.settle(() => statusOf(world, reza) === 'break')
})

test('the line and its order outlast a restart; who signs out has left it', async () => {
  const world = await createPeopleWorld({ breakRules: [rule] })
  const [one, other] = [await world.signIn('sara'), await world.signIn('reza')]
  await ask(one)
  await ask(other, 'prayer')
  const again = await world.restart()
  const back = await again.signIn('sara')
  expect(agentOf(back, 'Reza').breakRequest).toMatchObject({ reasonId: 'prayer', state: 'queued' })
  await again.signIn('reza')
  await back.client.status.choose({ ...id(), status: available })
  await again.settle(() => statusOf(again, reza) === 'break')
  await back.client.breaks.ask({ ...id(), reasonId: 'short' })
  expect(requestOf(again, sara)?.state).toBe('queued')
  await back.client.session.signOut(null)
  await again.settle(() => statusOf(again, sara) === 'offline')
  expect(requestOf(again, sara)).toBeUndefined()
})

test('a rule binds the agents it is for: supervisors and agents of other queues go when they like', async () => {
  const nobody = { ...rule, maxOnBreak: 0 }
  const own = await createPeopleWorld({ breakRules: [nobody] })
  expect(await ask(await own.signIn('sara'))).toEqual(outcome('queued'))
  expect(await ask(await own.signIn('omid'))).toEqual(outcome('now'))
  const other = await createPeopleWorld({ breakRules: [{ ...nobody, queueIds: [sales] }] })
  expect(await ask(await other.signIn('sara'))).toEqual(outcome('now'))
  const named = await createPeopleWorld({ breakRules: [{ ...nobody, queueIds: [], personIds: [sara] }] })
  expect(await ask(await named.signIn('sara'))).toEqual(outcome('queued'))
  expect(await ask(await named.signIn('reza'))).toEqual(outcome('now'))
})

test('a switch that refuses is asked again, ever more seldom, until it grants', async () => {
  const world = await createPeopleWorld({ breakRules: [rule] })
  const [one, other] = [await world.signIn('sara'), await world.signIn('reza')]
  world.pbx.tell(...answeredCall('a'))
  await ask(one)
  expect(await ask(other)).toEqual(outcome('queued'))
  await world.settle(() => world.pbx.asked.includes('signIn 2001'))
  world.pbx.refuse('not-found')
  await one.client.status.clearNext(id())
  for (let seconds = 0; seconds < 600; seconds += 5) await world.clock.advanceAsync(5000)
  const tries = world.record('gateway.grantBreak')
  expect(tries.length).toBeGreaterThan(3)
  expect(tries.length).toBeLessThan(10)
  expect(requestOf(world, reza)?.state).toBe('queued')
  world.pbx.refuse(null)
  for (let seconds = 0; seconds < 300; seconds += 5) await world.clock.advanceAsync(5000)
  expect(statusOf(world, reza)).toBe('break')
})
