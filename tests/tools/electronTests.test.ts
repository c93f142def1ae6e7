/** Where Electron's runtime is absent, its tests say that they did not run, and nothing that looks like a result. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findElectron } from '#tools/electronRuntime'
import { root } from '#tools/root.mjs'

test.skipIf(findElectron() !== null)('the command says so, and ends well', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const [node, ...words] = scripts['test:electron'].split(' ')
  expect(node).toBe('node')
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(stdout).toBe('not run: no Electron runtime\n')
  expect(status).toBe(0)
})

test('whoever builds this program on a clean machine hears it', () => {
  expect(readFileSync(join(root, '.ci/run'), 'utf8')).toMatch(/^if ! npm run --silent test:electron\b/m)
})

test('no other run of the tests takes them up, and counts them', () => {
  expect(readFileSync(join(root, 'tools/runTests.ts'), 'utf8')).toContain("'tests/electron/**'")
})
