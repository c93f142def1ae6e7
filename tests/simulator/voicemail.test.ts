/** Voicemail and shown numbers of the practice centre, through its phones and on a clock of the test. */
import { expect, test } from 'vitest'
import type { QueueId } from '#contract/ids'
import type { MessageCount } from '#contract/messageCount'
import { formatMessageSummary, parseMessageSummary } from '#contract/messageCount'
import { createPhoneDouble, type PhoneDouble } from '#tests/simulator/support/phoneDouble'
import { createPracticeBench, type PracticeBench, voicesDir } from '#tests/simulator/support/practiceBench'

interface Room extends PracticeBench {
  readonly phones: PhoneDouble
  readonly told: { readonly extension: string; readonly count: MessageCount }[]
}

async function open(): Promise<Room> {
  const phones = createPhoneDouble()
  const told: Room['told'] = []
  phones.tellMessages = (extension, count) => void told.push({ extension, count })
  const bench = createPracticeBench({ scenario: 'quiet', telephony: phones, voicesDir })
  for (const extension of ['1001', '1002']) phones.register(extension)
  await bench.centre.execute({ kind: 'signIn', extension: '1001', pausedReason: null })
  return { ...bench, phones, told }
}

const caller = {
  number: '+989121112233',
  name: 'Mina',
  dialledNumber: '+982188001001',
  queueId: 'support' as QueueId,
  voice: 'en:order-late',
  patienceMs: null,
}

function dial(room: Room, target: string, asksToShow?: string): string {
  const legId = `to ${target} ${room.told.length}`
  room.phones.tell({
    kind: 'dialled',
    legId,
    extension: '1001',
    target,
    ...(asksToShow !== undefined && { asksToShow }),
  })
  room.clock.advance(1000)
  return legId
}

/** A leg that ends is told apart from a phone that is lost, a moment later. */
async function hangUp({ phones, clock }: Room, legId: string): Promise<void> {
  phones.tell({ kind: 'hungUp', legId })
  await Promise.resolve()
  clock.advance(1)
}

test('a caller who is sent to a voicemail says there what they call about; it counts when they have said it', async () => {
  const room = await open()
  room.centre.callIn(caller)
  const legId = room.phones.answer('1001')
  room.phones.tell({ kind: 'transferAsked', legId, target: '*1002' })
  room.clock.advance(300)
  expect(room.ofKind('callEnded').map(({ end }) => end)).toEqual(['transferred'])
  expect(room.told).toEqual([])
  room.clock.advance(30_000)
  expect(room.told).toEqual([{ extension: '1002', count: { fresh: 1, old: 0 } }])
})

test('a message is played once as new, and then counts as heard', async () => {
  const room = await open()
  const left = dial(room, '*1001')
  room.phones.mix(400)
  await hangUp(room, left)
  expect(room.told.map(({ count }) => count)).toEqual([{ fresh: 1, old: 0 }])
  const listening = dial(room, '*97')
  room.phones.mix(1200)
  expect(room.told.at(-1)?.count).toEqual({ fresh: 0, old: 1 })
  room.clock.advance(1000)
  expect(room.phones.orders).toContain(`hangUp ${listening} normal`)
})

test('a mailbox of nobody is no number, and nobody is sent to their own', async () => {
  const room = await open()
  const legId = dial(room, '*7777')
  expect(room.phones.orders.at(-1)).toBe(`refuse ${legId} 404`)
  room.centre.callIn(caller)
  const talking = room.phones.answer('1001')
  room.phones.tell({ kind: 'transferAsked', legId: talking, target: '*97' })
  room.clock.advance(1000)
  expect(room.phones.orders.at(-1)).toBe(`reportTransfer ${talking} 404`)
  expect(room.ofKind('callEnded').filter(({ end }) => end === 'transferred')).toEqual([])
})

test('a mailbox keeps at most twenty messages, and none that is longer than half a minute or nothing at all', async () => {
  const room = await open()
  for (let i = 0; i < 25; i++) {
    const legId = dial(room, '*1002')
    room.phones.mix(i === 0 ? 2000 : 140)
    await hangUp(room, legId)
  }
  expect(room.told.at(-1)?.count).toEqual({ fresh: 20, old: 0 })
  const before = room.told.length
  const legId = dial(room, '*1002')
  room.phones.mix(10)
  await hangUp(room, legId)
  expect(room.told).toHaveLength(before)
})

test.each([
  ['Messages-Waiting: yes\r\nMessage-Account: sip:1@x\r\nVoice-Message: 3/2 (0/0)\r\n', { fresh: 3, old: 2 }],
  ['messages-waiting:no\nvoice-message: 0/8', { fresh: 0, old: 8 }],
  ['Messages-Waiting: yes\r\n', { fresh: 1, old: 0 }],
  ['Voice-Message: 3/2', null],
  ['Messages-Waiting: yes\r\nVoice-Message: 999999999/1\r\n', { fresh: 9999, old: 1 }],
  [`Messages-Waiting: yes\r\n${'x'.repeat(3000)}`, null],
])('the summary %j is read', (body, count) => {
  expect(parseMessageSummary(body)).toEqual(count)
  if (count !== null) expect(parseMessageSummary(formatMessageSummary(count, 'sip:1@x'))).toEqual(count)
})
