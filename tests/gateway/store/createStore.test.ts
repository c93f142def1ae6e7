/** What a restart keeps, and what a broken file costs. */
import { readdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { createGateway } from '#gateway/createGateway'
import { support } from '#tests/gateway/support/floorOf'
import { newCommandId } from '#tests/gateway/support/testDesk'
import { agentOf, answeredCall, createWorld, hangUp, people, until } from '#tests/gateway/support/world'

const lunch = { kind: 'break', reasonId: 'lunch' } as const

test('status, next status, a running wrap-up and the numbers of today survive a restart', async () => {
  const world = await createWorld()
  const desk = await world.sara()
  world.pbx.tell(...answeredCall('a'), hangUp('a'))
  world.tick()
  await until(() => agentOf(desk).activity.kind === 'wrapUp')
  await desk.client.status.choose({ commandId: newCommandId(), status: lunch })
  world.tick()
  await until(() => agentOf(desk).nextStatus !== null)
  const before = agentOf(desk)

  const next = await world.restart()
  const again = await next.sara()
  const { phone: _, ...after } = agentOf(again)
  expect(before).toMatchObject(after)
  const support = again.centre?.queues.find((queue) => queue.id === 'support')
  expect(support?.today).toMatchObject({ offered: 1, handled: 1 })
  await until(() => next.pbx.asked.some((each) => each.endsWith('1001 lunch')))
  next.clock.advance(20_000)
  next.tick()
  await until(() => agentOf(again).activity.kind === 'idle')
  expect(agentOf(again)).toMatchObject({ status: lunch, nextStatus: null, today: { wrappedUp: 1 } })
})

test('the last half hour survives a restart, and what has grown old meanwhile does not', async () => {
  const world = await createWorld()
  world.pbx.tell(...answeredCall('a'), hangUp('a'))
  world.tick()
  world.clock.advance(1000)
  const next = await world.restart()
  const recentOf = (each: typeof world) => each.gateway.floor.queues.get(support)?.recent
  await until(() => recentOf(next) !== undefined)
  expect(recentOf(next)).toEqual(recentOf(world))
  expect(recentOf(next)).toMatchObject({ handled: 1 })
  next.clock.step(31 * 60 * 1000)
  const last = await next.restart()
  await until(() => last.gateway.floor.queues.has(support))
  expect(last.gateway.floor.queues.get(support)).toMatchObject({ today: { handled: 1 } })
  expect(recentOf(last)).toBeUndefined()
})

test('a PBX that was started anew keeps silent for a wrap-up it does not know', async () => {
  const world = await createWorld()
  await world.sara()
  world.pbx.tell(...answeredCall('a'), hangUp('a'))
  world.clock.advance(1000)
  const next = await world.restart()
  await until(() => next.pbx.asked.includes('pause 1001 wrap-up'))
})

test('a token of before the restart is of no use; signing in anew finds everything as it was', async () => {
  const world = await createWorld()
  const desk = await world.sara()
  await desk.client.status.choose({ commandId: newCommandId(), status: lunch })
  const next = await world.restart()
  const again = await next.desk()
  expect(await again.resume(desk.token)).toMatchObject({ ok: false, failure: { code: 'signed-out' } })
  expect(agentOf(await next.sara()).status.kind).toBe('break')
})

test('a desk that does not come back after a restart is shown offline after its grace', async () => {
  const world = await createWorld()
  await world.sara()
  const next = await world.restart()
  const omid = await next.desk()
  await omid.signIn('omid', 'battery staple')
  omid.watch()
  await until(() => omid.centre !== null)
  expect(agentOf(omid).status.kind).toBe('available')
  next.clock.advance(60_000)
  await until(() => {
    next.tick()
    return agentOf(omid).status.kind === 'offline'
  })
})

test("yesterday's numbers are not today's", async () => {
  const world = await createWorld()
  const desk = await world.sara()
  world.pbx.tell(...answeredCall('a'), hangUp('a'))
  world.tick()
  await until(() => agentOf(desk).today.handled === 1)
  await desk.close()
  world.clock.step(24 * 60 * 60 * 1000)
  const next = await world.restart()
  expect(agentOf(await next.sara()).today.handled).toBe(0)
})

test('a broken file is set aside and people can sign in all the same', async () => {
  const world = await createWorld()
  await world.gateway.close()
  await writeFile(world.storePath, 'this is not a database, and never was one. '.repeat(500))
  const next = await world.restart()
  expect(agentOf(await next.sara()).status.kind).toBe('available')
  const files = await readdir(dirname(world.storePath))
  expect(files.filter((name) => /^gateway\.db\.broken-2026-11-23T/.test(name))).not.toEqual([])
  expect(next.logged()).toContain('set aside and started anew')
})

test('a store from a newer version is left alone and the start refused', async () => {
  const world = await createWorld()
  await world.gateway.close()
  const database = new Database(world.storePath)
  database.pragma('user_version = 99')
  database.close()
  await expect(world.restart()).rejects.toThrow('newer version')
  const reopened = new Database(world.storePath)
  expect(reopened.pragma('user_version', { simple: true })).toBe(99)
  reopened.close()
})

test('a disk that refuses keeps the agent working and answers a record as not kept', async () => {
  const world = await createWorld()
  const desk = await world.sara()
  world.pbx.tell(...answeredCall('a'), hangUp('a'))
  world.tick()
  await until(() => agentOf(desk).activity.kind === 'wrapUp')
  // Another program holds the file: every write is refused until it lets go.
  const blocker = new Database(world.storePath)
  blocker.exec('DROP TABLE wrap_up_records')
  blocker.close()
  const record = {
    commandId: newCommandId(),
    callId: 'a',
    queueId: null,
    personId: null,
    dispositionId: null,
    note: 'kept by the desk',
    followUpOn: null,
    writtenAtMs: 1,
  }
  const answer = await desk.client.wrapUp.finish(record as Parameters<typeof desk.client.wrapUp.finish>[0])
  expect(answer).toMatchObject({ ok: false, failure: { code: 'cache-unwritable' } })
  world.tick()
  await until(() => agentOf(desk).activity.kind === 'idle')
})

test('two people with one extension are refused before anything is written', async () => {
  const world = await createWorld()
  const twins = people.map((person) => ({ ...person, extension: '1001' }))
  await world.gateway.close()
  await expect(createWorld({ people: twins })).rejects.toMatchObject({
    failure: { code: 'invalid', subject: '1001' },
  })
  expect(createGateway).toBeTypeOf('function')
})
