/**
 * Every act of the contract over the real wire, at a real gateway on the practice centre, tried by those who may not:
 * an agent, a supervisor of another team, somebody with a made-up session, sent twice, and after sign-out.
 */
import { describe, expect, test } from 'vitest'
import { actNames } from '#contract/acts'
import type { AuditEntry } from '#contract/audit'
import type { Answer } from '#contract/failure'
import { MonitorId } from '#contract/ids'
import type { MonitorOpened } from '#contract/monitor'
import { newCommandId, type TestDesk } from '#tests/gateway/support/testDesk'
import { until } from '#tests/gateway/support/world'
import {
  all,
  ask,
  connect,
  countEntries,
  entriesAfter,
  expectWhole,
  failureOf,
  gateway,
  lale,
  look,
  type Named,
  omid,
  open,
  reza,
  room,
  sara,
  set,
  signIn,
  stateOf,
  support,
  toValue,
} from '#tests/scenario/support/supervisedFloor'
import { callerOf } from '#tests/simulator/support/monitorRoom'

/** For oneself: whoever is signed in may, and it concerns nobody else. */
const own: readonly Named[] = ['help.ask', 'breaks.ask', 'breaks.withdraw', 'reach.prove']
/** On a session of one's own. */
const steering: readonly Named[] = [
  'monitor.steer',
  'monitor.aim',
  'monitor.takeOver',
  'monitor.confirm',
  'monitor.handBack',
  'monitor.stop',
]
/** Refused without an entry: an agent's own doings, which are in the record of commands. */
const unaudited: readonly Named[] = ['messages.putAside', 'messages.handOver']

test('every act of the contract is tried here', () => {
  expect([...all].sort()).toEqual(actNames.map(({ group, name }) => `${group}.${name}`).sort())
})

describe.each([
  ['reza', reza, 'an agent'],
  ['lale', lale, 'a supervisor of another team'],
] as const)('%s', (user, byId, who) => {
  test(`${who}, is refused whatever concerns Sara, it is recorded, and nothing happens`, async () => {
    const { scene } = await set()
    const desk = await signIn(user)
    const before = look()
    for (const name of all.filter((each) => !own.includes(each))) {
      // Every supervisor may read of their own teams.
      if (name === 'monitor.readAudit' && user === 'lale') continue
      const count = countEntries()
      const code = failureOf(await ask(desk, name, scene))
      // Somebody else's session, and a card that is not one's own, are not even there.
      const isHidden = name === 'messages.putAside' || (user === 'lale' && steering.includes(name))
      expect(code, name).toBe(isHidden ? 'not-found' : 'forbidden')
      const entries = entriesAfter(count).map(({ kind, byId: by, detail }) => ({ kind, by, detail }))
      const entry = { kind: 'refused', by: byId, detail: `${name} ${code}` }
      expect(entries, name).toEqual(unaudited.includes(name) ? [] : [entry])
    }
    expect(look()).toEqual(before)
    expect(stateOf(scene.monitor)?.kind).toBe('hearing')
    await expectWhole()
  })
})

test('a supervisor of another team reads nothing of this one in the log', async () => {
  const { omids, scene } = await set()
  const read = async (desk: TestDesk) =>
    (toValue(await ask(desk, 'monitor.readAudit', scene)) as { entries: AuditEntry[] }).entries
  expect((await read(omids)).map(({ kind }) => kind)).toContain('heard')
  expect(await read(await signIn('lale'))).toEqual([])
})

test('a made-up session is not there for anybody, not even for who leads the team; it is recorded', async () => {
  const { omids, scene } = await set()
  const before = look()
  const made = [
    { ...scene, monitor: { ...scene.monitor, monitorId: MonitorId.parse('forged') } },
    // What belongs in the header of one INVITE opens nothing here.
    { ...scene, monitor: { ...scene.monitor, monitorId: MonitorId.parse(scene.monitor.token.slice(0, 36)) } },
  ]
  for (const forged of made) {
    for (const name of steering) {
      const count = countEntries()
      expect(failureOf(await ask(omids, name, forged)), name).toBe('not-found')
      expect(entriesAfter(count), name).toMatchObject([
        { kind: 'refused', byId: omid, monitorId: forged.monitor.monitorId, detail: `${name} not-found` },
      ])
    }
  }
  expect(look()).toEqual(before)
})

