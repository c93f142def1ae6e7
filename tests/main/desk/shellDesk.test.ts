/** Wishes reach the page with the phone and no other; a link waits for one, but not for ever. */
import { expect, test } from 'vitest'
import { idlePhone, type ShellWish } from '#contract/shell'
import { createSeatKeeper } from '#main/desk/phoneSeat'
import { createShellDesk } from '#main/desk/shellDesk'
import { createFakeClock } from '#tests/support/fakeClock'

function open(confirmLinks = true) {
  const clock = createFakeClock()
  const seats = createSeatKeeper()
  return { clock, seats, shell: createShellDesk({ seats, confirmLinks, clock }) }
}

const link = { number: '02112345678', extension: null }
const ringing = { state: 'ringing', who: 'Sara', isMuted: false } as const

test('the page with the phone is told, another is not', () => {
  const { seats, shell } = open()
  const told: string[] = []
  seats.open('first')
  seats.open('second')
  shell.onWish('second', ({ kind }) => told.push(`second ${kind}`))
  shell.onWish('first', ({ kind }) => told.push(`first ${kind}`))
  shell.wish({ kind: 'answer' })
  seats.take('second')
  shell.wish({ kind: 'hangUp' })
  expect(told).toEqual(['first answer', 'second hangUp'])
})

test('the page that comes after a lost one is told, once', () => {
  const { seats, shell } = open()
  const told: string[] = []
  const leave = seats.open('lost')
  shell.onWish('lost', ({ kind }) => told.push(`lost ${kind}`))()
  leave()
  shell.tellNext({ kind: 'pageCrashed' })
  seats.open('next')
  shell.onWish('next', ({ kind }) => told.push(`next ${kind}`))
  shell.onWish('next', ({ kind }) => told.push(`again ${kind}`))
  expect(told).toEqual(['next pageCrashed'])
  const late = open()
  late.shell.tellNext({ kind: 'pageCrashed' })
  late.clock.advance(60_001)
  late.seats.open('late')
  late.shell.onWish('late', ({ kind }) => told.push(`late ${kind}`))
  expect(told).toHaveLength(1)
})

test('what a person marked is asked about, also where the site trusts its programs', () => {
  const { seats, shell } = open(false)
  const told: ShellWish[] = []
  seats.open('page')
  shell.onWish('page', (wish) => told.push(wish))
  shell.askCall(link, { always: true })
  expect(told).toEqual([{ kind: 'call', ...link, asksFirst: true, isMarked: true }])
})

test('a link waits for the page it started, once, and asks as the site says', () => {
  const { seats, shell } = open(false)
  const told: ShellWish[] = []
  shell.askCall(link)
  seats.open('page')
  const leave = shell.onWish('page', (wish) => told.push(wish))
  leave()
  shell.onWish('page', (wish) => told.push(wish))
  expect(told).toEqual([{ kind: 'call', ...link, asksFirst: false }])
})

test('a link nobody saw is forgotten after a minute, and of several the first waits', () => {
  const { clock, seats, shell } = open()
  const told: ShellWish[] = []
  shell.askCall(link)
  shell.askCall({ number: '101', extension: null })
  clock.advance(60_000)
  shell.askCall({ number: '102', extension: null })
  seats.open('page')
  shell.onWish('page', (wish) => told.push(wish))
  expect(told).toEqual([{ kind: 'call', number: '102', extension: null, asksFirst: true }])
  shell.close()
  expect(clock.pending).toBe(0)
})

test('only the page with the phone says how it is, and what it said goes with it', () => {
  const { seats, shell } = open()
  let changes = 0
  shell.onPhone(() => {
    changes += 1
  })
  const leave = seats.open('first')
  seats.open('second')
  shell.reportPhone('second', ringing)
  expect(shell.phone).toEqual(idlePhone)
  shell.reportPhone('first', ringing)
  expect(shell.phone).toEqual(ringing)
  leave()
  expect(shell.phone).toEqual(idlePhone)
  expect(changes).toBe(2)
})
