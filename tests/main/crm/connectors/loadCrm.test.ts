/** The profile's CRM: its settings from a file, its secrets from one that only the profile's key opens. */
import { randomBytes } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CrmMistake } from '#contract/crmSync'
import { keepCrmSecrets, loadCrmSecrets, toSecretsPath } from '#main/crm/profile/crmSecrets'
import { findTemplateMistake, loadCrm } from '#main/crm/profile/loadCrm'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

let folder: TempFolder
const key = new Uint8Array(randomBytes(32))

beforeEach(() => {
  folder = createTempFolder()
})
afterEach(() => folder.remove())

test('a desk without crm.yaml has no CRM', () => {
  expect(loadCrm(folder.path, key)).toEqual({ ok: true, value: null })
})

test('the template is meant from the folder of crm.yaml, and the secrets are those of the profile', () => {
  writeFileSync(folder.file('crm.yaml'), 'kind: rest\ntemplate: mine/template.yaml\n')
  expect(keepCrmSecrets(folder.path, key, { apiKey: 'one', user: 'desk' }).ok).toBe(true)
  expect(keepCrmSecrets(folder.path, key, { apiKey: 'two' }).ok).toBe(true)
  expect(loadCrm(folder.path, key)).toEqual({
    ok: true,
    value: {
      config: { kind: 'rest', templatePath: join(folder.path, 'mine/template.yaml') },
      secrets: { apiKey: 'two', user: 'desk' },
      rules: { contactDays: null, maxMegabytes: null },
      recordingAddress: null,
    },
  })
})

test('the secrets are in no clear text, for the owner alone, and open by the profile’s key alone', () => {
  keepCrmSecrets(folder.path, key, { apiKey: 'a-planted-secret' })
  const path = toSecretsPath(folder.path)
  const bytes = readFileSync(path)
  expect(bytes.includes('a-planted-secret')).toBe(false)
  expect(bytes.includes('apiKey')).toBe(false)
  expect(statSync(path).mode & 0o077).toBe(0)
  expect(loadCrmSecrets(folder.path, new Uint8Array(randomBytes(32)))).toEqual({ ok: true, value: {} })
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1
  writeFileSync(path, bytes)
  expect(loadCrmSecrets(folder.path, key)).toEqual({ ok: true, value: {} })
})

test.each([
  ['kind: fax\n', 'crm.yaml:1: kind', { line: 1, reason: 'value', key: 'kind' }],
  ['kind: rest\n', 'template', { line: null, reason: 'missing', key: 'template' }],
  [
    'kind: rest\ntemplate: a.yaml\ncolour: blue\n',
    'crm.yaml:3',
    { line: 3, reason: 'unknown', key: 'colour' },
  ],
  ['kind: [rest\n', 'crm.yaml:', { reason: 'syntax', key: null }],
  ['kind: rest\nkind: odoo\n', 'crm.yaml:2', { line: 2, reason: 'syntax', key: null }],
  ['a: &a [1]\nb: [*a, *a]\n', 'crm.yaml:1', { line: 1, reason: 'syntax', key: null }],
  ['[['.repeat(5000), 'crm.yaml', { line: null, reason: 'syntax', key: null }],
  ['#'.repeat(70_000), 'crm.yaml', { line: null, reason: 'long', key: null }],
  ['', 'crm.yaml', { reason: 'syntax' }],
  ['kind: odoo\nurl: our\ndatabase: x\n', 'crm.yaml:2', { line: 2, reason: 'value', key: 'url' }],
  [
    'kind: rest\ntemplate: t.yaml\nkeep:\n  days: 3\n',
    'crm.yaml:4',
    { line: 4, reason: 'unknown', key: 'days' },
  ],
])('%.60j is refused with its line and what is wrong', (text, why, mistake) => {
  writeFileSync(folder.file('crm.yaml'), text)
  const answer = loadCrm(folder.path, key)
  expect(answer).toMatchObject({
    ok: false,
    failure: { code: 'invalid' },
    mistake: { file: 'crm.yaml', ...mistake },
  })
  if (!answer.ok) {
    expect(answer.failure.subject).toContain(why)
    expect(CrmMistake.parse(answer.mistake)).toEqual(answer.mistake)
  }
})

test('a template that cannot be used is told with its own file and line', () => {
  writeFileSync(folder.file('mine.yaml'), 'name: Ours\nurl: https://crm.example.com\ncolour: blue\n')
  const config = { kind: 'rest', templatePath: folder.file('mine.yaml') } as const
  expect(findTemplateMistake(config)).toMatchObject({ file: 'mine.yaml' })
  expect(findTemplateMistake({ ...config, templatePath: folder.file('away.yaml') })).toEqual({
    ...{ file: 'away.yaml', line: null, reason: 'unreadable', key: null },
  })
  expect(
    findTemplateMistake({ kind: 'rest', templatePath: resolve('resources/crm/example.yaml') }),
  ).toBeNull()
})

test('a file named at the start has to be there', () => {
  expect(loadCrm(folder.path, key, folder.file('other.yaml')).ok).toBe(false)
})

test('how long people are kept stands in the same file, and nonsense in it is told', () => {
  const write = (keep: string) =>
    writeFileSync(folder.file('crm.yaml'), `kind: rest\ntemplate: t.yaml\n${keep}\n`)
  write('keep: { contactDays: 730 }')
  const kept = loadCrm(folder.path, key)
  expect(kept.ok && kept.value?.rules).toEqual({ contactDays: 730, maxMegabytes: null })
  write('keep: { contactDays: 0 }')
  expect(loadCrm(folder.path, key)).toMatchObject({ ok: false, failure: { code: 'invalid' } })
  write('keep: { days: 3 }')
  expect(loadCrm(folder.path, key).ok).toBe(false)
})

test('where recordings are stands in the same file: over TLS, with the place of the call’s id', () => {
  const write = (recordings: string) =>
    writeFileSync(folder.file('crm.yaml'), `kind: rest\ntemplate: t.yaml\nrecordings: ${recordings}\n`)
  write("'https://recordings.example.com/play?call={callId}'")
  const kept = loadCrm(folder.path, key)
  expect(kept.ok && kept.value?.recordingAddress).toBe('https://recordings.example.com/play?call={callId}')
  for (const wrong of ["'http://x.example.com/{callId}'", 'https://x.example.com/all', '5', "'{callId}'"]) {
    write(wrong)
    expect(loadCrm(folder.path, key)).toMatchObject({ ok: false, mistake: { line: 3, key: 'recordings' } })
  }
})
