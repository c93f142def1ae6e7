/** The profile's CRM: its settings from a file, its secrets from one that only the profile's key opens. */
import { randomBytes } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keepCrmSecrets, loadCrmSecrets, toSecretsPath } from '#main/crm/profile/crmSecrets'
import { loadCrm } from '#main/crm/profile/loadCrm'
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
  ['kind: fax\n', 'kind'],
  ['kind: rest\n', 'templatePath'],
  ['kind: rest\ntemplate: a.yaml\ncolour: blue\n', 'colour'],
  ['kind: [rest\n', 'crm.yaml'],
  ['a: &a [1]\nb: [*a, *a]\n', 'crm.yaml'],
])('%j is refused with what is wrong', (text, why) => {
  writeFileSync(folder.file('crm.yaml'), text)
  const answer = loadCrm(folder.path, key)
  expect(answer).toMatchObject({ ok: false, failure: { code: 'invalid' } })
  if (!answer.ok) expect(answer.failure.subject).toContain(why)
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
