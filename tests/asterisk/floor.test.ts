/** What a supervisor does to the floor of a real Asterisk, over the wire, checked by Asterisk's own command line too. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Call } from '#contract/call'
import type { AgentId, QueueId } from '#contract/ids'
import { findDifferences } from '#tests/asterisk/support/agreement'
import { type LabAgent, type LabFloor, numberOf, openLabFloor } from '#tests/asterisk/support/labFloor'
import { bridgedWith, channelOf, lineOf, memberOf } from '#tests/asterisk/support/switchLines'
import { newCommandId, type TestDesk } from '#tests/gateway/support/testDesk'
import type { SipPhone } from '#tests/support/sip/sipPhone'

const done = { ok: true, value: null }
const [support, sales] = ['support' as QueueId, 'sales' as QueueId]
const soon = { timeout: 10_000, interval: 20 }
let floor: LabFloor
/** Extensions whose phones answer at once; others ring on. */
const answering = new Set<string>()

beforeAll(async () => {
  floor = await openLabFloor({ agents: 3, callers: 5, wrapUpSeconds: 0, ringSeconds: 15 })
  for (const { phone, extension } of floor.agents) {
    phone.onRing((leg) => {
      if (answering.has(extension)) leg.answer()
    })
  }
})

afterAll(async () => {
  await floor?.close()
})

const commands = () => floor.watcher.client.floor
const commandId = newCommandId
const line = (queue: string) => lineOf(floor.lab, queue)

function pick<T>(list: readonly T[], index: number): T {
  const each = list[index]
  if (each === undefined) throw new Error(`There is no number ${index}`)
  return each
}
const caller = (index: number): SipPhone => pick(floor.callers, index)
const seat = (index: number): LabAgent => pick(floor.agents, index)
const idOf = (index: number) => `user-${seat(index).user}` as AgentId

function agentOf(index: number) {
  const agent = floor.watcher.centre?.agents.find(({ id }) => id === idOf(index))
  if (agent === undefined) throw new Error('An agent is not on the floor')
  return agent
}

const find = (phone: SipPhone, desk: TestDesk = floor.watcher): Call | undefined =>
  desk.centre?.calls.find((call) => call.caller.number === phone.user)

function callOf(phone: SipPhone): Call {
  const call = find(phone)
  if (call === undefined) throw new Error(`${phone.user} has no call`)
  return call
}

/** `support 1`, `talking user-agent1001`, `alone`, `gone`: what the live model says of a caller. */
function placeOf(phone: SipPhone): string {
  const call = find(phone)
  if (call === undefined) return 'gone'
  if (call.state.kind !== 'waiting') return `${call.state.kind} ${call.state.agentId}`
  return call.queueId === null ? 'alone' : `${call.queueId} ${call.state.position}`
}

async function joins(phone: SipPhone, queue: keyof typeof numberOf, place: number): Promise<void> {
  phone.call(numberOf[queue])
  await expect.poll(() => placeOf(phone), soon).toBe(`${queue} ${place}`)
}

const lunch = { kind: 'break', reasonId: 'lunch' } as const
async function allChoose(status: typeof lunch | { readonly kind: 'available' }): Promise<void> {
  for (const { desk } of floor.agents) {
    expect(await desk.client.status.choose({ commandId: commandId(), status })).toMatchObject({ ok: true })
  }
}

test('pauses an agent in one queue alone, which outlives a break of the agent', async () => {
  await expect
    .poll(() => floor.watcher.centre?.agents.filter(({ phone }) => phone === 'registered').length, soon)
    .toBe(3)
  await expect.poll(() => memberOf(floor.lab, 'support', '1003'), soon).toContain('Not in use')
  const pause = (reasonId: string | null) =>
    commands().pauseInQueue({ commandId: commandId(), queueId: sales, agentId: idOf(0), reasonId })
  const pausesOf = () =>
    [support, sales].map(
      (id) =>
        floor.watcher.centre?.queues
          .find((queue) => queue.id === id)
          ?.members.find(({ agentId }) => agentId === idOf(0))?.pausedReason,
    )
  expect(await pause('training')).toEqual(done)
  await expect.poll(pausesOf, soon).toEqual([undefined, 'training'])
  expect(await memberOf(floor.lab, 'sales', '1001')).toContain('paused:training')
  expect(await memberOf(floor.lab, 'support', '1001')).not.toContain('paused')
  await allChoose(lunch)
  await expect.poll(pausesOf, soon).toEqual(['lunch', 'lunch'])
  await allChoose({ kind: 'available' })
  await expect.poll(pausesOf, soon).toEqual([undefined, 'training'])
  expect(await memberOf(floor.lab, 'sales', '1001')).toContain('paused:training')
  expect(await pause(null)).toEqual(done)
  await expect.poll(pausesOf, soon).toEqual([undefined, undefined])
  expect(await memberOf(floor.lab, 'sales', '1001')).not.toContain('paused')
})

