/** What a restart of the program would spoil: read from one's own row of the live model, and from the page's phone before it. */
import { expect, test } from 'vitest'
import type { Agent } from '#contract/agent'
import { emptyCentre, type LiveMessage } from '#contract/centre'
import { createListeners } from '#main/desk/listeners'
import { findHindrance } from '#main/updates/decideUpdate'
import { createDeskActivity } from '#main/updates/deskActivity'
import { idleAgent } from '#tests/renderer/state/deskRoom'

const position = { epoch: 'e', seq: 1 }
const pbx = { kind: 'connected', sinceMs: 0, failure: null, roundTripMs: null } as const

function open(me: Agent | null) {
  const live: ((message: LiveMessage) => void)[] = []
  const changes = createListeners()
  const seat = { isBusy: false }
  const activity = createDeskActivity(
    {
      onLive(listener: (message: LiveMessage) => void) {
        live.push(listener)
        return () => void live.pop()
      },
      onChange: changes.on,
      get session() {
        return me === null ? null : ({ agentId: me.id } as never)
      },
    },
    {
      get isBusy() {
        return seat.isBusy
      },
      onChange: changes.on,
    },
  )
  const agents = me === null ? [] : [me]
  live[0]?.({ kind: 'snapshot', position, atMs: 1, centre: { ...emptyCentre(pbx), agents } })
  return { activity, live, seat, changes }
}

const on = (kind: string): Agent => ({ ...idleAgent, activity: { kind, callId: 'c', sinceMs: 1 } as never })
const onBreak: Agent = { ...idleAgent, status: { kind: 'break', reasonId: 'lunch', sinceMs: 1 } }

test.each<[string, Agent | null, ReturnType<typeof findHindrance>]>([
  ['nobody is signed in', null, null],
  ['available in a queue', idleAgent, 'available'],
  ['available, and a member of no queue', { ...idleAgent, queueIds: [] }, null],
  ['on a break', onBreak, null],
  ['offline', { ...idleAgent, status: { kind: 'offline', sinceMs: 1 } }, null],
  ['ringing', on('ringing'), 'call'],
  ['dialling', on('dialling'), 'call'],
  ['talking', on('talking'), 'call'],
  ['with the caller on hold', on('held'), 'call'],
  ['in wrap-up', on('wrapUp'), 'wrap-up'],
  ['talking on a break', { ...on('talking'), status: onBreak.status }, 'call'],
])('%s', (_, me, hindrance) => {
  const { activity } = open(me)
  expect(findHindrance(activity.current)).toBe(hindrance)
})

test('the page’s phone is busy before the live model says so, also while nobody is known', () => {
  for (const me of [onBreak, null]) {
    const { activity, seat, changes } = open(me)
    expect(findHindrance(activity.current)).toBeNull()
    seat.isBusy = true
    changes.tell()
    expect(findHindrance(activity.current)).toBe('call')
  }
})

test('each change is told once, and nothing after the end', () => {
  const { activity, live, seat, changes } = open(onBreak)
  let told = 0
  activity.onChange(() => {
    told += 1
  })
  const delta = (agent: Agent): void =>
    live[0]?.({ kind: 'delta', position, atMs: 1, changes: [{ kind: 'agent', agent }] })
  delta(idleAgent)
  delta(idleAgent)
  expect(told).toBe(1)
  activity.close()
  expect(live).toEqual([])
  seat.isBusy = true
  changes.tell()
  expect(told).toBe(1)
})
