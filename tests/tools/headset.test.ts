/** The headset command: its rule is the one the packages install, and a list is an answer on every system. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { vendorProfiles } from '#native/profiles/vendorProfiles'
import { headsetVendors } from '#native/table/headsetVendors'
import { formatUdevRule } from '#native/udevRule'

const root = resolve(import.meta.dirname, '../..')
const run = (...options: string[]) =>
  promisify(execFile)(process.execPath, [join(root, 'tools/headset.ts'), ...options], { cwd: root })

test('the rule that packages install is the one made from the table', () => {
  expect(readFileSync(join(root, 'resources/udev/70-najva-headsets.rules'), 'utf8')).toBe(formatUdevRule())
})

test('every vendor with a profile is in the rule, keyboards and mice are left out first', () => {
  const rule = formatUdevRule()
  for (const { vendorId } of vendorProfiles) {
    expect(headsetVendors.map((vendor) => vendor.vendorId)).toContain(vendorId)
  }
  expect(rule).toContain('ATTRS{idVendor}=="0b0e", TAG+="uaccess"')
  expect(rule).toContain('ATTRS{idVendor}=="046d", ATTRS{idProduct}=="0944", TAG+="uaccess"')
  expect(rule).not.toMatch(/^ATTRS\{idVendor\}=="046d", TAG/m)
  expect(rule.indexOf('bInterfaceProtocol')).toBeLessThan(rule.indexOf('uaccess"'))
})

test('--udev prints it', async () => {
  expect((await run('--udev')).stdout).toBe(formatUdevRule())
})

test('--list tells of headsets, of none, or why it cannot', async () => {
  const told = await run('--list').catch((error: { stdout: string; code: number }) => error)
  expect(told.stdout).toMatch(
    /^(No headset is plugged in\.|driver-missing: .+|.+ \([0-9a-f]{4}:[0-9a-f]{4}\): )/,
  )
})

test('an unknown option shows the two there are', async () => {
  await expect(run('--nonsense')).rejects.toMatchObject({ code: 2 })
})
