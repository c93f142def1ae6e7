/** A machine that cannot make a package says so in plain words, before it packs where it can know, and never with a stack. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findMachineProblems, type PackingMachine, toPackingSentences } from '#tools/package/machineProblems'
import type { PackTarget } from '#tools/package/packProblems'
import { root } from '#tools/root.mjs'

const bare = (platform: NodeJS.Platform): PackingMachine => ({ platform, env: {}, has: () => false })
const signing = { CSC_LINK: 'cert.pfx', APPLE_ID: 'it@example.org' }

test.each<[PackTarget, NodeJS.Platform, RegExp[]]>([
  ['mac', 'linux', [/made on macOS alone/]],
  ['mac', 'darwin', [/APPLE_ID/]],
  ['win', 'linux', [/certificate that signs/, /no wine/]],
  ['win', 'win32', [/certificate that signs/]],
  ['linux', 'win32', [/Linux or macOS/]],
  ['linux', 'linux', []],
  ['dir', 'win32', []],
])('--%s on %s, with nothing prepared', (target, platform, sentences) => {
  const problems = findMachineProblems(target, bare(platform))
  expect(problems).toHaveLength(sentences.length)
  for (const [index, sentence] of sentences.entries()) expect(problems[index]).toMatch(sentence)
})

test('what is prepared is found', () => {
  const ready = (platform: NodeJS.Platform): PackingMachine => ({ platform, env: signing, has: () => true })
  expect(findMachineProblems('win', ready('linux'))).toEqual([])
  expect(findMachineProblems('mac', ready('darwin'))).toEqual([])
})

test('a tool that cannot be fetched is said, with the way around; a stack is not', () => {
  const error = new Error('Cannot download fpm: ECONNREFUSED github.com\n    at somewhere')
  const [what, ...way] = toPackingSentences(error)
  expect(what).toBe('The package was not finished: Cannot download fpm: ECONNREFUSED github.com')
  expect(way.join(' ')).toContain('CUSTOM_FPM_PATH')
  expect(toPackingSentences(new Error('Please name a homepage'))).toEqual([
    'The package was not finished: Please name a homepage',
  ])
})

test.each(['--win', '--mac', '--linux'])('the command says what %s lacks, and packs nothing', (target) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'tools/package/distCommand.ts'), target],
    { cwd: root, encoding: 'utf8', env: { PATH: process.env.PATH } },
  )
  expect(status).toBe(1)
  expect(stderr).toContain('NAJVA_FEED_URL')
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(stdout).toBe('')
})

test('settings of a release that make no sense stop it in one sentence', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'tools/package/distCommand.ts'), '--linux'],
    {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, NAJVA_FEED_URL: 'https://updates.example/' },
    },
  )
  expect(status).toBe(1)
  expect(stderr).toMatch(/settings of the release cannot be used/)
  expect(stderr).not.toMatch(/^\s+at /m)
})
