/**
 * Where the site requires the proof: nobody is available before their desk has made it, over the real wire at a real gateway on
 * the practice centre, whatever a page says of itself.
 */
import { beforeEach, expect, test } from 'vitest'
import type { Answer } from '#contract/failure'
import { newCommandId, type TestDesk } from '#tests/gateway/support/testDesk'
import { until } from '#tests/gateway/support/world'
import {
  failureOf,
  gateway,
  omid,
  open,
  restartGateway,
  room,
  sara,
  signIn,
} from '#tests/scenario/support/supervisedFloor'

const rules = { reach: 'require' } as const
const available = { kind: 'available' } as const
const meeting = { kind: 'notReady', reasonId: 'meeting' } as const

beforeEach(() => open(rules))

const choose = async (desk: TestDesk, status: typeof available | typeof meeting = available) =>
  failureOf(await desk.client.status.choose({ commandId: newCommandId(), status }))
const prove = async (desk: TestDesk): Promise<string> =>
  toWord(await desk.client.reach.prove({ commandId: newCommandId() }))
const toWord = (answer: Answer<unknown>) =>
  answer.ok ? 'done' : [answer.failure.code, answer.failure.subject].join(' ').trim()
const statusOf = (agentId = sara) => gateway.floor.agents.get(agentId)?.status.kind
const isUnproven = () => gateway.floor.agents.get(sara)?.isUnproven === true

/** The phone calls the echo for so long. */
function echo(lastsMs: number, extension = '1001'): void {
  room.phones.tell({ kind: 'echo', extension, isOver: false })
  room.clock.advance(lastsMs)
  room.phones.tell({ kind: 'echo', extension, isOver: true })
}

test('available only after an echo the telephone system has seen, and then of itself', async () => {
  const desk = await signIn('sara')
  expect([statusOf(), isUnproven()]).toEqual(['notReady', true])
  expect(await choose(desk)).toBe('unproven')
  echo(1200)
  expect(await prove(desk)).toBe('done')
  await until(() => statusOf() === 'available')
  expect(isUnproven()).toBe(false)
  expect(await choose(desk, meeting)).toBe('done')
  expect(await choose(desk)).toBe('done')
})

test('a page that lies: no call, another phone, too short, too old, and the same call twice', async () => {
  const desk = await signIn('sara')
  const refusals: string[] = []
  const lie = async () => refusals.push(await prove(desk))
  await lie()
  echo(1200, '1002')
  await lie()
  echo(300)
  await lie()
  echo(1200)
  room.clock.advance(31_000)
  await lie()
  expect(refusals).toEqual(Array.from({ length: 4 }, () => 'wrong-state echo'))
  expect(await choose(desk)).toBe('unproven')
  echo(1200)
  expect(await prove(desk)).toBe('done')
  // A page loaded anew has another place, and what the one before has proved is spent.
  room.phones.tell({ kind: 'registered', extension: '1001', place: 'one' })
  room.phones.tell({ kind: 'registered', extension: '1001', place: 'two' })
  await until(isUnproven)
  expect(await prove(desk)).toBe('wrong-state echo')
  expect(await choose(desk)).toBe('unproven')
})

test('no supervisor can make an unproven desk available, nor can a next status', async () => {
  const [desk, leads] = [await signIn('sara'), await signIn('omid')]
  const asked = { commandId: newCommandId(), agentId: sara, status: available }
  expect(failureOf(await leads.client.people.setStatus(asked))).toBe('unproven')
  expect(await choose(desk, meeting)).toBe('done')
  echo(1200)
  expect(await prove(desk)).toBe('done')
  // Whoever has chosen something else meanwhile is left there.
  room.clock.advance(1000)
  expect(statusOf()).toBe('notReady')
  expect(statusOf(omid)).toBe('notReady')
})

test('another desk proves anew, also in the middle of the day, and is back as it was', async () => {
  const first = await signIn('sara')
  echo(1200)
  expect(await prove(first)).toBe('done')
  await until(() => statusOf() === 'available')
  const second = await signIn('sara')
  await until(() => statusOf() === 'notReady')
  expect(isUnproven()).toBe(true)
  expect(await choose(second)).toBe('unproven')
  echo(1200)
  expect(await prove(second)).toBe('done')
  await until(() => statusOf() === 'available')
})

test('a gateway that comes back knows of no proof, and says so', async () => {
  const desk = await signIn('sara')
  echo(1200)
  expect(await prove(desk)).toBe('done')
  await until(() => statusOf() === 'available')
  await restartGateway(rules)
  const again = await signIn('sara')
  await until(() => statusOf() === 'notReady')
  expect([isUnproven(), await choose(again)]).toEqual([true, 'unproven'])
})

test('where nothing is required nothing is asked', async () => {
  await restartGateway({ reach: 'warn' })
  const desk = await signIn('sara')
  expect([await choose(desk), isUnproven(), await prove(desk)]).toEqual(['done', false, 'done'])
})
