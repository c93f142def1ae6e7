/** A process that really dies leaves on the disk when, what kind and where, for support to read; and nothing of what the error said. */
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCrashBook, toCrashLine, toMainCrash } from '#main/desk/crashBook'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

let folder: TempFolder
beforeEach(() => {
  folder = createTempFolder()
})
afterEach(() => folder.remove())

test('main dies of what nobody caught, and the next start can say so', () => {
  const child = fileURLToPath(new URL('./crashChild.ts', import.meta.url))
  const { status } = spawnSync(process.execPath, [child, folder.path], { timeout: 60_000 })
  expect(status).not.toBe(0)
  const path = folder.file('crashes.json')
  const book = createCrashBook({ path, version: () => '', nowMs: () => 0, log: silentLog })
  const [crash] = book.list()
  expect(book.list()).toHaveLength(1)
  expect(crash).toMatchObject({ version: '1.2.3', process: 'main', reason: 'RangeError ERR_OUT_OF_RANGE' })
  expect(crash?.at[0]).toMatch(/^crashChild\.ts:\d+:\d+$/)
  expect(crash === undefined ? '' : toCrashLine(crash)).toMatch(
    /^\d{4}-.*Z 1\.2\.3 main: RangeError ERR_OUT_OF_RANGE at crashChild\.ts:/,
  )
  expect(readFileSync(path, 'utf8')).not.toMatch(/Mina|989|home|secret/)
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0)
}, 90_000)

test('whatever is thrown, only words of a program are kept of it', () => {
  expect(toMainCrash('Mina Karimi')).toEqual({ process: 'main', reason: 'Thrown', exitCode: null, at: [] })
  expect(toMainCrash(null).reason).toBe('Thrown')
  const odd = Object.assign(new Error('x'), { name: 'Mina Karimi 0912', code: '+989121112233' })
  odd.stack =
    'Error: at Mina (/home/mina/0912.ts:1:2)x\n    at call (/home/mina/desk.ts:10:20)\n    at file:///C:/Users/mina/a%20b.js:3:4'
  expect(toMainCrash(odd)).toMatchObject({ reason: 'Thrown', at: ['desk.ts:10:20', '20b.js:3:4'] })
})
