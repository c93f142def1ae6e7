/** A desk killed in the middle of a keystroke loses nothing that it said was kept. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CallId } from '#contract/ids'
import { createWrapUpStore } from '#main/desk/wrapUp/wrapUpStore'
import { deskDatabase } from '#main/store/migrations/deskMigrations'
import { openDatabase } from '#main/store/openDatabase'
import { createFakeClock } from '#tests/support/fakeClock'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

const kills = 30
const key = new Uint8Array(32).fill(9)
const writer = fileURLToPath(new URL('./draftWriter.ts', import.meta.url))

let folder: TempFolder
let path: string

beforeEach(() => {
  folder = createTempFolder()
  path = folder.file('desk.db')
})

afterEach(() => folder.remove())

interface Told {
  readonly draft: number
  readonly records: readonly number[]
}

/** Starts the writer, kills it once it has told `count` things, and answers everything it told. */
async function killAfter(count: number, from: number): Promise<Told> {
  const child = spawn(process.execPath, [writer, path, String(from)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (output.split('\n').length > count) child.kill('SIGKILL')
  })
  const [, signal] = await once(child, 'close')
  expect(signal).toBe('SIGKILL')
  const lines = output.split('\n').slice(0, -1)
  const told = (word: string) =>
    lines.filter((each) => each.startsWith(word)).map((each) => Number(each.slice(word.length + 1)))
  return { draft: Math.max(...told('draft')), records: told('record') }
}

function isWhole(): boolean {
  const answer = openDatabase({
    path,
    key,
    kind: deskDatabase,
    clock: createFakeClock(),
    synchronous: 'full',
    busyTimeoutMs: 0,
  })
  if (!answer.ok) return false
  const { database } = answer.value
  const verdict = database.pragma('integrity_check', { simple: true })
  database.close()
  return verdict === 'ok' && answer.value.setAside === null
}

test(`killed ${kills} times, the last draft told of is there, and every finished record once`, async () => {
  let from = 0
  const records: number[] = []
  for (let round = 0; round < kills; round += 1) {
    const told = await killAfter(1 + ((round * 37) % 90), from)
    records.push(...told.records)
    expect(isWhole()).toBe(true)
    const store = createWrapUpStore({ path, key, clock: createFakeClock(), log: silentLog })
    const kept = store.loadDraft(CallId.parse('typing'))
    const revision = kept.ok ? (kept.value?.revision ?? -1) : -1
    const unsent = store.unsent().map((record) => record.writtenAtMs)
    const finishedDrafts = unsent.map((each) => store.loadDraft(CallId.parse(`call-${each}`)))
    store.close()
    expect(revision).toBeGreaterThanOrEqual(told.draft)
    expect(kept.ok && kept.value?.note).toBe(`written ${revision} `.repeat(1 + (revision % 200)))
    expect(unsent).toEqual(expect.arrayContaining(records))
    expect(new Set(unsent).size).toBe(unsent.length)
    expect(finishedDrafts.every((draft) => draft.ok && draft.value === null)).toBe(true)
    from = revision + 1
  }
  expect(readdirSync(folder.path).filter((name) => name.includes('set-aside'))).toEqual([])
}, 120_000)
