/** Starts the thread that fills the cache, and ends it between two batches. */
import { Worker } from 'node:worker_threads'
import type { FillOrder, FillReport } from '#main/crm/sync/fillOrder'

export interface CacheFill {
  /** Resolves when the thread has ended and let go of the file; nothing is reported after the call. */
  stop(): Promise<void>
}

/** The last report is `done`, `stopped` or `failed`; a thread that dies without one is reported as a failure. */
export function startFill(order: Omit<FillOrder, 'stop'>, onReport: (report: FillReport) => void): CacheFill {
  const stop = new SharedArrayBuffer(4)
  // The only place that names the thread's file: the bundler finds it by this expression.
  const worker = new Worker(new URL('./fillWorker.ts', import.meta.url), { workerData: { ...order, stop } })
  let isListening = true
  let hasEnded = false
  const tell = (report: FillReport): void => {
    if (!isListening || hasEnded) return
    hasEnded = report.kind !== 'progress'
    onReport(report)
  }
  const surprise = (message: string): void => tell({ kind: 'failed', fault: 'surprise', message })
  worker.on('message', tell)
  worker.on('error', (error) => surprise(error instanceof Error ? error.message : String(error)))
  const ended = new Promise<void>((resolve) => {
    worker.on('exit', (code) => {
      surprise(`The filling thread ended with ${code}`)
      resolve()
    })
  })
  return {
    stop() {
      isListening = false
      Atomics.store(new Int32Array(stop), 0, 1)
      Atomics.notify(new Int32Array(stop), 0)
      return ended
    },
  }
}
