/** A release is not packed with an Electron that gets no security fixes any more: item 16 of the checklist, on the day of the build. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findRuntimeProblems, toBuildTimeMs } from '#tools/package/runtimeProblems'
import { root } from '#tools/root.mjs'

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`)

test.each([
  ['45.4.1', '2026-11-24', true],
  ['45.4.1', '2027-04-06', true],
  ['45.4.1', '2027-04-07', false],
  ['46.0.0', '2027-04-07', true],
  ['43.9.0', '2026-11-24', true],
  ['42.9.0', '2026-11-24', false],
  ['nonsense', '2026-11-24', false],
])('Electron %s on %s is kept up: %s', (version, when, isKeptUp) => {
  expect(findRuntimeProblems(version, day(when))).toHaveLength(isKeptUp ? 0 : 1)
})

test('a build made again from the same sources is judged by its own day', () => {
  expect(toBuildTimeMs({ SOURCE_DATE_EPOCH: '1795478400' }, 5)).toBe(1_795_478_400_000)
  for (const text of [undefined, '', 'yesterday', '-1'])
    expect(toBuildTimeMs({ SOURCE_DATE_EPOCH: text }, 5)).toBe(5)
})

test('the command refuses before it packs anything', () => {
  const later = String(Date.UTC(2036, 0, 1) / 1000)
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'tools/package/distCommand.ts'), '--linux'],
    { cwd: root, encoding: 'utf8', env: { PATH: process.env.PATH, SOURCE_DATE_EPOCH: later } },
  )
  expect(status).toBe(1)
  expect(stderr).toMatch(/Electron \d+\.\d+\.\d+ gets no security fixes since about \d{4}-\d\d-\d\d/)
  expect(stdout).toBe('')
})
