/** `npm run gateway -- audit` on a real store: a whole log is proved, a broken one shown to be, and entries are written. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AuditEntry } from '#contract/audit'
import { AgentId, CallId, MonitorId } from '#contract/ids'
import { type AuditOptions, auditCommand } from '#gateway/commandLine/auditCommand'
import { toAuditPeriod } from '#gateway/commandLine/auditPeriod'
import type { AuditFact } from '#gateway/store/auditLog'
import { createStore, type Store } from '#gateway/store/createStore'
import { openDatabase } from '#gateway/store/openDatabase'
import { createFakeClock } from '#tests/support/fakeClock'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

const clock = createFakeClock()
let folder: TempFolder
let path: string
let store: Store | null
let said: string[]

beforeEach(() => {
  folder = createTempFolder()
  path = folder.file('gateway.db')
  store = createStore(path, clock, silentLog)
  said = []
})
afterEach(() => {
  store?.close()
  folder.remove()
})

const started: AuditFact = {
  atMs: Date.parse('2026-11-20T10:00:00Z'),
  kind: 'started',
  monitorId: MonitorId.parse('m-1'),
  byId: AgentId.parse('user-leila'),
  byName: 'لیلا کریمی',
  agentId: AgentId.parse('user-sara'),
  agentName: 'Ahmadi, Sara "SA"',
  callId: CallId.parse('c-1'),
  callerNumber: '+989121112233',
  detail: 'listen',
}

function append(count: number, change: (index: number) => Partial<AuditFact> = () => ({})): void {
  for (let index = 0; index < count; index += 1) store?.audit.append({ ...started, ...change(index) })
}

function audit(options: Partial<AuditOptions> = {}): Promise<number> {
  const site = { store: path, timeZone: 'Asia/Tehran' }
  const shared = { site, from: null, to: null, format: 'csv', exportTo: null } as const
  return auditCommand({ ...shared, ...options, print: (line) => said.push(line) })
}

/** As somebody with the file in their hands would. */
function meddle(sql: string): void {
  store?.close()
  store = null
  const { database } = openDatabase(path, clock, silentLog)
  database.exec('DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_shortened')
  database.exec(sql)
  database.close()
}

test('a whole log is whole, beside the gateway that writes it, and says the seal to keep', async () => {
  append(2500)
  expect(await audit()).toBe(0)
  const seal = store?.audit.read(null, 1, null)[0]?.seal
  expect(said).toEqual([
    'The log is whole: entries 1 to 2500 fit their seals.',
    `The newest seal is ${seal}; kept elsewhere, it proves later that none of these was cut off.`,
  ])
  append(1)
  expect(await audit()).toBe(0)
  expect(said.at(-2)).toContain('1 to 2501')
})

test('a log without entries is whole', async () => {
  expect(await audit()).toBe(0)
  expect(said).toEqual(['The log is whole: it has no entry yet.'])
})

test.each([
  ['changed', "UPDATE audit SET by_name = 'Somebody' WHERE serial = 3", 3],
  ['removed', 'DELETE FROM audit WHERE serial = 3', 3],
  ['removed at the beginning', 'DELETE FROM audit WHERE serial = 1', 1],
  ['put to another time', 'UPDATE audit SET at_ms = at_ms + 1 WHERE serial = 5', 5],
])('an entry that was %s is named, and the command fails', async (_, sql, serial) => {
  append(5)
  meddle(sql)
  expect(await audit()).toBe(1)
  expect(said[0]).toContain(`BROKEN at entry ${serial}:`)
  expect(said[1]).toBe(
    serial === 1 ? 'Nothing in it can be trusted.' : `Entries 1 to ${serial - 1} still fit.`,
  )
})

test('a broken log can be written to a file all the same, as it stands', async () => {
  append(3)
  meddle("UPDATE audit SET kind = 'nonsense', at_ms = 9e15 WHERE serial = 2")
  const file = folder.file('log.csv')
  expect(await audit({ exportTo: file })).toBe(1)
  expect(said.at(-1)).toBe(`3 entries written to ${file}`)
  expect(readFileSync(file, 'utf8')).toContain('\r\n2,9000000000000000,nonsense,')
})

