/** The systemd unit that is shipped: what it starts is there, systemd understands it, and it gives little away. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { root } from '#tests/architecture/sourceFiles'
import { createTempFolder } from '#tests/support/tempFolder'

const folder = createTempFolder()
afterAll(() => folder.remove())

const unit = readFileSync(join(root, 'resources/asterisk/najva-gateway.service'), 'utf8')
const settingOf = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(unit)?.[1] ?? ''

test('it starts this program as npm does, with its own Node', () => {
  const [node = '', ...words] = settingOf('ExecStart').split(' ')
  expect(existsSync(node.replace('/opt/najva', root))).toBe(true)
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(`node ${words.join(' ')}`).toBe(`${scripts.gateway} --config /etc/najva/gateway.yaml`)
  expect(existsSync(join(root, 'gateway/serve.ts'))).toBe(true)
  expect(settingOf('WorkingDirectory')).toBe('/opt/najva')
})

test('no privilege is kept and nothing but its own folder can be written', () => {
  for (const [key, value] of [
    ['User', 'najva'],
    ['NoNewPrivileges', 'yes'],
    ['CapabilityBoundingSet', ''],
    ['ProtectSystem', 'strict'],
    ['ProtectHome', 'yes'],
    ['StateDirectory', 'najva'],
    ['UMask', '0077'],
  ] as const) {
    expect(unit).toMatch(new RegExp(`^${key}=${value}$`, 'm'))
  }
})

const analyze = (...words: string[]) => spawnSync('systemd-analyze', words, { encoding: 'utf8' })
const isSystemdHere = analyze('--version').status === 0

test.skipIf(!isSystemdHere)('systemd has no complaint, and rates its exposure low', () => {
  const file = folder.file('najva-gateway.service')
  writeFileSync(file, unit.replaceAll('/opt/najva', root))
  const verified = analyze('verify', file)
  expect([verified.status, verified.stderr]).toEqual([0, ''])
  // Tenths: at most 3.0 of 10. A service that talks to a network cannot be rated 0.
  const rated = analyze('security', '--offline=true', '--threshold=30', file)
  expect([rated.status, rated.stdout.match(/Overall exposure.*/)?.[0]]).toEqual([
    0,
    expect.stringContaining('OK'),
  ])
  writeFileSync(file, unit.replaceAll('/opt/najva', root).replace('[Service]', '[Service]\nProtectSystm=yes'))
  expect(analyze('verify', file).stderr).toContain('ProtectSystm')
})
