/** `npm run bench -- crm-import`: a million contacts into the encrypted cache, beside the same rows inserted bare. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Benchmark, percentile, toFigure } from '#bench/benchmark'
import { insertBare } from '#bench/crmImportBare'
import { numberAt } from '#bench/crmImportContacts'
import { createCrmCache } from '#main/crm/cache/crmCache'
import { createLog } from '#main/desk/log'
import { realClock } from '#tests/support/realClock'

const key = new Uint8Array(32).fill(7)

/** Between two lookups while the import runs: about what a busy floor asks of a desk, many times over. */
const lookupEveryMs = 2

export const benchmark: Benchmark = {
  name: 'crm-import',
  about: 'a million contacts into the encrypted cache with its index of words, and lookups meanwhile',
  async run(log) {
    const contacts = Number(process.env.NAJVA_BENCH_CONTACTS ?? 1_000_000)
    const folder = mkdtempSync(join(tmpdir(), 'najva-crm-import-'))
    try {
      const source = writeExport(folder, contacts, log)
      // First, so that the memory measured is the import's own.
      const imported = await importAll({ path: join(folder, 'crm.db'), source, contacts, log })
      const bare = await insertBare({ path: join(folder, 'bare.db'), key, contacts, log })
      const figures = {
        contacts,
        ...imported,
        bareContactsPerSecond: bare,
        importToBare: toFigure(imported.contactsPerSecond / bare),
      }
      return {
        n: contacts,
        figures,
        targets: [
          { figure: 'importToBare', limit: 0.5, atLeast: true },
          { figure: 'lookupP99Ms', limit: 1 },
          { figure: 'mostResidentMb', limit: 300 },
        ],
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** In a process of its own, whose memory is not the desk's. */
function writeExport(folder: string, contacts: number, log: (line: string) => void): string {
  log(`Writing an export of ${contacts} contacts …`)
  const path = join(folder, 'export.jsonl')
  const script = fileURLToPath(new URL('./crmImportExport.ts', import.meta.url))
  execFileSync(process.execPath, [script, path, String(contacts)], { stdio: 'inherit' })
  return path
}

interface ImportOptions {
  readonly path: string
  readonly source: string
  readonly contacts: number
  readonly log: (line: string) => void
}

async function importAll({ path, source, contacts, log }: ImportOptions) {
  log(`Importing ${contacts} contacts through the writing thread, looking numbers up meanwhile …`)
  const cache = createCrmCache({
    path,
    key,
    country: () => 'IR',
    source: { kind: 'file', path: source },
    clock: realClock,
    log: createLog({ folder: null, level: 'silent' }),
  })
  const beganAtMs = performance.now()
  const lookups: number[] = []
  let mostResident = 0
  while (cache.state.state !== 'ready') {
    if (cache.writer.sync.problem !== null) throw new Error(cache.writer.sync.detail ?? 'The import failed')
    const taken = cache.writer.sync.taken
    if (taken > 0) {
      const at = (lookups.length * 7919) % taken
      const askedAtMs = performance.now()
      const answer = cache.lookup(numberAt(at))
      lookups.push(performance.now() - askedAtMs)
      if (!answer.ok || answer.value.kind !== 'one') throw new Error(`Contact ${at} was not found`)
    }
    if (lookups.length % 50 === 0) mostResident = Math.max(mostResident, process.memoryUsage.rss())
    await new Promise((resolve) => setTimeout(resolve, lookupEveryMs))
  }
  const seconds = (performance.now() - beganAtMs) / 1000
  const all = cache.lookup(numberAt(contacts - 1))
  await cache.close()
  if (!all.ok || all.value.kind !== 'one') throw new Error('The last contact was not found')
  return {
    contactsPerSecond: toFigure(contacts / seconds),
    lookups: lookups.length,
    lookupP50Ms: toFigure(percentile(lookups, 0.5)),
    lookupP99Ms: toFigure(percentile(lookups, 0.99)),
    mostResidentMb: toFigure(mostResident / 2 ** 20),
  }
}
