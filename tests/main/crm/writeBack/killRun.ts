/** Kills a desk at random points of its way into the CRM, again and again, and counts what arrived, how often, in what order. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { writeBackDatabase } from '#main/store/migrations/writeBackMigrations'
import { openDatabase } from '#main/store/openDatabase'
import { createRandom } from '#simulator/people/random'
import { peopleCount, type WriterOrder } from '#tests/main/crm/writeBack/writerOrder'
import { createCrmServer } from '#tests/support/crm/crmServer'
import { writeCrmTemplate } from '#tests/support/crm/crmTemplate'
import { createFakeClock } from '#tests/support/fakeClock'
import { createTempFolder } from '#tests/support/tempFolder'

export interface KillOutcome {
  readonly kills: number
  /** Records the desk said were finished. */
  readonly finished: number
  /** Of those, not at the CRM when all is sent. */
  readonly lost: number
  /** Records that took effect at the CRM more than once. */
  readonly duplicates: number
  /** Records that came to the CRM before an earlier one of the same person. */
  readonly outOfOrder: number
  /** Writes the CRM was asked for again, because the word of the first was lost with the process. */
  readonly repeated: number
  /** Files that were not whole after a kill. */
  readonly broken: number
}

const writer = fileURLToPath(new URL('./recordWriter.ts', import.meta.url))

/** The same seed kills at the same counts; the instants within them are the machine's. */
export async function runKills(kills: number, seed: number): Promise<KillOutcome> {
  const random = createRandom(seed, 'kills')
  const folder = createTempFolder()
  const server = await createCrmServer()
  server.delayMs = 4
  const { config, secrets } = writeCrmTemplate(server, folder.file('crm.yaml'))
  const told: number[] = []
  let broken = 0
  const start = (from: number | null) => {
    const order: WriterOrder = { folder: folder.path, config, secrets, from }
    const child = spawn(process.execPath, [writer, JSON.stringify(order)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    child.stdout.setEncoding('utf8')
    return child
  }
  try {
    for (let round = 0; round < kills; round += 1) {
      if (round % 7 === 3) server.order('lost', { kind: 'write', times: 1 })
      const child = start(round * 10_000)
      const [count, delayMs] = [1 + Math.floor(random.next() * 12), random.next() * 8]
      const closed = once(child, 'close')
      let output = ''
      child.stdout.on('data', (text: string) => {
        output += text
        if (output.split('\n').length > count) setTimeout(() => child.kill('SIGKILL'), delayMs)
      })
      const [, signal] = await closed
      if (signal !== 'SIGKILL') throw new Error('The desk ended by itself')
      told.push(
        ...output
          .split('\n')
          .slice(0, -1)
          .map((line) => Number(line.slice('finished '.length))),
      )
      if (!isWhole(folder.file('crm.db'))) broken += 1
    }
    const [code] = await once(start(null), 'close')
    if (code !== 0) throw new Error('The desk could not send what waited')
    const taken = server.activities.map(({ note }) => Number(note))
    const asked = server.requests.filter(({ kind }) => kind === 'write').length
    return {
      kills,
      finished: told.length,
      lost: told.filter((serial) => !taken.includes(serial)).length,
      duplicates: taken.length - new Set(taken).size,
      outOfOrder: countOutOfOrder(taken),
      repeated: asked - taken.length,
      broken,
    }
  } finally {
    await server.close()
    folder.remove()
  }
}

function countOutOfOrder(taken: readonly number[]): number {
  const last = new Map<number, number>()
  let count = 0
  for (const serial of taken) {
    const person = serial % peopleCount
    if (serial < (last.get(person) ?? -1)) count += 1
    last.set(person, Math.max(serial, last.get(person) ?? -1))
  }
  return count
}

function isWhole(path: string): boolean {
  const key = new Uint8Array(32).fill(9)
  const request = {
    path,
    key,
    kind: writeBackDatabase,
    clock: createFakeClock(),
    synchronous: 'full',
  } as const
  const answer = openDatabase({ ...request, busyTimeoutMs: 0 })
  if (!answer.ok) return false
  const { database, setAside } = answer.value
  const verdict = database.pragma('integrity_check', { simple: true })
  database.close()
  return verdict === 'ok' && setAside === null
}
