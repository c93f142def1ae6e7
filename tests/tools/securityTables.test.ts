/** What SECURITY.md says in its tables is what the program has and the tests prove: no item without its test, no fuse otherwise. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FuseV1Options } from '@electron/fuses'
import { expect, test } from 'vitest'
import { fuses } from '#tools/package/fuses'
import { root } from '#tools/root.mjs'

const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const security = read('SECURITY.md')

/** The numbers at the beginning of `2–4 Node`, `6, 8 web`, `9 and 10. no experiments`. */
function toNumbers(words: string): number[] {
  const [head = ''] = /^\d[\d –,and]*/.exec(words) ?? []
  return head.split(/,|and/).flatMap((part) => {
    const [first = 0, last = first] = (part.match(/\d+/g) ?? []).map(Number)
    return first === 0 ? [] : Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
}

const inOrder = (numbers: readonly number[]): number[] => [...new Set(numbers)].toSorted((a, b) => a - b)
const all = Array.from({ length: 20 }, (_, index) => index + 1)

test('each of the twenty items stands in the table', () => {
  const [, table = ''] = /\| item \| ours \|\n\|---\|---\|\n([\s\S]*?)\n\n/.exec(security) ?? []
  const items = table.split('\n').map((row) => row.split('|')[1]?.trim() ?? '')
  expect(inOrder(items.flatMap(toNumbers))).toEqual(all)
})

test('each of them has a test that bears its number', () => {
  const files = ['tests/main/electron/checklist.test.ts', 'tests/tools/package/package.test.ts']
  const names = files.flatMap((path) =>
    [...read(path).matchAll(/^\s*(?:test|describe)?(?:\.each\([\s\S]*?\))?\(?\s*'(\d[^']*)'/gm)].map(
      ([, name = '']) => name,
    ),
  )
  expect(inOrder(names.flatMap(toNumbers))).toEqual(all)
})

test('each fuse stands in the table as it is burnt', () => {
  const rows = [...security.matchAll(/^\| (\w+) \| (on|off) \| /gm)].map(([, name, state]) => [name, state])
  const burnt = Object.entries(fuses).map(([index, isOn]) => [
    FuseV1Options[Number(index)],
    isOn ? 'on' : 'off',
  ])
  expect(rows).toEqual(burnt)
})
