/** A bundle of the desk is run only while everything it was made of is as it was. */
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { stampOf } from '#tools/builtDesk.mjs'
import { root } from '#tools/root.mjs'

let project: string
const source = 'main/desk.ts'
const at = (...names: string[]) => join(project, ...names)

/** A project of one source, and a bundle made of it. */
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'najva-built-'))
  for (const folder of ['tools', 'main', 'out/desk/first']) mkdirSync(at(folder), { recursive: true })
  for (const name of ['builtDesk.mjs', 'root.mjs']) copyFileSync(join(root, 'tools', name), at('tools', name))
  const { type, imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  writeFileSync(at('package.json'), JSON.stringify({ type, imports }))
  writeFileSync(at(source), 'export const word = 1\n')
  writeFileSync(at('out/desk/first/startDesk.js'), '')
  note({ [source]: stampOf(at(source)) })
})
afterEach(() => rmSync(project, { recursive: true, force: true }))

const note = (sources: Record<string, string | null>): void =>
  writeFileSync(at('out/desk/newest.json'), JSON.stringify({ folder: 'first', sources }))

/** As a start reads it, in a process of its own: the project's place is its file's. */
function read(): unknown {
  const words = `import { readBuiltDesk } from '#tools/builtDesk.mjs'; console.log(JSON.stringify(readBuiltDesk()))`
  writeFileSync(at('tools/read.mjs'), words)
  return JSON.parse(execFileSync(process.execPath, [at('tools/read.mjs')], { encoding: 'utf8' }))
}

const built = (isFresh: boolean) => ({ file: at('out/desk/first/startDesk.js'), isFresh })

test('nothing has changed: it is run', () => expect(read()).toEqual(built(true)))

test.each<[string, () => void]>([
  ['a source has other words', () => writeFileSync(at(source), 'export const word = 22\n')],
  ['a source has as many other words', () => utimesSync(at(source), 10, 10)],
  ['a source is gone', () => rmSync(at(source))],
  ['a source changed while it was bundled', () => note({ [source]: null })],
  ['the bundle itself is gone', () => rmSync(at('out/desk/first/startDesk.js'))],
])('%s: it is made anew', (_, change) => {
  change()
  expect(read()).toEqual(built(false))
})

test.each<[string, () => void]>([
  ['none was ever made', () => rmSync(at('out'), { recursive: true })],
  ['its note was cut short', () => writeFileSync(at('out/desk/newest.json'), '{"folder":"fir')],
  ['its note says something else', () => writeFileSync(at('out/desk/newest.json'), '{"folder":7}')],
])('%s: there is none', (_, change) => {
  change()
  expect(read()).toBeNull()
})
