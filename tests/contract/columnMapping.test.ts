/** What a person says of a single column of a file of people. */
import { expect, test } from 'vitest'
import {
  ColumnMapping,
  columnUses,
  mapColumn,
  mostExtras,
  mostNames,
  toColumnUse,
} from '#contract/columnMapping'

const empty: ColumnMapping = { personId: null, name: [], company: null, numbers: [], note: null, extra: [] }

test('a column has the use it was given, and no other any more', () => {
  let mapping = empty
  for (const use of [...columnUses, 'id', 'extra', '-'] as const) {
    mapping = mapColumn(mapping, 'A', use)
    expect(toColumnUse(mapping, 'A')).toBe(use)
    expect(ColumnMapping.safeParse(mapping).success).toBe(true)
  }
  expect(mapping).toEqual(empty)
})

test('where only one column can be, the one before is left out', () => {
  for (const use of ['id', 'company', 'note'] as const) {
    const mapping = mapColumn(mapColumn(empty, 'A', use), 'B', use)
    expect([toColumnUse(mapping, 'A'), toColumnUse(mapping, 'B')]).toEqual(['-', use])
  }
})

test('names keep the order they were said in, and no list grows beyond what is taken', () => {
  let mapping = mapColumn(mapColumn(empty, 'Given', 'name'), 'Family', 'name')
  expect(mapping.name).toEqual(['Given', 'Family'])
  for (let at = 0; at < 100; at += 1) {
    mapping = mapColumn(mapping, `N${at}`, 'name')
    mapping = mapColumn(mapping, `E${at}`, 'extra')
  }
  expect(mapping.name).toHaveLength(mostNames)
  expect(mapping.extra).toHaveLength(mostExtras)
  expect(ColumnMapping.safeParse(mapping).success).toBe(true)
})

test('a heading with the name of a prototype’s member is a heading', () => {
  const mapping = mapColumn(mapColumn(empty, '__proto__', 'number'), 'constructor', 'extra')
  expect(toColumnUse(mapping, '__proto__')).toBe('number')
  expect(toColumnUse(mapping, 'toString')).toBe('-')
})