test('a made-up sign-in, and the token of a session’s leg, sign nobody in', async () => {
  const { scene } = await set()
  const desk = await connect()
  for (const token of [scene.monitor.token, 'x'.repeat(43)]) {
    expect(await desk.resume(token)).toMatchObject({ ok: false })
    expect(failureOf(await ask(desk, 'monitor.stop', scene))).toBe('signed-out')
  }
  expect(stateOf(scene.monitor)?.kind).toBe('hearing')
})

test('the token of a leg is told once, to the desk that asked, and to nobody who sends its command again', async () => {
  const { omids, scene } = await set()
  const commandId = newCommandId()
  const first = toValue(await ask(omids, 'monitor.start', scene, commandId)) as MonitorOpened
  await until(() => room.phones.monitorRinging(first.token) !== null)
  const legs = room.phones.orders.length
  expect(failureOf(await ask(omids, 'monitor.start', scene, commandId))).toBe('invalid')
  const desk = await signIn('lale')
  expect(failureOf(await ask(desk, 'monitor.start', scene, commandId))).toBe('forbidden')
  expect(room.phones.orders).toHaveLength(legs)
  expect(gateway.floor.monitors.size).toBe(2)
  expect(JSON.stringify(entriesAfter(0))).not.toContain(first.token)
})

/** Those of the acts that Omid may do now; what each needs to be possible is not of interest here. */
const possible: readonly Named[] = [
  'floor.moveToQueue',
  'floor.prioritise',
  'floor.pauseInQueue',
  'floor.removeFromQueue',
  'floor.park',
  'floor.hangUp',
  'monitor.steer',
  'monitor.aim',
  'monitor.stop',
  'people.setStatus',
  'people.signOut',
  'help.clear',
  'breaks.decide',
  'messages.send',
]

test.each(possible)(
  '%s is carried out once, however often it is sent, and is no key for others',
  async (name) => {
    const { omids, scene } = await set()
    const commandId = newCommandId()
    const first = await ask(omids, name, scene, commandId)
    expect(failureOf(first)).toBe('done')
    await settled()
    const [after, count] = [look([sara]), countEntries()]
    expect(await ask(omids, name, scene, commandId)).toEqual(first)
    await settled()
    expect(look([sara])).toEqual(after)
    expect(countEntries()).toBe(count)
    const reused = name === 'help.clear' ? 'people.signOut' : 'help.clear'
    expect(failureOf(await ask(omids, reused, scene, commandId))).toBe('invalid')
    const stolen = await ask(await signIn('lale'), name, scene, commandId)
    expect(['forbidden', 'not-found']).toContain(failureOf(stolen))
    expect(entriesAfter(count)).toMatchObject([
      { kind: 'refused', byId: omid, detail: `${reused} invalid` },
      { kind: 'refused', byId: lale, detail: `${name} ${failureOf(stolen)}` },
    ])
  },
)

test('a take-over that is sent twice at once takes the caller over once', async () => {
  const { omids, scene } = await set()
  const commandId = newCommandId()
  const both = [1, 2].map(() => ask(omids, 'monitor.takeOver', scene, commandId))
  await until(() => gateway.floor.agents.get(omid)?.activity.kind === 'talking')
  expect(failureOf(await ask(omids, 'monitor.confirm', scene))).toBe('done')
  expect((await Promise.all(both)).map(failureOf)).toEqual(['done', 'done'])
  expect(failureOf(await ask(omids, 'monitor.takeOver', scene, commandId))).toBe('done')
  expect(entriesAfter(0).filter(({ kind }) => kind === 'took-over')).toHaveLength(1)
  expect(room.heardOutside(scene.talk)).toEqual(['supervisor'])
})

