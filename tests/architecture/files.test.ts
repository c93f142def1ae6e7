/** Keeps every file short, named after its subject, and opened by one sentence that says what it is for. */
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { readSources } from '#tests/architecture/sourceFiles'

const sources = readSources()

test('no file is longer than 400 lines', () => {
  const long = sources
    .map((file) => ({ path: file.path, lines: file.text.split('\n').length }))
    .filter((file) => file.lines > 401)
  expect(long).toEqual([])
})

test('every file opens with a sentence saying what it is for', () => {
  const silent = sources.filter((file) => !/^(#!.*\n)?\/\*\*\s/.test(file.text)).map((file) => file.path)
  expect(silent).toEqual([])
})

test('no file hides behind a name that says nothing', () => {
  const empty = /^(index|utils?|helpers?|misc|common|types|constants)\.tsx?$/
  expect(sources.map((file) => file.path).filter((path) => empty.test(basename(path)))).toEqual([])
})

test('files are camelCase, components PascalCase', () => {
  const odd = sources.map((file) => file.path).filter((path) => !isWellNamed(basename(path)))
  expect(odd).toEqual([])
})

function isWellNamed(name: string): boolean {
  const stem = name.replace(/\.(test|config)?\.?tsx?$/, '').replace(/\.test$/, '')
  if (name.endsWith('.tsx') && !name.endsWith('.test.tsx')) return /^[A-Za-z][A-Za-z0-9]*$/.test(stem)
  return /^([a-z][A-Za-z0-9]*|\d{4}-[a-z0-9-]+|vite\.\w+|[A-Z][A-Za-z0-9]*)$/.test(stem)
}
