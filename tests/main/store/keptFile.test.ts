/** What is remembered between starts comes back as it was; a file that is missing, torn or of another kind costs nothing else. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { createLog } from '#main/desk/log'
import { readKept, writeKept } from '#main/store/keptFile'
import { readUpdateNotes, writeUpdateNotes } from '#main/updates/updateNotes'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

const Spot = z.object({ x: z.number(), y: z.number().default(7) })
let folder: TempFolder
let path: string

beforeEach(() => {
  folder = createTempFolder()
  path = folder.file('spot.json')
})
afterEach(() => folder.remove())

test('a value comes back, checked and completed', () => {
  expect(readKept(path, Spot)).toBeNull()
  writeKept(path, { x: 3 }, silentLog, 'a spot')
  expect(readKept(path, Spot)).toEqual({ x: 3, y: 7 })
})

test.each(['', '{"x":', '{"x":"3"}', 'null', '\u0000'])('%j is as if nothing were kept', (content) => {
  writeFileSync(path, content)
  expect(readKept(path, Spot)).toBeNull()
  writeKept(path, { x: 1, y: 2 }, silentLog, 'a spot')
  expect(readKept(path, Spot)).toEqual({ x: 1, y: 2 })
})

test('a disk that refuses is told in the log and costs nothing else', () => {
  const log = createLog({ folder: folder.file('log'), level: 'info' })
  // A folder cannot be replaced by a file, nor be read as one.
  mkdirSync(path)
  writeKept(path, { x: 1 }, log, 'a spot')
  expect(readKept(path, Spot)).toBeNull()
  const lines = readFileSync(folder.file('log/desk.log'), 'utf8').trim().split('\n')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('a spot is not kept')
})

test('notes of updates: the place is drawn once and kept; torn ones are drawn anew', () => {
  const first = readUpdateNotes(path, () => 0.25)
  writeUpdateNotes(path, { ...first, heard: { version: '2.0.0', atMs: 5 } }, silentLog)
  expect(readUpdateNotes(path, () => 0.5)).toMatchObject({ place: 0.25, heard: { version: '2.0.0' } })
  writeFileSync(path, '{"place":0.25,')
  expect(readUpdateNotes(path, () => 0.5)).toMatchObject({ place: 0.5, heard: null })
})
