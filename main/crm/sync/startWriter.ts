/** Starts the writing thread and carries asks to it and answers back. */
import { Worker } from 'node:worker_threads'
import type { ImportProgress } from '#main/crm/sync/importFile'
import type {
  FromWriter,
  ToWriter,
  WriterOrder,
  WriterStart,
  WriterTrouble,
  WriterWork,
  WriterWorkName,
} from '#main/crm/sync/writerMessages'
import { lendProxyRoute } from '#main/desk/proxy/proxyLoan'
import type { ProxyRoute } from '#main/desk/proxy/proxyRoute'

export type WriterAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly trouble: WriterTrouble }

export interface Writer {
  /** Always settles: a thread that dies answers everything that waits with `gone`. */
  ask<Name extends WriterWorkName>(
    kind: Name,
    input: WriterWork[Name]['input'],
  ): Promise<WriterAnswer<WriterWork[Name]['output']>>
  /** Counting, importing and undoing end at their next batch; what was taken stays. */
  breakOff(): void
  /** Resolves when the thread has ended and let go of the file; nothing is told after the call. */
  stop(): Promise<void>
}

export interface WriterListener {
  /** The way to the CRM; straight when absent. */
  readonly proxies?: ProxyRoute | undefined
  onMessage(message: Extract<FromWriter, { kind: 'opened' | 'progress' | 'secrets' }>): void
  onImporting?(progress: ImportProgress): void
  /** The thread has ended without having been asked to. */
  onEnd(trouble: WriterTrouble): void
}

/**
 * People pass through and are garbage at once: a small young generation loses no speed. Told any end at all, V8 lets the
 * old one grow to twice what lives in it before it sweeps, and not to five times: 80 MB less at a load, for a twentieth
 * of its speed. The end itself is far beyond what the largest answer and the largest workbook take.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 1024 }

export function startWriter(order: WriterOrder, listener: WriterListener): Writer {
  const loan = listener.proxies === undefined ? null : lendProxyRoute(listener.proxies)
  // The only place that names the thread's file: the bundler finds it by this expression.
  const worker = new Worker(new URL('./writerThread.ts', import.meta.url), {
    workerData: { ...order, proxies: loan } satisfies WriterStart,
    transferList: loan === null ? [] : [loan],
    resourceLimits,
  })
  const waiting = new Map<number, (answer: WriterAnswer<unknown>) => void>()
  let [lastId, isStopped, hasEnded] = [0, false, false]
  let trouble: WriterTrouble = { fault: 'gone', message: 'The writing thread ended' }

  const settle = (id: number, answer: WriterAnswer<unknown>): void => {
    const resolve = waiting.get(id)
    waiting.delete(id)
    resolve?.(answer)
  }

  worker.on('message', (message: FromWriter) => {
    if (message.kind === 'answer') settle(message.id, { ok: true, value: message.output })
    else if (message.kind === 'trouble') settle(message.id, { ok: false, trouble: message.trouble })
    else if (message.kind === 'failed') trouble = message.trouble
    else if (message.kind === 'importing') listener.onImporting?.(message.progress)
    else if (!isStopped) listener.onMessage(message)
  })
  worker.on('error', (error) => {
    trouble = { fault: 'gone', message: error instanceof Error ? error.message : String(error) }
  })
  const ended = new Promise<void>((resolve) => {
    worker.on('exit', () => {
      hasEnded = true
      for (const id of [...waiting.keys()]) settle(id, { ok: false, trouble: { ...trouble, fault: 'gone' } })
      if (!isStopped) listener.onEnd(trouble)
      resolve()
    })
  })
  const post = (message: ToWriter): void => worker.postMessage(message)

  return {
    ask(kind, input) {
      if (hasEnded || isStopped) return Promise.resolve({ ok: false, trouble: { ...trouble, fault: 'gone' } })
      lastId += 1
      const id = lastId
      return new Promise((resolve) => {
        waiting.set(id, (answer) => resolve(answer as WriterAnswer<WriterWork[typeof kind]['output']>))
        post({ kind, id, input } as ToWriter)
      })
    },
    breakOff() {
      if (!isStopped && !hasEnded) post({ kind: 'breakOff' })
    },
    stop() {
      if (!isStopped && !hasEnded) post({ kind: 'stop' })
      isStopped = true
      return ended
    },
  }
}
