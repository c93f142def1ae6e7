/** The thread that fills the cache from its source, in short transactions, so that a ringing call never waits. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Clock } from '#contract/time'
import { type CardStore, createCardStore } from '#main/crm/cache/cardStore'
import { toStoredCard } from '#main/crm/cache/importedCard'
import { type OpenSource, openSource } from '#main/crm/sync/cardSource'
import type { FillOrder, FillReport } from '#main/crm/sync/fillOrder'
import { crmDatabase } from '#main/store/migrations/crmMigrations'
import { closeDatabase, type Database, openDatabase } from '#main/store/openDatabase'
import { toStoreFault } from '#main/store/storeFault'

/** About 80 ms of writing: numbers fall on random pages, and each is encrypted once for a batch, so few are slow. */
const batchSize = 1000

/** Pages in the log before they go to their places (80 MB): most pages of a fill change several times. */
const checkpointPages = 20_000

/** The pause after each batch in which another connection can write. */
const pauseMs = 1

/** This thread may wait for the desk's own short writes. */
const busyTimeoutMs = 5000

const clock: Clock = {
  nowMs: () => Date.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs)
    return () => clearTimeout(timer)
  },
}

async function run(order: FillOrder): Promise<FillReport> {
  const source = await openSource(order.source)
  const opened = openDatabase({ ...order, kind: crmDatabase, clock, synchronous: 'normal', busyTimeoutMs })
  if (!opened.ok) return { kind: 'failed', fault: 'unwritable', message: opened.failure.code }
  const { database, setAside } = opened.value
  try {
    // The desk holds the file that was just moved away: it has to begin again too.
    if (setAside !== null) return { kind: 'failed', fault: 'broken', message: setAside.reason }
    database.pragma(`wal_autocheckpoint = ${checkpointPages}`)
    return fill(database, createCardStore(database), source, order)
  } finally {
    closeDatabase(database)
  }
}

function fill(database: Database, store: CardStore, source: OpenSource, order: FillOrder): FillReport {
  const stop = new Int32Array(order.stop)
  const { mark } = order
  let taken = beginAt(store, mark)
  let refused = 0
  const writeBatch = database.transaction((batch: readonly unknown[]) => {
    for (const raw of batch) {
      const card = toStoredCard(raw, order.country)
      if (card === null) refused += 1
      else store.put(card)
    }
    taken += batch.length
    store.writeFilling({ source: mark, taken, complete: false })
  }).immediate
  for (const batch of toBatches(source.cards(taken))) {
    writeBatch(batch)
    report({ kind: 'progress', taken, size: source.size })
    if (Atomics.wait(stop, 0, 0, pauseMs) === 'not-equal') return { kind: 'stopped' }
  }
  store.writeFilling({ source: mark, taken, complete: true })
  return { kind: 'done', taken, refused }
}

/** Goes on where the same source was left, otherwise begins with an empty cache. */
function beginAt(store: CardStore, mark: string): number {
  const before = store.readFilling()
  if (before !== null && before.source === mark) return before.taken
  store.clear()
  store.writeFilling({ source: mark, taken: 0, complete: false })
  return 0
}

function* toBatches(cards: Iterable<unknown>): Generator<unknown[]> {
  let batch: unknown[] = []
  for (const card of cards) {
    batch.push(card)
    if (batch.length < batchSize) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function toFailedReport(error: unknown): FillReport {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const isSystem = error instanceof Error && 'syscall' in error
  return { kind: 'failed', fault: isSystem ? 'source' : (toStoreFault(error) ?? 'surprise'), message }
}

function report(message: FillReport): void {
  parentPort?.postMessage(message)
}

report(await run(workerData as FillOrder).catch(toFailedReport))
