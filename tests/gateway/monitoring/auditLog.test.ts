/** The log on disk: sealed entry by entry, only ever added to, and found out where somebody changed it. */
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { AuditPage } from '#contract/audit'
import type { Answer } from '#contract/failure'
import type { MonitorId } from '#contract/ids'
import {
  a,
  createMonitorWorld,
  kinds,
  lale,
  type MonitorWorld,
  omid,
  refused,
  sara,
} from '#tests/gateway/monitoring/support/monitorWorld'
import { support } from '#tests/gateway/support/floorOf'
import { newCommandId, type TestDesk } from '#tests/gateway/support/testDesk'
import { answeredCall, until } from '#tests/gateway/support/world'

const read = (desk: TestDesk, beforeSerial: number | null = null, limit = 200): Promise<Answer<AuditPage>> =>
  desk.client.monitor.readAudit({ commandId: newCommandId(), beforeSerial, limit })

async function pageOf(desk: TestDesk, beforeSerial: number | null = null, limit = 200): Promise<AuditPage> {
  const answer = await read(desk, beforeSerial, limit)
  if (!answer.ok) throw new Error(answer.failure.code)
  return answer.value
}

/** Some entries: a session with a change of mode, and its end. */
async function withEntries(): Promise<MonitorWorld> {
  const world = await createMonitorWorld()
  world.pbx.tell(...answeredCall('a'))
  const id = await world.started()
  await world.steer(id, 'whisper')
  await world.stop(id)
  return world
}

/** As somebody with the file in their hands could, who takes the triggers away first. */
function meddle(world: MonitorWorld, ...statements: readonly string[]): void {
  const database = new Database(world.storePath)
  database.exec('DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_shortened')
  for (const statement of statements) database.exec(statement)
  database.close()
}

test('it is read newest first, page by page, and says that it is whole', async () => {
  const world = await withEntries()
  const page = await pageOf(world.desk1, null, 3)
  expect(page).toMatchObject({ whole: true, brokenAt: null })
  expect(kinds(page.entries)).toEqual(['ended stopped', 'mode whisper', 'heard listen'])
  const rest = await pageOf(world.desk1, page.entries.at(-1)?.serial ?? null)
  expect(kinds(rest.entries)).toEqual(['started listen agent'])
})

test('the database refuses to change or remove an entry', async () => {
  const world = await withEntries()
  const database = new Database(world.storePath)
  expect(() => database.exec("UPDATE audit SET detail = 'nothing' WHERE serial = 2")).toThrow(/only added to/)
  expect(() => database.exec('DELETE FROM audit')).toThrow(/only added to/)
  database.close()
  expect(world.audit()).toHaveLength(4)
})

const meddlings = [
  ['a changed word', "UPDATE audit SET by_name = 'Sara' WHERE serial = 2", 2],
  [
    'a changed seal',
    "UPDATE audit SET seal = '0' || substr(seal, 2) WHERE serial = 3 AND seal NOT LIKE '0%'",
    3,
  ],
  ['an entry taken out', 'DELETE FROM audit WHERE serial = 3', 3],
  ['the last entries cut off', 'DELETE FROM audit WHERE serial >= 4', 4],
  ['the first entry taken out', 'DELETE FROM audit WHERE serial = 1', 1],
] as const
for (const [what, statement, brokenAt] of meddlings) {
  test(`${what} is found, with the first entry that does not fit`, async () => {
    const world = await withEntries()
    meddle(world, statement)
    if (what === 'a changed seal') meddleAnyway(world)
    expect(await pageOf(world.desk1)).toMatchObject({ whole: false, brokenAt })
  })
}

/** One seal in sixteen begins with the digit the statement writes. */
function meddleAnyway(world: MonitorWorld): void {
  const database = new Database(world.storePath)
  database.exec("UPDATE audit SET seal = '1' || substr(seal, 2) WHERE serial = 3 AND seal LIKE '00%'")
  database.close()
}