test('moves a waiting caller to the end of another queue', async () => {
  await allChoose(lunch)
  await joins(caller(0), 'support', 1)
  await joins(caller(1), 'support', 2)
  await joins(caller(2), 'sales', 1)
  const { id } = callOf(caller(0))
  expect(await commands().moveToQueue({ commandId: commandId(), callId: id, queueId: sales })).toEqual(done)
  await expect.poll(() => placeOf(caller(0)), soon).toBe('sales 2')
  await expect.poll(() => placeOf(caller(1)), soon).toBe('support 1')
  expect(await line('sales')).toEqual([callOf(caller(2)).id, id])
  expect(await line('support')).toEqual([callOf(caller(1)).id])
  expect(pick(caller(0).legs, 0).state).toBe('up')
})

test('prioritises one caller past another', async () => {
  await joins(caller(3), 'support', 2)
  const { id } = callOf(caller(3))
  expect(await commands().prioritise({ commandId: commandId(), callId: id, priority: 10 })).toEqual(done)
  await expect.poll(() => placeOf(caller(3)), soon).toBe('support 1')
  await expect.poll(() => placeOf(caller(1)), soon).toBe('support 2')
  expect(callOf(caller(3)).priority).toBe(10)
  expect(await line('support')).toEqual([id, callOf(caller(1)).id])
})

test('an agent who asks for the same is refused, and nothing happens', async () => {
  const { floor: asked } = seat(0).desk.client
  const callId = callOf(caller(1)).id
  const before = [await line('support'), await line('sales'), await memberOf(floor.lab, 'sales', '1001')]
  const id = commandId
  const answers = [
    await asked.moveToQueue({ commandId: id(), callId, queueId: sales }),
    await asked.prioritise({ commandId: id(), callId, priority: 1000 }),
    await asked.park({ commandId: id(), callId }),
    await asked.giveTo({ commandId: id(), callId, agentId: idOf(0) }),
    await asked.hangUp({ commandId: id(), callId }),
    await asked.dial({ commandId: id(), agentId: idOf(1), number: '1003' }),
    await asked.pauseInQueue({ commandId: id(), queueId: sales, agentId: idOf(0), reasonId: null }),
  ]
  for (const answer of answers) expect(answer).toMatchObject({ ok: false, failure: { code: 'forbidden' } })
  const after = [await line('support'), await line('sales'), await memberOf(floor.lab, 'sales', '1001')]
  // The switch says how long ago each was; that moves by itself.
  const ageless = (lines: unknown) => JSON.stringify(lines).replaceAll(/\d+ secs ago/g, 'a while ago')
  expect(ageless(after)).toBe(ageless(before))
  expect(placeOf(caller(1))).toBe('support 2')
  expect(floor.agents.flatMap(({ phone }) => phone.legs)).toEqual([])
})

test('parks a waiting caller and gives them to an agent', async () => {
  const callId = callOf(caller(1)).id
  expect(await commands().park({ commandId: commandId(), callId })).toEqual(done)
  await expect.poll(() => placeOf(caller(1)), soon).toBe('alone')
  await expect.poll(async () => (await channelOf(floor.lab, callId))?.context, soon).toBe('desk-park')
  expect(await line('support')).toEqual([callOf(caller(3)).id])
  answering.add('1001')
  expect(await commands().giveTo({ commandId: commandId(), callId, agentId: idOf(0) })).toEqual(done)
  await expect.poll(() => placeOf(caller(1)), soon).toBe(`talking ${idOf(0)}`)
  expect(await bridgedWith(floor.lab, callId)).toEqual(['1001'])
})

test('gives a call in talk to another agent', async () => {
  const callId = callOf(caller(1)).id
  answering.add('1002')
  expect(await commands().giveTo({ commandId: commandId(), callId, agentId: idOf(1) })).toEqual(done)
  await expect.poll(() => placeOf(caller(1)), soon).toBe(`talking ${idOf(1)}`)
  expect(await bridgedWith(floor.lab, callId)).toEqual(['1002'])
  expect(pick(seat(1).phone.legs, 0).header('X-Najva-Call')).toBe(callId)
  await expect.poll(() => seat(0).phone.legs.length, soon).toBe(0)
  expect(agentOf(0).activity.kind).not.toBe('talking')
})

test('parks a call in talk and gives it back', async () => {
  const callId = callOf(caller(1)).id
  expect(await commands().park({ commandId: commandId(), callId })).toEqual(done)
  await expect.poll(() => placeOf(caller(1)), soon).toBe('alone')
  expect((await channelOf(floor.lab, callId))?.context).toBe('desk-park')
  await expect.poll(() => seat(1).phone.legs.length, soon).toBe(0)
  // The line is read anew from the switch, in which the parked caller stands in none.
  const other = callOf(caller(3)).id
  expect(await commands().prioritise({ commandId: commandId(), callId: other, priority: 20 })).toEqual(done)
  await expect.poll(() => callOf(caller(3)).priority, soon).toBe(20)
  expect(placeOf(caller(1))).toBe('alone')
  expect(await commands().giveTo({ commandId: commandId(), callId, agentId: idOf(1) })).toEqual(done)
  await expect.poll(() => placeOf(caller(1)), soon).toBe(`talking ${idOf(1)}`)
  expect(await bridgedWith(floor.lab, callId)).toEqual(['1002'])
  expect(pick(caller(1).legs, 0).state).toBe('up')
})

