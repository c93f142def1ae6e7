/** Alerts and the wallboard's lines on a real desk: for whom they are made, how often, and that they end. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type DeskRoom,
  idleAgent,
  openDeskRoom,
  sales,
  session,
  settle,
  signIn,
  startMs,
  waitingCall,
} from '#tests/renderer/state/deskRoom'
import { createFakeMain, signedOutDesk } from '#tests/renderer/state/fakeMain'

let room: DeskRoom

beforeEach(async () => {
  room = await openDeskRoom()
})

afterEach(() => room.close())

const supervised = { ...signedOutDesk, session: { ...session, role: 'supervisor' as const } }
const help = { reason: 'Angry', sinceMs: startMs }

async function supervise(): Promise<void> {
  await signIn(room)
  room.main.desk.put(supervised)
  await room.until('a supervisor', (model) => model.desk?.session?.role === 'supervisor')
}

const ids = () => room.model.alerts.list.map(({ id }) => id)

test('an agent is alerted to nothing, and their desk counts no seconds for it', async () => {
  await signIn(room)
  const timers = room.clock.pending
  await room.change({ kind: 'agent', agent: { ...idleAgent, help } })
  room.clock.advance(5000)
  expect(room.model.alerts.list).toEqual([])
  expect(room.model.wallboard.atMs).toEqual([])
  expect(room.clock.pending).toBeLessThanOrEqual(timers)
})

test('a supervisor is told within a second, once, and of each change of the floor at most once a second', async () => {
  await supervise()
  let told = 0
  const stop = room.desk.store.subscribe((model, before) => {
    if (model.alerts !== before.alerts) told += 1
  })
  for (let count = 0; count < 5; count += 1) {
    await room.change({ kind: 'agent', agent: { ...idleAgent, help: { ...help, reason: `${count}` } } })
  }
  room.clock.advance(1000)
  expect(ids()).toEqual(['help:agent-1'])
  expect(room.model.alerts.list[0]?.text).toBe('4')
  expect(room.model.alerts.news).toMatchObject({ serial: 1, alerts: [{ id: 'help:agent-1' }] })
  expect(told).toBeLessThanOrEqual(2)
  const { alerts } = room.model
  room.clock.advance(10_000)
  expect(room.model.alerts).toBe(alerts)
  stop()
})

test('a muted alert stands and is no news until its minutes are over', async () => {
  await supervise()
  await room.change({ kind: 'agent', agent: { ...idleAgent, help } })
  room.clock.advance(1000)
  room.desk.actions.muteAlert('help:agent-1', 5)
  await room.change({ kind: 'agent', agent: idleAgent })
  room.clock.advance(1000)
  await room.change({ kind: 'agent', agent: { ...idleAgent, help } })
  room.clock.advance(1000)
  expect(ids()).toEqual(['help:agent-1'])
  expect(room.model.alerts.news.serial).toBe(1)
  room.clock.advance(5 * 60_000)
  expect(room.model.alerts.mutedUntilMs).toEqual({})
  await room.change({ kind: 'agent', agent: idleAgent })
  room.clock.advance(1000)
  await room.change({ kind: 'agent', agent: { ...idleAgent, help } })
  room.clock.advance(1000)
  expect(room.model.alerts.news.serial).toBe(2)
})

test('a lost gateway is told of, though nothing more is heard of the floor', async () => {
  await supervise()
  const away = { ...signedOutDesk.gateway, kind: 'disconnected' as const, sinceMs: startMs }
  room.main.desk.put({ ...supervised, gateway: away })
  await room.until('the loss', (model) => model.desk?.gateway.kind === 'disconnected')
  room.clock.advance(3000)
  expect(ids()).toEqual(['link:gateway'])
})

test('with the supervisor go the alerts, the lines and every timer of theirs', async () => {
  await supervise()
  await room.change({ kind: 'agent', agent: { ...idleAgent, help } })
  room.clock.advance(16_000)
  expect(ids()).toEqual(['help:agent-1'])
  expect(room.model.wallboard.atMs).toHaveLength(2)
  room.main.desk.put(signedOutDesk)
  await room.until('signed out', (model) => model.desk?.session === null)
  expect(room.model.alerts.list).toEqual([])
  expect(room.model.wallboard.atMs).toEqual([])
  const { alerts, wallboard } = room.model
  room.clock.advance(60_000)
  expect(room.model.alerts).toBe(alerts)
  expect(room.model.wallboard).toBe(wallboard)
})

test('what the wallboard draws is collected from sign-in on, with a gap while a link is lost', async () => {
  await supervise()
  await room.change({ kind: 'call', call: waitingCall })
  room.clock.advance(15_000)
  const gateway = { ...signedOutDesk.gateway, kind: 'disconnected' as const }
  room.main.desk.put({ ...supervised, gateway })
  await room.until('the loss', (model) => model.desk?.gateway.kind === 'disconnected')
  room.clock.advance(15_000)
  room.main.desk.put(supervised)
  await room.until('back', (model) => model.desk?.gateway.kind === 'connected')
  room.clock.advance(15_000)
  expect(room.model.wallboard.queues.get(sales.id)?.waiting).toEqual([0, 1, null, 1])
})

test('the window of a big screen asks for no phone and collects its lines for anybody', async () => {
  const main = createFakeMain()
  const wall = await openDeskRoom(main, true)
  main.desk.put({ ...signedOutDesk, session })
  await wall.until('signed in', (model) => model.desk?.session !== null)
  const centre = room.model.centre ?? { agents: [idleAgent], queues: [sales], calls: [] }
  main.live.put({
    kind: 'snapshot',
    position: { epoch: 'e', seq: 0 },
    atMs: wall.clock.nowMs(),
    centre: {
      ...{ monitors: [], messages: [], strangers: [], pauseReasons: [], pbx: signedOutDesk.gateway },
      ...centre,
    },
  })
  await wall.until('the floor', (model) => model.centre !== null)
  for (let turn = 0; turn < 10; turn += 1) await settle()
  expect(main.seat.readers).toBe(0)
  expect(wall.phone.credentials).toEqual([])
  expect(wall.model.wallboard.atMs).toHaveLength(1)
  await wall.close()
  expect(wall.clock.pending).toBe(0)
})
