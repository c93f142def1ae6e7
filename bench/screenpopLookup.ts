/** Measures how long the cache takes to answer who is calling, beside the same prepared statement run bare. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { percentile, type Target, toFigure } from '#bench/benchmark'
import { findExactSql } from '#main/crm/cache/cardStore'
import { type ClosableCrmCache, createCrmCache } from '#main/crm/cache/crmCache'
import { toKey } from '#main/crm/cache/numberKey'
import { createLog } from '#main/desk/log'
import { crmDatabase } from '#main/store/migrations/crmMigrations'
import { closeDatabase, openDatabase } from '#main/store/openDatabase'
import { createCustomerBook } from '#simulator/people/customerBook'
import { createRandom } from '#simulator/people/random'
import { realClock } from '#tests/support/realClock'

export interface LookupBenchOptions {
  /** People in the encrypted cache; 1,000,000 unless told, or `NAJVA_BENCH_CONTACTS`. */
  readonly contacts?: number
  /** Rounds of 5,000 lookups of each kind; 20 unless told. */
  readonly rounds?: number
  readonly log: (line: string) => void
}

export const lookupTargets: readonly Target[] = [
  { figure: 'lookupP99Ms', limit: 1 },
  { figure: 'lookupRatio', limit: 1.5 },
]

const seed = 20_261_123
const key = new Uint8Array(32).fill(42)
const roundLookups = 5000

/** The cache that is filled once and kept for the next run; a desk on the same book can open it with this key. */
export const keptCache = {
  seed,
  key,
  folderOf: (contacts: number) => join(tmpdir(), `najva-bench-cache-${seed}-${contacts}`),
  fileName: 'crm.db',
}

/** Figures with their units; the filled file stays in the system's temporary folder for the next run. */
export async function measureLookup({
  contacts = Number(process.env.NAJVA_BENCH_CONTACTS ?? 1_000_000),
  rounds = 20,
  log,
}: LookupBenchOptions): Promise<Record<string, number>> {
  const { cache, filled, path } = await openKeptCache(contacts, log)
  try {
    log(`Looking up ${rounds * roundLookups} of ${contacts} numbers …`)
    const measured = measureRounds(cache, path, contacts, rounds)
    return { contacts, ...filled, ...toFigures(measured) }
  } finally {
    await cache.close()
  }
}

/** Opens the cache that is kept between runs, and fills it when it is not there yet; whoever asks closes it. */
export async function openKeptCache(contacts: number, log: LookupBenchOptions['log']) {
  const path = join(keptCache.folderOf(contacts), keptCache.fileName)
  const source = { kind: 'practiceBook', seed, size: contacts, nowMs: realClock.nowMs() } as const
  const silent = createLog({ folder: null, level: 'silent' })
  const cache = createCrmCache({ path, key, country: () => 'IR', source, clock: realClock, log: silent })
  try {
    return { cache, path, filled: await untilReady(cache, contacts, log) }
  } catch (cause) {
    await cache.close()
    throw cause
  }
}

async function untilReady(
  cache: ClosableCrmCache,
  contacts: number,
  log: LookupBenchOptions['log'],
): Promise<Record<string, number>> {
  if (cache.state.state === 'ready') return {}
  log(`Filling an encrypted cache with ${contacts} contacts …`)
  const beganAtMs = performance.now()
  await new Promise<void>((resolve, reject) => {
    cache.onState(({ state, failure }) => {
      if (state === 'ready') resolve()
      if (state === 'unavailable') reject(new Error(`The cache cannot be filled: ${failure?.code}`))
    })
  })
  return { fillContactsPerSecond: toFigure(contacts / ((performance.now() - beganAtMs) / 1000)) }
}

/** Milliseconds of each lookup. */
interface Samples {
  readonly lookup: number[]
  readonly bare: number[]
  readonly national: number[]
  readonly unknown: number[]
}

/** The first round warms the caches and the compiler up, and is not among those answered. */
function measureRounds(cache: ClosableCrmCache, path: string, contacts: number, rounds: number): Samples[] {
  const book = createCustomerBook({ seed, size: contacts, nowMs: 0 })
  const random = createRandom(seed, 'lookups')
  const bare = openBare(path)
  const draw = () => book.numberAt(random.below(contacts))
  const measured = Array.from({ length: rounds + 1 }, () => measureRound(cache, bare.find, draw))
  bare.close()
  return measured.slice(1)
}

/**
 * The kinds take turns, each on a number of its own drawn from the whole book, so that none finds pages warm that
 * another has just read. The bare statement has a connection of its own, opened alike.
 */
function measureRound(
  cache: ClosableCrmCache,
  findBare: (key: string) => boolean,
  draw: () => string,
): Samples {
  const samples: Samples = { lookup: [], bare: [], national: [], unknown: [] }
  for (let turn = 0; turn < roundLookups; turn += 1) {
    const [known, key, national, unknown] = [draw(), toKey(draw()), toNational(draw()), `${draw()}9`]
    samples.lookup.push(timed(() => isFound(cache, known)))
    samples.bare.push(timed(() => findBare(key)))
    samples.national.push(timed(() => isFound(cache, national)))
    samples.unknown.push(timed(() => cache.lookup(unknown).ok))
  }
  return samples
}

/** Times one lookup; one that finds nobody would make the figure worthless. */
function timed(look: () => boolean): number {
  const beganAtMs = performance.now()
  const found = look()
  const tookMs = performance.now() - beganAtMs
  if (!found) throw new Error('A number of the book was not found')
  return tookMs
}

function isFound(cache: ClosableCrmCache, number: string): boolean {
  const answer = cache.lookup(number)
  return answer.ok && (answer.value.kind === 'one' || answer.value.kind === 'several')
}

const toNational = (number: string): string => (number.startsWith('+98') ? `0${number.slice(3)}` : number)

function openBare(path: string) {
  const answer = openDatabase({
    path,
    key,
    kind: crmDatabase,
    clock: realClock,
    synchronous: 'normal',
    busyTimeoutMs: 1000,
  })
  if (!answer.ok) throw new Error(answer.failure.code)
  const { database } = answer.value
  const statement = database.prepare<[string], string>(findExactSql).pluck()
  return { find: (key: string) => statement.all(key).length > 0, close: () => closeDatabase(database) }
}

function toFigures(rounds: readonly Samples[]): Record<string, number> {
  const all = (kind: keyof Samples) => rounds.flatMap((round) => round[kind])
  const [lookup, bare] = [all('lookup'), all('bare')]
  return {
    lookupP50Ms: toFigure(percentile(lookup, 0.5)),
    lookupP95Ms: toFigure(percentile(lookup, 0.95)),
    lookupP99Ms: toFigure(percentile(lookup, 0.99)),
    bareLookupP50Ms: toFigure(percentile(bare, 0.5)),
    bareLookupP95Ms: toFigure(percentile(bare, 0.95)),
    bareLookupP99Ms: toFigure(percentile(bare, 0.99)),
    lookupRatio: toFigure(percentile(rounds.map(toRatio), 0.5)),
    nationalLookupP99Ms: toFigure(percentile(all('national'), 0.99)),
    unknownLookupP99Ms: toFigure(percentile(all('unknown'), 0.99)),
  }
}

/** Of one round; the median over the rounds is told, because the machine's other work falls on either by chance. */
function toRatio({ lookup, bare }: Samples): number {
  return percentile(lookup, 0.99) / percentile(bare, 0.99)
}
