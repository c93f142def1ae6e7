/** What a supervisor does for a person, and help: from the desk over the wire to the switch and the other desk. */
import { expect, test } from 'vitest'
import { createPeopleWorld, id, omid, sara } from '#tests/gateway/people/support/peopleWorld'
import { callId, support } from '#tests/gateway/support/floorOf'
import { agentOf, answeredCall, hangUp } from '#tests/gateway/support/world'

const a = callId('a')
const done = { ok: true, value: null }
const meeting = { kind: 'notReady', reasonId: 'meeting' } as const

test('a status that is set goes to the switch first, and waits for the end of a call', async () => {
  const world = await createPeopleWorld()
  const [desk, omidDesk] = [await world.signIn('sara'), await world.signIn('omid')]
  const set = (status: Parameters<typeof omidDesk.client.people.setStatus>[0]['status']) =>
    omidDesk.client.people.setStatus({ ...id(), agentId: sara, status })
  expect(await set(meeting)).toEqual({ ok: true, value: { effect: 'now' } })
  expect(world.pbx.asked.at(-1)).toBe('pause 1001 meeting')
  await world.settle(() => agentOf(desk).status.kind === 'notReady')
  expect(await set({ kind: 'available' })).toMatchObject({ ok: true })
  world.pbx.tell(...answeredCall('a'))
  expect(await set(meeting)).toEqual({ ok: true, value: { effect: 'next' } })
  await world.settle(() => agentOf(desk).nextStatus?.kind === 'notReady')
  expect(await set({ kind: 'break', reasonId: 'nap' })).toMatchObject({ failure: { code: 'invalid' } })
})

test('a wrap-up that a supervisor ends is over for the switch too', async () => {
  const world = await createPeopleWorld()
  const [desk, omidDesk] = [await world.signIn('sara'), await world.signIn('omid')]
  world.pbx.tell(...answeredCall('a'), hangUp('a'))
  await world.settle(() => agentOf(desk).activity.kind === 'wrapUp')
  expect(await omidDesk.client.people.finishWrapUp({ ...id(), agentId: sara, callId: a })).toEqual(done)
  await world.settle(() => agentOf(desk).activity.kind === 'idle')
  await world.settle(() => world.pbx.asked.includes('finishWrapUp 1001'))
})

test('who is idle is signed out at once, and their desk is told', async () => {
  const world = await createPeopleWorld()
  const [desk, omidDesk] = [await world.signIn('sara'), await world.signIn('omid')]
  const answer = await omidDesk.client.people.signOut({ ...id(), agentId: sara })
  expect(answer).toEqual({ ok: true, value: { effect: 'now' } })
  await world.settle(() => desk.messages.some(({ kind }) => kind === 'ended'))
  expect(desk.messages.at(-1)).toMatchObject({ kind: 'ended', failure: { code: 'signed-out' } })
  await world.settle(() => world.pbx.asked.includes('signOut 1001'))
  expect(await desk.client.help.ask({ ...id(), reason: '' })).toMatchObject({
    failure: { code: 'signed-out' },
  })
  await world.settle(() => agentOf(omidDesk).status.kind === 'offline')
  expect(agentOf(omidDesk).leavesAfterCall).toBeUndefined()
})

test('who is in a call leaves when call and wrap-up are over, and is offered nothing in between', async () => {
  const world = await createPeopleWorld()
  const [desk, omidDesk] = [await world.signIn('sara'), await world.signIn('omid')]
  await world.settle(() => world.pbx.asked.includes('signIn 1001'))
  const begun = world.pbx.asked.length
  const asked = () => world.pbx.asked.slice(begun)
  world.pbx.tell(...answeredCall('a'))
  const answer = await omidDesk.client.people.signOut({ ...id(), agentId: sara })
  expect(answer).toEqual({ ok: true, value: { effect: 'next' } })
  await world.settle(() => agentOf(desk).leavesAfterCall === true)
  await world.settle(() => asked().includes('pause 1001 leaving'))
  world.pbx.tell(hangUp('a'))
  await world.settle(() => agentOf(desk).activity.kind === 'wrapUp')
  expect(asked()).not.toContain('signOut 1001')
  world.clock.advance(20_000)
  await world.settle(() => asked().includes('signOut 1001'))
  expect(asked()).not.toContain('unpause 1001')
  await world.settle(() => desk.messages.at(-1)?.kind === 'ended')
})

test('help stands on every supervisor’s floor until it is cleared, also over a restart, but not over sign-out', async () => {
  const world = await createPeopleWorld()
  const [desk, omidDesk] = [await world.signIn('sara'), await world.signIn('omid')]
  expect(await desk.client.help.ask({ ...id(), reason: ' cannot\u202e find\n it ' })).toEqual(done)
  await world.settle(() => agentOf(omidDesk).help !== undefined)
  const sinceMs = agentOf(omidDesk).help?.sinceMs
  expect(agentOf(omidDesk).help?.reason).toBe('cannot find it')
  world.clock.advance(5000)
  await desk.client.help.ask({ ...id(), reason: 'still' })
  await world.settle(() => agentOf(omidDesk).help?.reason === 'still')
  expect(agentOf(omidDesk).help?.sinceMs).toBe(sinceMs)

  const again = await world.restart()
  const [back, other] = [await again.signIn('sara'), await again.signIn('omid')]
  expect(agentOf(back).help).toEqual({ reason: 'still', sinceMs })
  expect(await other.client.help.clear({ ...id(), agentId: sara })).toEqual(done)
  await again.settle(() => agentOf(back).help === undefined)
  await back.client.help.ask({ ...id(), reason: '' })
  expect(await back.client.help.clear({ ...id(), agentId: sara })).toEqual(done)
  await back.client.help.ask({ ...id(), reason: 'x' })
  await back.client.session.signOut(null)
  await again.settle(() => agentOf(other).status.kind === 'offline')
  expect(agentOf(other).help).toBeUndefined()
})

test('to leave after the call outlasts a restart too', async () => {
  const world = await createPeopleWorld()
  const [desk, omidDesk] = [await world.signIn('sara'), await world.signIn('omid')]
  world.pbx.tell(...answeredCall('a'), hangUp('a'))
  await omidDesk.client.people.signOut({ ...id(), agentId: sara })
  await world.settle(() => agentOf(desk).leavesAfterCall === true)
  const again = await world.restart()
  const back = await again.signIn('sara')
  expect(agentOf(back).leavesAfterCall).toBe(true)
  again.clock.advance(20_000)
  await again.settle(() => back.messages.at(-1)?.kind === 'ended')
})

test('people are added to a queue and taken out of it by who leads both', async () => {
  const world = await createPeopleWorld()
  const { client } = await world.signIn('omid')
  const one = { agentId: sara, queueId: support }
  expect(await client.floor.addToQueue({ ...id(), ...one, penalty: 3 })).toEqual(done)
  expect(await client.floor.removeFromQueue({ ...id(), ...one })).toEqual(done)
  expect(world.pbx.asked.slice(-2)).toEqual(['addMember support 1001 3', 'removeMember support 1001'])
  expect(world.record('floor.')).toMatchObject([
    { who: omid, kind: 'floor.addToQueue', outcome: 'done' },
    { who: omid, kind: 'floor.removeFromQueue', outcome: 'done' },
  ])
})