test('as lines of JSON, every entry comes back as it was', async () => {
  append(3, (index) => ({ callerNumber: index === 1 ? null : '+98912', detail: `line\n${index}` }))
  const file = folder.file('log.jsonl')
  expect(await audit({ exportTo: file, format: 'jsonl' })).toBe(0)
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  const entries = lines.map((line) => AuditEntry.parse(JSON.parse(line)))
  expect(entries).toEqual(store?.audit.read(null, 10, null).reverse())
  expect(statSync(file).mode & 0o077).toBe(0)
  // What is written for IT is enough to find every seal again.
  let before = '0'.repeat(64)
  for (const line of lines) {
    const { seal, ...entry } = JSON.parse(line)
    const sorted = JSON.stringify(entry, Object.keys(entry).sort())
    expect(createHash('sha256').update(before).update(sorted).digest('hex')).toBe(seal)
    before = seal
  }
})

test('as a table, names keep their commas and quotes, and nothing runs as a formula', async () => {
  append(1, () => ({ detail: '=HYPERLINK("http://x")', byName: '-2+3' }))
  const file = folder.file('log.csv')
  expect(await audit({ exportTo: file })).toBe(0)
  const seal = store?.audit.read(null, 1, null)[0]?.seal
  expect(readFileSync(file, 'utf8')).toBe(
    '\uFEFFserial,at,kind,monitorId,byId,byName,agentId,agentName,callId,callerNumber,detail,seal\r\n' +
      `1,2026-11-20T10:00:00.000Z,started,m-1,user-leila,'-2+3,user-sara,"Ahmadi, Sara ""SA""",c-1,+989121112233,"'=HYPERLINK(""http://x"")",${seal}\r\n`,
  )
})

test('a period is whole days of the site, the last included, or exact times', async () => {
  // Midnight in Tehran is 20:30 UTC of the day before.
  const times = [
    '2026-11-19T20:29:59Z',
    '2026-11-19T20:30:00Z',
    '2026-11-20T20:29:59Z',
    '2026-11-20T20:30:00Z',
  ]
  append(times.length, (index) => ({ atMs: Date.parse(times[index] ?? '') }))
  const serials = async (from: string | null, to: string | null) => {
    const exportTo = folder.file(`${said.length}.jsonl`)
    expect(await audit({ exportTo, format: 'jsonl', from, to })).toBe(0)
    return [...readFileSync(exportTo, 'utf8').matchAll(/"serial":(\d+)/g)].map(([, serial]) => Number(serial))
  }
  expect(await serials('2026-11-20', '2026-11-20')).toEqual([2, 3])
  expect(await serials('2026-11-20', null)).toEqual([2, 3, 4])
  expect(await serials(null, '2026-11-19')).toEqual([1])
  expect(await serials('2026-11-20T00:00:00+03:30', '2026-11-20T20:30:00Z')).toEqual([2, 3])
})

test.each([
  ['2026-02-30', null, /--from needs a day such as/],
  ['yesterday', null, /not "yesterday"/],
  ['2026-11-20T08:00', null, /--from needs/],
  [null, '20/11/2026', /--to needs/],
  ['2026-11-21', '2026-11-20', /lies before/],
])('from %s to %s is answered with a sentence', (from, to, sentence) => {
  expect(toAuditPeriod(from, to, 'Asia/Tehran')).toMatch(sentence)
})

test('a day that begins with a change of clocks begins where it begins', () => {
  // In Cairo the clocks went from 0:00 to 1:00 on 26 April 2024.
  const period = toAuditPeriod('2024-04-26', '2024-04-26', 'Africa/Cairo')
  expect(period).toEqual({
    fromMs: Date.parse('2024-04-25T22:00:00Z'),
    untilMs: Date.parse('2024-04-26T21:00:00Z'),
  })
})

test('a file that is there already is not written over', async () => {
  append(1)
  const file = folder.file('evidence.csv')
  writeFileSync(file, 'mine')
  await expect(audit({ exportTo: file })).rejects.toThrow(/evidence\.csv cannot be written \(EEXIST\)/)
  expect(readFileSync(file, 'utf8')).toBe('mine')
})

test('no store, a file that is none and a store without a log are said; nothing is made or mended', async () => {
  const absent = { store: folder.file('absent.db'), timeZone: 'UTC' }
  await expect(audit({ site: absent })).rejects.toThrow(/absent\.db cannot be read as a gateway's store/)
  expect(existsSync(absent.store)).toBe(false)
  const text = { store: folder.file('text.db'), timeZone: 'UTC' }
  writeFileSync(text.store, 'a letter to somebody'.repeat(100))
  await expect(audit({ site: text })).rejects.toThrow(/text\.db cannot be read .*SQLITE_NOTADB/)
  meddle('DROP TABLE audit')
  await expect(audit()).rejects.toThrow(/has no log of monitoring/)
})
