/** Small files on a real disk: whole or as before, for their owner alone, with nothing left beside. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeWholeFile } from '#main/store/wholeFile'

let room: string

beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), 'najva-whole-'))
})

afterEach(() => rmSync(room, { recursive: true, force: true }))

test('the folder is made, and file and folder are for their owner alone', () => {
  const path = join(room, 'new', 'small.json')
  writeWholeFile(path, '{}')
  expect(readFileSync(path, 'utf8')).toBe('{}')
  expect([statSync(path).mode & 0o777, statSync(join(room, 'new')).mode & 0o777]).toEqual([0o600, 0o700])
  expect(readdirSync(join(room, 'new'))).toEqual(['small.json'])
})

test('a copy that others could read is replaced by one they cannot', () => {
  const path = join(room, 'small')
  writeFileSync(path, 'old')
  chmodSync(path, 0o644)
  writeWholeFile(path, new Uint8Array([1, 2]))
  expect([...readFileSync(path)]).toEqual([1, 2])
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('what cannot be replaced stays as it is, the error is told and no draft is left', () => {
  const path = join(room, 'taken')
  mkdirSync(join(path, 'inside'), { recursive: true })
  expect(() => writeWholeFile(path, 'x')).toThrow(/EISDIR|ENOTEMPTY|EEXIST/)
  expect(readdirSync(room)).toEqual(['taken'])
})
