/** What is shown outside the page follows one's own row, and tells once for each change. */
import { expect, test } from 'vitest'
import type { Agent } from '#contract/agent'
import { emptyCentre, type LiveMessage } from '#contract/centre'
import { defaultSettings } from '#contract/settings'
import { idlePhone } from '#contract/shell'
import { createSignKeeper } from '#main/desk/deskSigns'
import { createListeners } from '#main/desk/listeners'
import { idleAgent } from '#tests/renderer/state/deskRoom'

const position = { epoch: 'e', seq: 1 }
const pbx = { kind: 'connected', sinceMs: 0, failure: null, roundTripMs: null } as const
const lunch = { id: 'lunch', kind: 'break', label: { en: 'Lunch' } } as const
const onBreak: Agent = { ...idleAgent, status: { kind: 'break', reasonId: 'lunch', sinceMs: 1 } }

function open() {
  const live: ((message: LiveMessage) => void)[] = []
  const changed = createListeners()
  const room = { session: null as null | { agentId: string }, unseenMissed: 0 }
  const keeper = createSignKeeper({
    link: {
      onLive(listener: (message: LiveMessage) => void) {
        live.push(listener)
        return () => void live.pop()
      },
      onChange: changed.on,
      get session() {
        return room.session as never
      },
    },
    history: {
      get state() {
        return { revision: 1, unseenMissed: room.unseenMissed }
      },
      onChange: changed.on,
    },
    settings: { current: defaultSettings, onChange: () => () => undefined },
    shell: { phone: idlePhone, onPhone: () => () => undefined },
  })
  let told = 0
  keeper.onChange(() => {
    told += 1
  })
  const tell = (message: LiveMessage): void => live[0]?.(message)
  const snapshot = (...agents: Agent[]): LiveMessage => ({
    kind: 'snapshot',
    position,
    atMs: 1,
    centre: { ...emptyCentre(pbx), agents, pauseReasons: [lunch] },
  })
  const delta = (agent: Agent): LiveMessage => ({
    kind: 'delta',
    position,
    atMs: 1,
    changes: [{ kind: 'agent', agent }],
  })
  return { keeper, room, changed, tell, snapshot, delta, count: () => told, live }
}

test('signed out one is offline, then as one’s own row says; others change nothing', () => {
  const { keeper, room, changed, tell, snapshot, delta, count } = open()
  tell(snapshot(idleAgent))
  expect(keeper.current).toMatchObject({ isSignedIn: false, presence: 'offline', pauseReasons: [lunch] })
  room.session = { agentId: idleAgent.id }
  changed.tell()
  expect(keeper.current).toMatchObject({ isSignedIn: true, presence: 'available' })
  const before = count()
  tell(delta({ ...onBreak, id: 'other' as Agent['id'] }))
  tell(delta(idleAgent))
  expect(count()).toBe(before)
  tell(delta(onBreak))
  expect(keeper.current.presence).toBe('break')
  room.unseenMissed = 2
  changed.tell()
  expect(keeper.current.unseenMissed).toBe(2)
  room.session = null
  changed.tell()
  expect(keeper.current.presence).toBe('offline')
})

test('a new snapshot counts more than what was told before it', () => {
  const { keeper, room, changed, tell, snapshot, delta } = open()
  room.session = { agentId: idleAgent.id }
  changed.tell()
  tell(snapshot(idleAgent))
  tell(delta(onBreak))
  tell(snapshot(idleAgent))
  expect(keeper.current.presence).toBe('available')
})

test('nothing listens once it is closed', () => {
  const { keeper, live } = open()
  keeper.close()
  expect(live).toEqual([])
})
