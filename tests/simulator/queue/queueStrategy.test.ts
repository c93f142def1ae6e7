/** Each strategy chooses whom it says, within the lowest penalty only. */
import { describe, expect, test } from 'vitest'
import { createRandom } from '#simulator/people/random'
import { type Candidate, chooseMembers } from '#simulator/queue/queueStrategy'

const member = (extension: string, more: Partial<Candidate> = {}): Candidate => ({
  extension,
  penalty: 0,
  place: Number(extension) - 1,
  callsTaken: 0,
  lastCallEndedAtMs: null,
  ...more,
})

const random = () => createRandom(1, 'test')
const namesOf = (chosen: readonly Candidate[]) => chosen.map((each) => each.extension)

const strategies = [
  'ring-all',
  'least-recent',
  'fewest-calls',
  'round-robin-memory',
  'random',
  'linear',
] as const

describe.each(strategies)('%s', (strategy) => {
  test('asks nobody when nobody can be asked', () => {
    expect(chooseMembers(strategy, [], null, random())).toEqual([])
  })

  test('asks a higher penalty only when no lower one can be', () => {
    const higher = member('1', { penalty: 3, lastCallEndedAtMs: 1 })
    const lower = member('2', { penalty: 1, callsTaken: 9, lastCallEndedAtMs: 99 })
    expect(namesOf(chooseMembers(strategy, [higher, lower], 1, random()))).toEqual(['2'])
    expect(namesOf(chooseMembers(strategy, [higher], 1, random()))).toEqual(['1'])
  })
})

test('ring-all asks the whole tier, in the order of the list', () => {
  const chosen = chooseMembers('ring-all', [member('3'), member('1'), member('2')], null, random())
  expect(namesOf(chosen)).toEqual(['1', '2', '3'])
})

test('least-recent asks who has rested longest, and who never had a call before all others', () => {
  const members = [
    member('1', { lastCallEndedAtMs: 300 }),
    member('2', { lastCallEndedAtMs: 100 }),
    member('3', { lastCallEndedAtMs: 200 }),
  ]
  expect(namesOf(chooseMembers('least-recent', members, null, random()))).toEqual(['2'])
  expect(namesOf(chooseMembers('least-recent', [...members, member('4')], null, random()))).toEqual(['4'])
})

test('fewest-calls asks who took the fewest, and of equals who rested longest', () => {
  const members = [
    member('1', { callsTaken: 2, lastCallEndedAtMs: 1 }),
    member('2', { callsTaken: 1, lastCallEndedAtMs: 9 }),
    member('3', { callsTaken: 1, lastCallEndedAtMs: 5 }),
  ]
  expect(namesOf(chooseMembers('fewest-calls', members, null, random()))).toEqual(['3'])
})

test('round robin goes on after the member asked last and begins again at the end', () => {
  const members = [member('1'), member('2'), member('3')]
  const after = (place: number | null) =>
    namesOf(chooseMembers('round-robin-memory', members, place, random()))
  expect(after(null)).toEqual(['1'])
  expect(after(0)).toEqual(['2'])
  expect(after(1)).toEqual(['3'])
  expect(after(2)).toEqual(['1'])
})

test('round robin passes over members who are away', () => {
  const chosen = chooseMembers('round-robin-memory', [member('1'), member('4')], 0, random())
  expect(namesOf(chosen)).toEqual(['4'])
})

test('linear always begins with the first of the list', () => {
  const members = [member('2'), member('1', { callsTaken: 99, lastCallEndedAtMs: 99 })]
  expect(namesOf(chooseMembers('linear', members, 0, random()))).toEqual(['1'])
})

test('random asks everyone sooner or later, in the same order for the same seed', () => {
  const members = [member('1'), member('2'), member('3')]
  const draw = () => {
    const source = random()
    return Array.from({ length: 60 }, () => namesOf(chooseMembers('random', members, null, source))[0])
  }
  expect(new Set(draw())).toEqual(new Set(['1', '2', '3']))
  expect(draw()).toEqual(draw())
})
