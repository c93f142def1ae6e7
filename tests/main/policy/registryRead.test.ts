/** The registry of Windows as a desk asks for it at the start: by `reg.exe`, whose part a script plays. */
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readPolicy } from '#main/policy/readPolicy'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

let folder: TempFolder

beforeEach(() => {
  folder = createTempFolder()
  mkdirSync(folder.file('System32'))
  vi.stubEnv('SystemRoot', folder.path)
})
afterEach(() => {
  vi.unstubAllEnvs()
  folder.remove()
})

/** Plays `reg.exe export KEY FILE /y /reg:64`: gives out `<hive>.reg` of the folder, or ends with 1 where there is none. */
function putReg(script = `cat "${folder.path}/$(echo "$2" | cut -d'\\' -f1).reg" >"$3" 2>/dev/null`): void {
  const path = folder.file('System32/reg.exe')
  writeFileSync(
    path,
    `#!/bin/sh\n[ "$1" = export ] && [ "$4" = /y ] && [ "$5" = /reg:64 ] || exit 9\n${script} || exit 1\n`,
  )
  chmodSync(path, 0o755)
}

function putHive(hive: string, lines: readonly string[]): void {
  const text = ['Windows Registry Editor Version 5.00', '', ...lines, ''].join('\r\n')
  writeFileSync(folder.file(`${hive}.reg`), Buffer.from(`\ufeff${text}`, 'utf16le'))
}

const enforced = (hive: string): string => `[${hive}\\SOFTWARE\\Policies\\Najva\\Enforced]`
const read = () => readPolicy('win32', 'somebody')

test('the machine’s rules are stronger than the person’s, key by key', () => {
  putReg()
  putHive('HKEY_LOCAL_MACHINE', [enforced('HKEY_LOCAL_MACHINE'), '"calls.lines"=dword:00000002'])
  putHive('HKEY_CURRENT_USER', [
    enforced('HKEY_CURRENT_USER'),
    '"calls.lines"=dword:00000006',
    '"theme"="dark"',
  ])
  expect(read()).toEqual({
    policy: { defaults: {}, enforced: { 'calls.lines': 2, theme: 'dark' } },
    problems: [],
  })
})

test('where nobody rules, nothing is in force, and nothing is wrong', () => {
  putReg()
  expect(read()).toEqual({ policy: { defaults: {}, enforced: {} }, problems: [] })
})

test.each([
  ['is not there', () => undefined],
  ['ends badly', () => putReg('exit 5')],
  ['is killed', () => putReg('kill -9 $$')],
])('a reg.exe that %s is said, and the desk starts', (_, put) => {
  put()
  const { policy, problems } = read()
  expect(policy).toEqual({ defaults: {}, enforced: {} })
  expect(problems).toHaveLength(2)
  expect(problems[0]).toMatch(/HKEY_LOCAL_MACHINE.*cannot be used/)
})

test('one hive that cannot be read takes nothing from the other', () => {
  putReg(`case "$2" in *CURRENT_USER*) exit 5;; esac; cat "${folder.path}/HKEY_LOCAL_MACHINE.reg" >"$3"`)
  putHive('HKEY_LOCAL_MACHINE', [enforced('HKEY_LOCAL_MACHINE'), '"theme"="light"'])
  const { policy, problems } = read()
  expect(policy.enforced).toEqual({ theme: 'light' })
  expect(problems).toEqual([expect.stringMatching(/HKEY_CURRENT_USER.*cannot be used/)])
})

test('nothing of it stays on the disk', () => {
  mkdirSync(folder.file('tmp'))
  vi.stubEnv('TMPDIR', folder.file('tmp'))
  putReg()
  putHive('HKEY_LOCAL_MACHINE', [enforced('HKEY_LOCAL_MACHINE'), '"theme"="light"'])
  expect(read().policy.enforced).toEqual({ theme: 'light' })
  expect(readdirSync(folder.file('tmp'))).toEqual([])
})
