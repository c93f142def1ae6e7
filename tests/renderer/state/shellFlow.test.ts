/** What is asked outside the page's window is done by the page, once and only where it makes sense; and it tells how its phone is. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { failed } from '#contract/failure'
import type { ShellWish } from '#contract/shell'
import { type DeskRoom, openDeskRoom, ringWithoutCard, settle, signIn } from '#tests/renderer/state/deskRoom'

let room: DeskRoom

beforeEach(async () => {
  room = await openDeskRoom()
  await signIn(room)
})
afterEach(() => room.close())

const link = (number: string, asksFirst: boolean): ShellWish => ({
  kind: 'call',
  number,
  extension: null,
  asksFirst,
})

async function ask(wish: ShellWish): Promise<void> {
  room.main.wishes.tell(wish)
  for (let turn = 0; turn < 4; turn += 1) await settle()
}

test('a link is shown and calls nobody until it is confirmed; the first one stays', async () => {
  await ask(link('02112345678', true))
  await ask(link('09121112233', true))
  expect(room.model.linkCall).toEqual({ number: '02112345678', extension: null })
  expect(room.phone.dialled).toEqual([])
  await room.desk.actions.callLink()
  expect(room.phone.dialled.map(({ number }) => number)).toEqual(['+982112345678'])
  expect(room.model.linkCall).toBeNull()
})

test('a link that is turned down calls nobody', async () => {
  await ask(link('101', true))
  room.desk.actions.dropLink()
  expect(room.model.linkCall).toBeNull()
  await room.desk.actions.callLink()
  expect(room.phone.dialled).toEqual([])
})

test('where the site trusts its programs, a link calls by the rules of dialling', async () => {
  await ask(link('101', false))
  expect(room.phone.dialled.map(({ number }) => number)).toEqual(['101'])
  expect(room.model.linkCall).toBeNull()
})

test('the phone is told when it rings, talks, mutes and is idle again', async () => {
  ringWithoutCard(room)
  await settle()
  await ask({ kind: 'answer' })
  expect(room.phone.answered).toHaveLength(1)
  await ask({ kind: 'toggleMute' })
  await ask({ kind: 'hangUp' })
  const told = room.main.signs.map(({ state, who, isMuted }) => `${state} ${who} ${isMuted}`)
  expect(told.filter((each, at) => each !== told[at - 1])).toEqual([
    'idle null false',
    'ringing Sara false',
    'inCall null false',
    'inCall null true',
    'idle null false',
  ])
})

test('a key that comes too late, or to no call, does nothing', async () => {
  for (const kind of ['answer', 'decline', 'hangUp', 'toggleMute'] as const) await ask({ kind })
  expect(room.phone.answered).toEqual([])
  room.phone.invite({})
  await ask({ kind: 'hangUp' })
  await ask({ kind: 'signOut' })
  expect(room.phone.snapshot.call?.state).toBe('ringing')
  await ask({ kind: 'decline' })
  expect(room.phone.snapshot.call?.state ?? 'ended').toBe('ended')
})

test('a status chosen in the tray goes the way of every status, and waking looks at the phone', async () => {
  await ask({ kind: 'status', status: { kind: 'available' } })
  expect(room.main.statuses).toEqual([{ kind: 'available' }])
  const looked: string[] = []
  room.phone.checkLink = (cause) => void looked.push(String(cause))
  await ask({ kind: 'woke' })
  expect(looked).toEqual(['woken'])
})

test('a phone that comes to this page later is told anew', async () => {
  const before = room.main.signs.length
  room.main.seat.put({ kind: 'elsewhere' })
  await room.until('elsewhere', (model) => model.phone.seat === 'elsewhere')
  room.main.seat.put({ kind: 'granted', sip: { ...sipOf(room) } })
  await room.until('granted', (model) => model.phone.seat === 'granted')
  for (let turn = 0; turn < 4; turn += 1) await settle()
  expect(room.main.signs.length).toBeGreaterThan(before)
})

test('a machine that slept in a call says so when it wakes, and only then', async () => {
  await ask({ kind: 'sleeps' })
  await ask({ kind: 'woke' })
  expect(room.model.shellNews).toBeNull()
  ringWithoutCard(room)
  await settle()
  await ask({ kind: 'answer' })
  await ask({ kind: 'sleeps' })
  expect(room.model.shellNews).toBeNull()
  await ask({ kind: 'woke' })
  expect(room.model.shellNews).toBe('slept')
  room.desk.actions.dismissShellNews()
  await ask({ kind: 'woke' })
  expect(room.model.shellNews).toBeNull()
})

test('keys in the page do what keys in other programs do, and what is marked goes to main to be read', async () => {
  ringWithoutCard(room)
  await settle()
  await room.desk.actions.pressShortcut('answer', '')
  await settle()
  expect(room.phone.answered).toHaveLength(1)
  await room.desk.actions.pressShortcut('dialSelection', `021 1234${'x'.repeat(1000)}`)
  expect(room.main.marked).toEqual([`021 1234${'x'.repeat(292)}`])
  expect(room.model.shellNews).toBeNull()
  room.main.dialWith = failed('invalid')
  await room.desk.actions.pressShortcut('dialSelection', 'nobody')
  expect(room.model.shellNews).toBe('noNumber')
  await ask({ kind: 'call', number: '0211234', extension: null, asksFirst: true, isMarked: true })
  expect(room.model.linkCall).toEqual({ number: '0211234', extension: null, isMarked: true })
})

test('the keys are let go in other programs for as long as somebody chooses others', async () => {
  const stop = room.desk.actions.chooseShortcut()
  await expect.poll(() => room.main.choosing.readers).toBe(1)
  stop()
  await expect.poll(() => room.main.choosing.readers).toBe(0)
})

test('a proxy that asks is shown, and what is said goes to main alone', async () => {
  const question = {
    id: '6f9619ff-8b86-4011-b42d-00c04fc964ff',
    proxy: 'proxy:3128',
    realm: 'Corp',
    wasWrong: false,
    triesLeft: 3,
    isReadable: true,
    canKeep: false,
  }
  room.main.proxy.put(question)
  await room.until('asked', (model) => model.proxyQuestion !== null)
  await room.desk.actions.answerProxy({ id: question.id, user: 'sara', password: 'right', keep: false })
  expect(room.main.proxyAnswers).toMatchObject([{ id: question.id, password: 'right' }])
  expect(JSON.stringify(room.model)).not.toContain('right')
})

function sipOf({ phone }: DeskRoom) {
  const sip = phone.credentials.findLast((each) => each !== null)
  if (sip == null) throw new Error('The phone was never signed in')
  return sip
}