test('given to one who does not answer, the caller goes to the head of the queue and is not dropped', async () => {
  const callId = callOf(caller(1)).id
  expect(await commands().giveTo({ commandId: commandId(), callId, agentId: idOf(2) })).toEqual(done)
  await expect.poll(() => seat(2).phone.legs.length, soon).toBe(1)
  await expect.poll(() => placeOf(caller(1)), { timeout: 40_000, interval: 100 }).toBe('support 1')
  await expect.poll(() => placeOf(caller(3)), soon).toBe('support 2')
  expect(await line('support')).toEqual([callId, callOf(caller(3)).id])
  expect(pick(caller(1).legs, 0).state).toBe('up')
}, 60_000)

test('a caller parked while they waited has a queue to go back to', async () => {
  const callId = callOf(caller(3)).id
  expect(await commands().park({ commandId: commandId(), callId })).toEqual(done)
  await expect.poll(() => placeOf(caller(3)), soon).toBe('alone')
  seat(2).phone.onRing((leg) => leg.reject(486))
  expect(await commands().giveTo({ commandId: commandId(), callId, agentId: idOf(2) })).toEqual(done)
  await expect.poll(() => placeOf(caller(3)), soon).toBe('support 1')
  expect(await line('support')).toEqual([callId, callOf(caller(1)).id])
})

test('hangs a call up', async () => {
  const callId = callOf(caller(3)).id
  expect(await commands().hangUp({ commandId: commandId(), callId })).toEqual(done)
  await expect.poll(() => placeOf(caller(3)), soon).toBe('gone')
  await expect.poll(() => channelOf(floor.lab, callId), soon).toBeNull()
  expect(caller(3).legs).toEqual([])
  const late = await commands().hangUp({ commandId: commandId(), callId })
  expect(late).toMatchObject({ ok: false, failure: { code: 'not-found' } })
})

test('dials for an agent: their phone rings, and then the number', async () => {
  expect(await commands().dial({ commandId: commandId(), agentId: idOf(0), number: '1002' })).toEqual(done)
  await expect.poll(() => agentOf(1).activity.kind, soon).toBe('talking')
  expect(agentOf(0).activity.kind).toBe('talking')
  const call = floor.watcher.centre?.calls.find(({ direction }) => direction !== 'inbound')
  expect(await bridgedWith(floor.lab, call?.id ?? '')).toEqual(['1002'])
  for (const leg of seat(0).phone.legs) leg.hangUp()
  await expect.poll(() => agentOf(1).activity.kind, soon).not.toBe('talking')
})

test('a phone lost in a queue call: the caller hears music, and has the agent again when the phone is back', async () => {
  const { phone, desk } = seat(0)
  await expect.poll(() => agentOf(0).activity.kind, soon).toBe('idle')
  const available = { commandId: commandId(), status: { kind: 'available' } as const }
  expect(await desk.client.status.choose(available)).toMatchObject({ ok: true, value: { effect: 'now' } })
  const talking = `talking ${idOf(0)}`
  await expect.poll(() => floor.callers.map(placeOf), soon).toContain(talking)
  const lost = pick(
    floor.callers.filter((each) => placeOf(each) === talking),
    0,
  )
  const callId = callOf(lost).id
  await phone.register(0)
  await expect.poll(() => placeOf(lost), { timeout: 15_000, interval: 50 }).toBe('alone')
  expect((await channelOf(floor.lab, callId))?.context).toBe('desk-park')
  await phone.register()
  await expect.poll(() => placeOf(lost), soon).toBe(talking)
  expect(await bridgedWith(floor.lab, callId)).toEqual(['1001'])
  expect(pick(phone.legs, 0).header('X-Najva-Call')).toBe(callId)
  expect(pick(lost.legs, 0).state).toBe('up')
})

test('a page loaded anew in a queue call is given its caller within moments, as it has lost the call', async () => {
  const { phone } = seat(0)
  const talking = `talking ${idOf(0)}`
  const kept = pick(
    floor.callers.filter((each) => placeOf(each) === talking),
    0,
  )
  const callId = callOf(kept).id
  const before = pick(phone.legs, 0)
  await phone.register(3600, 'first-page')
  await phone.register(3600, 'first-page')
  await expect.poll(() => agentOf(0).phone, soon).toBe('registered')
  expect(before.state).toBe('up')
  await phone.register(3600, 'second-page')
  await expect.poll(() => phone.legs.length === 1 && phone.legs[0] !== before, soon).toBe(true)
  await expect.poll(() => placeOf(kept), soon).toBe(talking)
  expect(await bridgedWith(floor.lab, callId)).toEqual(['1001'])
  expect(pick(phone.legs, 0).header('X-Najva-Call')).toBe(callId)
  expect(before.state).toBe('ended')
  expect(pick(kept.legs, 0).state).toBe('up')
})

test('after all of that, the model is what the switch says of itself', async () => {
  expect(await findDifferences(floor, 5000)).toEqual([])
})
