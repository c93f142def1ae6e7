/** Signing in through the front door: right, wrong, locked, resumed, taken over, and gone. */
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { agentOf, createWorld, until } from '#tests/gateway/support/world'

test('the right password gives the session, a token and SIP credentials', async () => {
  const world = await createWorld()
  const desk = await world.desk()
  const answer = await desk.signIn('SARA', 'right horse')
  expect(answer).toMatchObject({
    ok: true,
    value: {
      session: { agentId: 'user-sara', role: 'agent', extension: '1001', practice: true },
      sip: { authorizationUser: '1001', password: 'sip-secret-1' },
    },
  })
  await until(() => world.pbx.asked.includes('signIn 1001'))
})

test('a wrong password and an unknown user are answered alike, and neither is logged or stored', async () => {
  const world = await createWorld()
  const desk = await world.desk()
  const wrong = await desk.signIn('sara', 'wrong-secret')
  expect(wrong).toEqual(await desk.signIn('nobody', 'wrong-secret'))
  expect(wrong).toMatchObject({ ok: false, failure: { code: 'wrong-password' } })
  const { token } = await world.sara()
  for (const secret of ['wrong-secret', 'right horse', 'sip-secret', token]) {
    expect(world.logged()).not.toContain(secret)
    expect(await readFile(world.storePath, 'latin1')).not.toContain(secret)
    expect(await readFile(`${world.storePath}-wal`, 'latin1')).not.toContain(secret)
  }
})

test('five wrong passwords lock the name, even for the right one, until the time is over', async () => {
  const world = await createWorld()
  const desk = await world.desk()
  const tries = await Promise.all([1, 2, 3, 4, 5].map(() => desk.signIn('sara', 'wrong')))
  expect(tries.map((each) => (each.ok ? 'in' : each.failure.code))).toEqual(Array(5).fill('wrong-password'))
  const locked = await desk.signIn('sara', 'right horse')
  expect(locked).toMatchObject({ ok: false, failure: { code: 'too-many-attempts', retryAfterMs: 60_000 } })
  expect(await desk.signIn('omid', 'battery staple')).toMatchObject({ ok: true })
  world.clock.advance(59_999)
  expect(await desk.signIn('sara', 'right horse')).toMatchObject({ failure: { retryAfterMs: 1 } })
  world.clock.advance(1)
  expect(await desk.signIn('sara', 'right horse')).toMatchObject({ ok: true })
})

test('nothing but sign-in answers without a session', async () => {
  const world = await createWorld()
  const desk = await world.desk()
  expect(await desk.client.session.signOut(null)).toMatchObject({ failure: { code: 'signed-out' } })
  desk.watch()
  await until(() => desk.messages.length > 0)
  expect(desk.messages).toEqual([{ kind: 'ended', failure: expect.objectContaining({ code: 'signed-out' }) }])
  expect(await desk.resume('x'.repeat(43))).toMatchObject({ failure: { code: 'signed-out' } })
})

test('a second desk takes the seat: the first is told, and the status stays', async () => {
  const world = await createWorld()
  const first = await world.sara()
  const second = await world.sara()
  await until(() => first.messages.at(-1)?.kind === 'ended')
  expect(first.messages.at(-1)).toMatchObject({ failure: { code: 'signed-in-elsewhere' } })
  expect(await first.client.session.signOut(null)).toMatchObject({ failure: { code: 'signed-out' } })
  expect(await first.resume(first.token)).toMatchObject({ failure: { code: 'signed-in-elsewhere' } })
  expect(agentOf(second).status.kind).toBe('available')
  await first.close()
  world.clock.advance(120_000)
  await until(() => second.messages.at(-1)?.kind === 'pulse')
  expect(agentOf(second).status.kind).toBe('available')
})

test('a resumed session keeps its SIP credentials, so that a call in progress is not cut', async () => {
  const world = await createWorld()
  const desk = await world.sara()
  await desk.close()
  const again = await world.desk()
  const resumed = await again.resume(desk.token)
  expect(resumed).toMatchObject({ ok: true, value: { sip: { password: 'sip-secret-1' } } })
})

test('a desk away for the grace is shown offline and paused, and returns to what was chosen', async () => {
  const world = await createWorld()
  const omid = await world.desk()
  await omid.signIn('omid', 'battery staple')
  omid.watch()
  const desk = await world.sara()
  await until(() => world.pbx.asked.includes('signIn 1001'))
  await until(() => {
    world.tick()
    return agentOf(omid).status.kind === 'available'
  })
  await desk.close()
  world.clock.advance(59_000)
  expect(world.pbx.asked).not.toContain('pause 1001 offline')
  await until(() => {
    world.clock.advance(1000)
    return agentOf(omid).status.kind === 'offline'
  })
  await until(() => world.pbx.asked.includes('pause 1001 offline'))
  const again = await world.desk()
  expect(await again.resume(desk.token)).toMatchObject({ ok: true })
  world.tick()
  await until(() => agentOf(omid).status.kind === 'available')
  await until(() => world.pbx.asked.at(-1) === 'unpause 1001')
})

test('signing out takes the extension out of its queues', async () => {
  const world = await createWorld()
  const desk = await world.sara()
  await until(() => world.pbx.asked.includes('signIn 1001'))
  expect(await desk.client.session.signOut(null)).toEqual({ ok: true, value: null })
  await until(() => world.pbx.asked.includes('signOut 1001'))
  await until(() => desk.messages.at(-1)?.kind === 'ended')
  expect(await desk.resume(desk.token)).toMatchObject({ failure: { code: 'signed-out' } })
})

test('a site can have people start not ready', async () => {
  const world = await createWorld({ statusAtSignIn: 'notReady' })
  const desk = await world.sara()
  expect(agentOf(desk).status).toMatchObject({ kind: 'notReady', reasonId: 'meeting' })
  await until(() => world.pbx.asked.includes('signIn 1001 meeting'))
})
