/** Several cards of one person as one view: by time, each row with whose it is, and the cards untouched. */
import { expect, test } from 'vitest'
import { joinCards } from '#renderer/state/caller/joinedCard'
import { cardOf } from '#tests/main/crm/cacheBench'

const notes = (...times: number[]) => ({
  asOfMs: times[0] ?? null,
  value: times.map((atMs) => ({ atMs, authorName: 'Omid', text: `note ${atMs}` })),
})
const a = cardOf('a', ['+981'], { name: 'Mina', company: 'Pars', notes: notes(50, 10) })
const b = cardOf('b', ['+982'], { name: 'Mina', company: 'Tehran', notes: notes(40, 30) })

test('one card alone stays the object it is', () => {
  expect(joinCards(a, []).person).toBe(a)
  expect(joinCards(a, []).sources.size).toBe(0)
})

test('rows of both stand by time with whose they are, as old as the oldest of the two', () => {
  const { person, sources } = joinCards(a, [b])
  expect(person.notes.value.map((row) => [row.atMs, sources.get(row)])).toEqual([
    [50, 'Pars'],
    [40, 'Tehran'],
    [30, 'Tehran'],
    [10, 'Pars'],
  ])
  expect(person.notes.asOfMs).toBe(40)
  expect([person.personId, person.name, person.numbers]).toEqual(['a', 'Mina', ['+981']])
  expect(a.notes.value).toHaveLength(2)
})

test.each([
  [{ name: 'Minoo' }, ['Mina', 'Minoo']],
  [{ company: 'Pars' }, ['+981', '+982']],
  [{ company: null, numbers: [] }, ['a', 'b']],
])('what tells the cards apart is their name, company, number or id (%j)', (change, told) => {
  const other = { ...b, ...change }
  const { sources } = joinCards(a, [other])
  expect([sources.get(a.notes.value[0] ?? {}), sources.get(other.notes.value[0] ?? {})]).toEqual(told)
})

test('a block that is sensitive on one of them is not joined', () => {
  const { person } = joinCards(a, [{ ...b, sensitive: ['notes'], notes: { asOfMs: 1, value: [] } }])
  expect(person.notes).toBe(a.notes)
})