/** Lets what follows from a step be done and told: on a clock that stands still it takes turns, not time. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

test('after sign-out every act is refused and recorded under the name of who was there', async () => {
  const { omids, scene } = await set()
  toValue(await omids.client.session.signOut(null))
  await until(() => gateway.floor.monitors.get(scene.monitor.monitorId)?.state.kind !== 'hearing')
  await settled()
  const before = look([sara])
  for (const name of all) {
    const count = countEntries()
    expect(failureOf(await ask(omids, name, scene)), name).toBe('signed-out')
    expect(entriesAfter(count), name).toMatchObject([
      { kind: 'refused', byId: omid, detail: `${name} signed-out` },
    ])
  }
  expect(look([sara])).toEqual(before)
  await expectWhole()
})

test('who signs out leaves no ear behind', async () => {
  const { omids, scene } = await set()
  const heard = () => room.heardOutside(scene.talk)
  toValue((await ask(omids, 'monitor.steer', scene)) as Answer<null>)
  expect(heard()).toContain('supervisor')
  toValue(await omids.client.session.signOut(null))
  await until(() => !(heard() ?? []).includes('supervisor'))
  expect(entriesAfter(0).at(-1)).toMatchObject({ kind: 'ended', byId: omid })
})

test('before sign-in nothing is to be had, and nobody is named for it', async () => {
  const { scene } = await set()
  const desk = await connect()
  const [before, count] = [look(), countEntries()]
  for (const name of all) expect(failureOf(await ask(desk, name, scene)), name).toBe('signed-out')
  expect(look()).toEqual(before)
  expect(countEntries()).toBe(count)
})

test('who may only listen cannot be heard: whisper, barge and take-over are refused and recorded', async () => {
  const { omids, scene } = await set({ monitorRights: new Map([[omid, 'listen']]) })
  const before = look()
  for (const [name, mode] of [
    ['monitor.steer', 'whisper'],
    ['monitor.steer', 'barge'],
    ['monitor.takeOver', null],
  ] as const) {
    const count = countEntries()
    const command = { commandId: newCommandId(), monitorId: scene.monitor.monitorId }
    const { monitor } = omids.client
    const answer =
      mode === null
        ? await monitor.takeOver({ ...command, why: null })
        : await monitor.steer({ ...command, mode })
    expect(failureOf(answer)).toBe('forbidden')
    expect(entriesAfter(count)).toMatchObject([{ kind: 'refused', detail: `${name} forbidden` }])
  }
  const target = { kind: 'agent', agentId: sara } as const
  for (const mode of ['whisper', 'barge'] as const) {
    const command = { commandId: newCommandId(), target, mode, why: null }
    expect(failureOf(await omids.client.monitor.start(command)), mode).toBe('forbidden')
  }
  expect(look()).toEqual(before)
  expect(room.heardOutside(scene.talk)).toEqual(['agent'])
})

test('a queue whose calls are not monitored is not, whoever asks and however it is aimed', async () => {
  await open({ queueRules: new Map([[support, { monitoring: false, tellsAgent: true }]]) })
  const [, omids] = [await signIn('sara'), await signIn('omid')]
  const talk = room.centre.callIn(callerOf('support'))
  await until(() => {
    room.clock.advance(100)
    return room.phones.ringingAt('1001') !== null
  })
  room.phones.answer('1001')
  await until(() => gateway.floor.agents.get(sara)?.activity.kind === 'talking')
  for (const target of [
    { kind: 'call', callId: talk },
    { kind: 'queue', queueId: support },
  ] as const) {
    const command = { commandId: newCommandId(), target, mode: 'listen', why: null } as const
    expect(failureOf(await omids.client.monitor.start(command)), target.kind).toBe('forbidden')
  }
  // The agent may be followed, but not into a call of this queue.
  const command = {
    commandId: newCommandId(),
    target: { kind: 'agent', agentId: sara },
    mode: 'listen',
    why: null,
  } as const
  const opened = toValue(await omids.client.monitor.start(command))
  await until(() => room.phones.monitorRinging(opened.token) !== null)
  const leg = room.phones.answerMonitor(opened.token)
  await until(() => stateOf(opened)?.kind === 'waiting')
  await settled()
  expect(stateOf(opened)?.kind).toBe('waiting')
  expect(room.heardBy(leg)).toEqual([])
  expect(entriesAfter(0).filter(({ kind }) => kind === 'heard')).toEqual([])
})
