/** Proves that secrets and numbers stay out of the log, and that the log does not grow for ever. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLog, maskNumbers } from '#main/desk/log'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'najva-log-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('passwords, tokens and SIP access are never written', () => {
  const log = createLog({ folder, level: 'info' })
  log.info({ password: 'p1', session: { token: 't1', sip: { password: 'p2' } }, user: 'demo' }, 'said')
  const text = readFileSync(join(folder, 'desk.log'), 'utf8')
  expect(text).toContain('demo')
  expect(text).not.toMatch(/p1|t1|p2/)
})

test('numbers in running text keep their last two digits only', () => {
  expect(maskNumbers('call from +989121234567 to 8001')).toBe('call from •••••••••••67 to 8001')
})

test.each([
  ['+98 912 345 6789', '•••••••••••89'],
  ['0912 345 6789', '•••••••••89'],
  ['(021) 8800-1122', '(•••••••••22'],
  ['+98\u00a0912\u202f345\u20096789', '•••••••••••89'],
  ['۰۹۱۲۳۴۵۶۷۸۹', '•••••••••۸۹'],
  ['۰۹۱۲ ۳۴۵ ۶۷۸۹', '•••••••••۸۹'],
  ['٠٩١٢-٣٤٥-٦٧٨٩', '•••••••••٨٩'],
  ['\u202a+98 912\u202c 345–67/89', '\u202a•••••••••••89'],
])('a number as people write it is masked too: %s', (written, masked) => {
  expect(maskNumbers(`of ${written}, twice`)).toBe(`of ${masked}, twice`)
})

test('days, times, addresses and short numbers are left for whoever reads the log', () => {
  const line =
    'since 2026-11-23T06:00:00.000Z at 192.168.10.25:8443, 12 of 600 rows, code 8001, day 2026-11-23 12'
  expect(maskNumbers(line)).toBe(line)
  expect(maskNumbers('2026-11-23 09121234567')).toBe('2026-11-23 •••••••••67')
})

test('numbers are masked wherever they stand in a line: words, fields, errors; ids that tie lines together stay', () => {
  const log = createLog({ folder, level: 'info' })
  log.warn(
    { callId: '1795410835.17', detail: 'no +989121234567', rows: [{ raw: '۰۹۱۲۱۲۳۴۵۶۷' }] },
    'of 09121234567',
  )
  log.error({ err: new Error('lookup of 09121234567') }, 'failed')
  const text = readFileSync(join(folder, 'desk.log'), 'utf8')
  expect(text).toContain('"callId":"1795410835.17"')
  expect(text).not.toMatch(/9121234567|۹۱۲۱۲۳۴۵۶۷/)
  expect(text).toContain('lookup of •••••••••67')
})

test('a long log is put away at the next start', () => {
  writeFileSync(join(folder, 'desk.log'), 'x'.repeat(5 * 1024 * 1024 + 1))
  createLog({ folder, level: 'info' }).info('new')
  expect(statSync(join(folder, 'desk.log')).size).toBeLessThan(1000)
  expect(existsSync(join(folder, 'desk.old.log'))).toBe(true)
})

test('a folder that cannot be made leaves a log all the same', () => {
  writeFileSync(join(folder, 'file'), '')
  expect(() => createLog({ folder: join(folder, 'file'), level: 'silent' }).info('said')).not.toThrow()
})

test('the log is for its owner alone', () => {
  createLog({ folder, level: 'info' }).info('said')
  expect(statSync(join(folder, 'desk.log')).mode & 0o077).toBe(0)
})
