/** The importing program is killed at several points: the cache stays sound, and the same file goes on to its end. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { crmDatabase } from '#main/store/migrations/crmMigrations'
import { closeDatabase, openDatabase } from '#main/store/openDatabase'
import { loadProfileKey } from '#main/store/profileKey'
import { createImportRoom, type ImportRoom } from '#tests/main/crm/connectors/file/importRoom'
import { realClock } from '#tests/support/realClock'

let room: ImportRoom

beforeEach(() => {
  room = createImportRoom()
})
afterEach(() => room.close())

const people = 20_000
const tool = join(import.meta.dirname, '../../../../../tools/crm.ts')

/** Starts an import of its own, and kills it when it says that it has come so far; whether it was still at it. */
function importAndKill(percent: number): Promise<boolean> {
  const words = ['import', room.folder.file('many.csv'), '--profile', room.folder.path]
  const child = spawn(process.execPath, [tool, ...words], { stdio: ['ignore', 'pipe', 'ignore'] })
  let said = ''
  child.stdout.on('data', (data) => {
    said += String(data)
    const reached = [...said.matchAll(/^(\d+) %/gm)].some(([, at]) => Number(at) >= percent)
    if (reached) child.kill('SIGKILL')
  })
  return new Promise((resolve) => {
    child.on('close', (_code, signal) => resolve(signal === 'SIGKILL' && !said.includes('people added')))
  })
}

function inspect(): { readonly integrity: unknown; readonly people: unknown; readonly imported: unknown } {
  const key = loadProfileKey(room.folder.file('key'), realClock)
  if (!key.ok) throw new Error('no key')
  const opened = openDatabase({
    ...{ path: room.folder.file('crm.db'), key: key.value, kind: crmDatabase, clock: realClock },
    synchronous: 'normal',
    busyTimeoutMs: 5000,
  })
  if (!opened.ok) throw new Error(opened.failure.code)
  const { database } = opened.value
  const count = (table: string) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  const facts = {
    integrity: database.pragma('integrity_check', { simple: true }),
    people: count('person'),
    imported: count('imported'),
  }
  closeDatabase(database)
  return facts
}

test('killed twice on the way, it leaves a sound cache, whole batches and one import to undo', async () => {
  const rows = Array.from({ length: people }, (_, at) => `P${at},+98912${String(at).padStart(7, '0')}\n`)
  room.write('many.csv', `Name,Phone\n${rows.join('')}`)
  for (const percent of [10, 40]) {
    // One that came to its end before the blow is taken out and tried again.
    for (let tries = 0; !(await importAndKill(percent)); tries += 1) {
      expect(tries).toBeLessThan(5)
      await room.run(['undo-import'])
    }
    const facts = inspect()
    expect(facts.integrity).toBe('ok')
    expect(Number(facts.people) % 2000).toBe(0)
    expect(facts.imported).toBe(facts.people)
  }
  expect((await room.run(['import', 'many.csv'])).text).toContain(`${people} people added`)
  expect(inspect()).toEqual({ integrity: 'ok', people, imported: people })
  expect((await room.run(['undo-import'])).text).toContain(`${people} people removed`)
  expect(inspect()).toEqual({ integrity: 'ok', people: 0, imported: 0 })
}, 120_000)