test('a whole chain made anew does not end as the gateway’s own', async () => {
  const world = await withEntries()
  const [first] = world.audit()
  meddle(world, 'DELETE FROM audit WHERE serial > 1')
  const database = new Database(world.storePath)
  const { createAuditLog } = await import('#gateway/store/auditLog')
  const forged = createAuditLog(database)
  for (let count = 0; count < 3; count += 1) {
    if (first === undefined) throw new Error('no entry')
    const { serial: _, seal: __, ...fact } = first
    forged.append({ ...fact, detail: 'never happened' })
  }
  database.close()
  expect(await pageOf(world.desk1)).toMatchObject({ whole: false })
})

test('a supervisor reads of their own teams, an agent nothing, an admin all', async () => {
  const world = await withEntries()
  const desk = await world.signIn('lale')
  await desk.client.monitor.start({
    commandId: newCommandId(),
    target: { kind: 'agent', agentId: sara },
    mode: 'listen',
    why: null,
  })
  expect((await pageOf(desk)).entries.map(({ byId }) => byId)).toEqual([lale])
  const own = await pageOf(world.desk1)
  expect(own.entries.map(({ byId }) => byId)).toEqual([lale, omid, omid, omid, omid])
  expect((await pageOf(await world.signIn('ava'))).entries).toHaveLength(5)
  expect(await read(world.saraDesk)).toMatchObject(refused('forbidden'))
})

test('what supervisors do to the floor is in it, once for a command sent twice', async () => {
  const world = await createMonitorWorld()
  world.pbx.tell(...answeredCall('a').slice(0, 2))
  const command = { commandId: newCommandId(), callId: a, priority: 9 }
  await world.desk1.client.floor.prioritise(command)
  await world.desk1.client.floor.prioritise(command)
  await world.saraDesk.client.floor.dial({ commandId: newCommandId(), agentId: sara, number: '123' })
  expect(world.audit()).toMatchObject([
    { kind: 'floor', byId: omid, callId: a, detail: 'floor.prioritise {"priority":9}' },
  ])
})

test('a spy no session explains is in the log of both kinds and on every supervisor’s board, until it is over', async () => {
  const world = await createMonitorWorld()
  const spies = {
    kind: 'strangerSpies',
    spy: 'PJSIP/boss-00000042',
    extension: '1001',
    isOver: false,
  } as const
  world.pbx.tell(spies)
  world.tick()
  await until(() => world.desk1.centre?.strangers.length === 1)
  expect(world.desk1.centre?.strangers).toMatchObject([{ spy: 'PJSIP/boss-00000042', agentId: sara }])
  expect(world.saraDesk.centre?.strangers).toEqual([])
  expect(world.logged()).toContain('somebody listens on the switch')
  expect(world.audit()).toMatchObject([
    { kind: 'stranger', byId: null, agentId: sara, detail: 'listens PJSIP/boss-00000042' },
  ])
  world.pbx.tell({ ...spies, isOver: true })
  world.tick()
  await until(() => world.desk1.centre?.strangers.length === 0)
})

test('it goes on after a restart: sessions cut off are ended in it, and their legs closed', async () => {
  const world = await createMonitorWorld()
  world.pbx.tell(...answeredCall('a'))
  await world.started()
  // As after a power cut: the end was never written.
  meddle(world, "UPDATE audit SET kind = 'heard' WHERE kind = 'ended'")
  const before = world.audit()
  const again = await world.restart()
  const after = kindsOf(again.storePath)
  expect(after).toHaveLength(before.length + 1)
  expect(after.at(-1)).toMatch(/^ended/)
})

const kindsOf = (storePath: string): string[] => {
  const database = new Database(storePath, { readonly: true })
  const rows = database
    .prepare<[], { kind: string; detail: string }>('SELECT kind, detail FROM audit ORDER BY serial')
    .all()
  database.close()
  return rows.map(({ kind, detail }) => `${kind} ${detail}`)
}

test('a leg that nobody here asked for is closed', async () => {
  const world = await createMonitorWorld()
  world.net.tellLeg('monitor-of-before' as MonitorId, { kind: 'waiting' })
  await until(() => world.pbx.asked.includes('monitorClose monitor-of-before'))
  expect(support).toBe('support')
})
