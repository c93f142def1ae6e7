/** Kills a desk that takes from a CRM and writes notes, again and again, and counts what is not as it should be. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { crmDatabase } from '#main/store/migrations/crmMigrations'
import { type Database, openDatabase } from '#main/store/openDatabase'
import { createRandom } from '#simulator/people/random'
import { key } from '#tests/main/crm/cacheBench'
import { personOf } from '#tests/main/crm/sync/crmRoom'
import { createCrmServer } from '#tests/support/crm/crmServer'
import { writeCrmTemplate } from '#tests/support/crm/crmTemplate'
import { realClock } from '#tests/support/realClock'
import { createTempFolder } from '#tests/support/tempFolder'

export interface KillFindings {
  readonly kills: number
  /** Kills in a full load and in a delta: neither may be left out. */
  readonly inFull: number
  readonly inDelta: number
  /** Files that did not pass `integrity_check`, or could not be opened as they were. */
  readonly broken: number
  /** Notes that were said to be on the disk. */
  readonly notes: number
  readonly lostNotes: number
  /** People of the CRM who are missing or old, or who are there and should not be, when all was taken at last. */
  readonly wrongPeople: number
}

const people = 1500

/** These are never removed, and notes are written about them alone: a note goes with its person, as it should. */
const staying = 1000
const child = fileURLToPath(new URL('./syncChild.ts', import.meta.url))

/** The seed decides when each process is killed, and who changes between two of them. */
export async function runKillRounds(kills: number, seed: number): Promise<KillFindings> {
  const folder = createTempFolder()
  const server = await createCrmServer({ people: Array.from({ length: people }, (_, at) => personOf(at)) })
  server.delayMs = 4
  const { config } = writeCrmTemplate(server, folder.file('template.yaml'), { size: 50 })
  const path = folder.file('crm.db')
  const order = JSON.stringify({ path, config, secrets: { apiKey: server.apiKey } })
  const random = createRandom(seed, 'kills')
  const told = new Set<string>()
  const counts = { inFull: 0, inDelta: 0, broken: 0 }
  try {
    for (let round = 0; round < kills; round += 1) {
      for (let change = 0; change < 20; change += 1) {
        const at = random.below(people)
        if (at >= staying) server.people.remove(`p${at}`)
        else server.people.put(personOf(at, { name: `Round ${round}` }))
      }
      const process = await startChild(order, round, round % 3 === 1 ? 'full' : '')
      // Some in the very first page, some when all is taken and deltas follow one another.
      await Promise.race([process.untilTold(random.below(round % 3 === 0 ? 8 : 60)), process.ended])
      process.kill()
      await process.ended
      for (const note of process.told('note')) told.add(note)
      const phase = process.told('run').at(-1)
      if (phase === 'full') counts.inFull += 1
      if (phase === 'delta') counts.inDelta += 1
      const database = openWhole(path)
      if (database === null) counts.broken += 1
      database?.close()
    }
    const last = await startChild(order, kills, 'last')
    await last.untilDone()
    last.kill()
    await last.ended
    for (const note of last.told('note')) told.add(note)
    const database = openWhole(path)
    if (database === null) throw new Error('The file is broken')
    const kept = new Set(database.prepare<[], string>('SELECT text FROM own_note').pluck().all())
    const lostNotes = [...told].filter((note) => !kept.has(note))
    const wrongPeople = countWrong(database, server.people)
    database.close()
    return { kills, ...counts, notes: told.size, lostNotes: lostNotes.length, wrongPeople }
  } finally {
    await server.close()
    folder.remove()
  }
}

async function startChild(order: string, round: number, manner: '' | 'full' | 'last') {
  const running = spawn(process.execPath, [child, order, String(round), manner], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  const waiting = new Set<() => void>()
  let rest = ''
  running.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
    for (const look of [...waiting]) look()
  })
  const ended = once(running, 'close')
  const until = (isSo: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!isSo()) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  return {
    ended,
    kill: () => running.kill('SIGKILL'),
    untilTold: (count: number) => until(() => lines.length > count),
    untilDone: () => until(() => lines.includes('done')),
    told: (word: string) =>
      lines.filter((each) => each.startsWith(`${word} `)).map((each) => each.slice(word.length + 1)),
  }
}

/** null when the file had to be set aside or has a fault. */
function openWhole(path: string): Database | null {
  const answer = openDatabase({
    path,
    key,
    kind: crmDatabase,
    clock: realClock,
    synchronous: 'normal',
    busyTimeoutMs: 0,
  })
  if (!answer.ok) return null
  const { database, setAside } = answer.value
  const isWhole = setAside === null && database.pragma('integrity_check', { simple: true }) === 'ok'
  const isIndexWhole = isWhole && hasWholeIndex(database)
  if (isIndexWhole) return database
  database.close()
  return null
}

/** FTS5's own check of its tables. Throws what it finds. */
function hasWholeIndex(database: Database): boolean {
  database.exec(`INSERT INTO person_text (person_text, rank) VALUES ('integrity-check', 0)`)
  return true
}

interface Book {
  get(id: string): { readonly name: string; readonly deleted?: true } | undefined
}

function countWrong(database: Database, book: Book): number {
  const rows = database.prepare<[], string>('SELECT card FROM person').pluck().all()
  const names = new Map(
    rows
      .map((row) => JSON.parse(row) as { personId: string; name: string })
      .map((card) => [card.personId, card.name]),
  )
  const numbers = database.prepare<[], number>('SELECT count(*) FROM number').pluck().get() ?? 0
  let wrong = Math.abs(numbers - rows.length)
  for (let at = 0; at < people; at += 1) {
    const person = book.get(`p${at}`)
    const expected = person === undefined || person.deleted === true ? undefined : person.name
    if (names.get(`p${at}`) !== expected) wrong += 1
  }
  return wrong + Math.abs(rows.length - names.size)
}
