/** What the desk tells the thread that writes the cache, and what it hears back. */

import type { MessagePort } from 'node:worker_threads'
import type { ColumnMapping } from '#contract/columnMapping'
import type { LastImport } from '#contract/contactImport'
import type { OwnNote } from '#main/crm/cache/cardNotes'
import type { CrmAbilities } from '#main/crm/connector/connector'
import type { CrmActivity } from '#main/crm/connector/crmActivity'
import type { CrmAnswer } from '#main/crm/connector/crmAnswer'
import type { CrmSecrets } from '#main/crm/connector/crmConfig'
import type { CountedFile } from '#main/crm/connectors/file/countFile'
import type { PreviewAnswer, PreviewOrder } from '#main/crm/connectors/file/previewFile'
import type { Refreshed, RefreshSubject } from '#main/crm/sync/cacheWriter'
import type { CardSource } from '#main/crm/sync/cardSource'
import type { ImportOrder, ImportOutcome, ImportProgress, UndoneImport } from '#main/crm/sync/importFile'
import type { KeepRules } from '#main/crm/sync/keepRules'
import type { SyncMark } from '#main/crm/sync/syncFile'
import type { SyncOrder, SyncOutcome, SyncProgress } from '#main/crm/sync/syncRun'
import type { StoreFault } from '#main/store/storeFault'

/** The thread's data at its start. */
export interface WriterOrder {
  readonly path: string
  /** 32 bytes. */
  readonly key: Uint8Array
  /** null while the site has none: the thread then writes notes. */
  readonly source: CardSource | null
  /** ISO 3166 alpha-2, for numbers in national form. */
  readonly country: string
  readonly rules: KeepRules
}

/** With the way to the CRM through proxies, where the desk has one. */
export interface WriterStart extends WriterOrder {
  readonly proxies: MessagePort | null
}

/** Each thing the thread is asked to do, with its input and what it answers. */
export interface WriterWork {
  notes: { readonly input: readonly OwnNote[]; readonly output: null }
  sync: { readonly input: SyncOrder; readonly output: SyncOutcome }
  refresh: {
    readonly input: { readonly subject: RefreshSubject; readonly timeoutMs: number }
    readonly output: CrmAnswer<Refreshed>
  }
  write: {
    readonly input: { readonly activity: CrmActivity; readonly timeoutMs: number }
    readonly output: CrmAnswer<null>
  }
  /** Answers the person's numbers. */
  forget: { readonly input: string; readonly output: readonly string[] }
  /** Answers how many people went. */
  tidy: { readonly input: null; readonly output: number }
  /** The path of a broken cache; answers how many imported people came over from it. */
  rescue: { readonly input: string; readonly output: number }
  /** `mapping` null: as it was mapped the last time, or as it can be guessed. */
  preview: {
    readonly input: PreviewOrder & { readonly mapping: ColumnMapping | null }
    readonly output: PreviewAnswer
  }
  /** Answers null when it was broken off. */
  count: { readonly input: ImportOrder; readonly output: CountedFile | null }
  /** Answers null when nothing was imported, or all was undone. */
  lastImport: { readonly input: null; readonly output: LastImport | null }
  import: { readonly input: ImportOrder; readonly output: ImportOutcome }
  /** Answers null when there was no import to undo. */
  undoImport: { readonly input: null; readonly output: UndoneImport | null }
}

export type WriterWorkName = keyof WriterWork

export type WriterAsk = {
  [Name in WriterWorkName]: {
    readonly kind: Name
    readonly id: number
    readonly input: WriterWork[Name]['input']
  }
}[WriterWorkName]

/** `breakOff`: of the work with files, what goes on and what waits. */
export type ToWriter = WriterAsk | { readonly kind: 'stop' } | { readonly kind: 'breakOff' }

/** `gone`: the thread ended before it could answer. */
export interface WriterTrouble {
  readonly fault: StoreFault | 'surprise' | 'gone'
  readonly message: string
}

export type FromWriter =
  | { readonly kind: 'opened'; readonly can: CrmAbilities; readonly file: SyncMark | null }
  /** The CRM gave other secrets than it was signed in with: kept, or the next start cannot sign in. */
  | { readonly kind: 'secrets'; readonly changed: CrmSecrets }
  /** The last message: the file or the connector cannot be used. */
  | { readonly kind: 'failed'; readonly trouble: WriterTrouble }
  | { readonly kind: 'progress'; readonly progress: SyncProgress }
  | { readonly kind: 'importing'; readonly progress: ImportProgress }
  | { readonly kind: 'answer'; readonly id: number; readonly output: unknown }
  | { readonly kind: 'trouble'; readonly id: number; readonly trouble: WriterTrouble }

export function toTrouble(error: unknown, fault: StoreFault | null): WriterTrouble {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return { fault: fault ?? 'surprise', message }
}
