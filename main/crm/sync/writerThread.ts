/** The thread that owns every write to the cache's file and every word with the CRM; the desk only reads. */
import { dirname } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import type { Clock } from '#contract/time'
import { openSourceConnector } from '#main/crm/sync/sourceConnector'
import { readSyncMark } from '#main/crm/sync/syncFile'
import { type FromWriter, type ToWriter, toTrouble, type WriterStart } from '#main/crm/sync/writerMessages'
import { createWriterRoom } from '#main/crm/sync/writerRoom'
import { borrowProxyRoute } from '#main/desk/proxy/proxyLoan'
import { trustSystemRoots } from '#main/desk/proxy/systemRoots'
import { crmDatabase } from '#main/store/migrations/crmMigrations'
import { closeDatabase, openDatabase } from '#main/store/openDatabase'
import { toStoreFault } from '#main/store/storeFault'

/** Pages in the log before they go to their places (80 MB): most pages of a full load change several times. */
const checkpointPages = 20_000

/** The desk writes nothing; another process on the same profile may, for a moment. */
const busyTimeoutMs = 5000

const clock: Clock = {
  nowMs: () => Date.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs)
    return () => clearTimeout(timer)
  },
}

function tell(message: FromWriter): void {
  parentPort?.postMessage(message)
}

function serve({ proxies, ...order }: WriterStart): void {
  const opened = openDatabase({ ...order, kind: crmDatabase, clock, synchronous: 'normal', busyTimeoutMs })
  if (!opened.ok) {
    fail('unwritable', opened.failure.code)
    return
  }
  const { database, setAside } = opened.value
  // The desk reads the file that was just moved away: it has to begin again too.
  if (setAside !== null) {
    closeDatabase(database)
    fail('broken', setAside.reason)
    return
  }
  database.pragma(`wal_autocheckpoint = ${checkpointPages}`)
  // 24 MB hold most pages of one transaction, so that few are written before its end; the desk has its own.
  database.pragma('cache_size = -24000')
  // Each thread has a list of its own; the desk has said what could not be read.
  if (order.source?.kind === 'crm') trustSystemRoots()
  const connector = openSourceConnector(order.source, {
    clock,
    proxies: proxies === null ? undefined : borrowProxyRoute(proxies),
    keepSecrets: (changed) => tell({ kind: 'secrets', changed }),
  })
  const room = createWriterRoom({
    ...order,
    profileDir: dirname(order.path),
    database,
    connector,
    nowMs: clock.nowMs,
    onProgress: (progress) => tell({ kind: 'progress', progress }),
    onImporting: (progress) => tell({ kind: 'importing', progress }),
  })
  parentPort?.on('message', (message: ToWriter) => {
    if (message.kind === 'stop') {
      // A socket that the CRM keeps open does not keep the thread.
      void room.close().finally(() => {
        closeDatabase(database)
        process.exit()
      })
      return
    }
    if (message.kind === 'breakOff') {
      room.breakOff()
      return
    }
    const { id } = message
    room.carryOut(message).then(
      (output) => tell({ kind: 'answer', id, output }),
      (error: unknown) => tell({ kind: 'trouble', id, trouble: toTrouble(error, toStoreFault(error)) }),
    )
  })
  tell({ kind: 'opened', can: connector.can, file: readSyncMark(database) })
}

function fail(fault: 'broken' | 'unwritable' | 'surprise', message: string): void {
  tell({ kind: 'failed', trouble: { fault, message } })
  parentPort?.close()
}

try {
  serve(workerData as WriterStart)
} catch (error) {
  tell({ kind: 'failed', trouble: toTrouble(error, toStoreFault(error)) })
  parentPort?.close()
}
