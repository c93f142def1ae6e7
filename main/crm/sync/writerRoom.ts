/** Everything the writing thread does, on one open file and one connector. */
import type { LastImport } from '#contract/contactImport'
import { createPeopleFile } from '#main/crm/cache/peopleFile'
import type { CrmConnector } from '#main/crm/connector/connector'
import { type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import { proposeMapping } from '#main/crm/connectors/file/columnMapping'
import { countFile } from '#main/crm/connectors/file/countFile'
import { previewFile } from '#main/crm/connectors/file/previewFile'
import { loadImportMap } from '#main/crm/profile/importMaps'
import { forgetPerson } from '#main/crm/sync/forgetPerson'
import {
  countImported,
  type ImportProgress,
  importFile,
  readLastImport,
  undoImport,
} from '#main/crm/sync/importFile'
import { createIntake } from '#main/crm/sync/intake'
import { refreshPeople } from '#main/crm/sync/refreshPeople'
import { rescueImported } from '#main/crm/sync/rescueImported'
import { runSync, type SyncOutcome, type SyncProgress } from '#main/crm/sync/syncRun'
import { tidyPeople } from '#main/crm/sync/tidyPeople'
import type { WriterAsk, WriterOrder } from '#main/crm/sync/writerMessages'
import type { Database } from '#main/store/openDatabase'

export interface WriterRoomOptions extends Omit<WriterOrder, 'path' | 'source'> {
  readonly database: Database
  /** Where it is remembered how columns were mapped. */
  readonly profileDir: string
  readonly connector: CrmConnector
  readonly nowMs: () => number
  onProgress(progress: SyncProgress): void
  onImporting?(progress: ImportProgress): void
}

export interface WriterRoom {
  /** The answer of one ask. Throws what SQLite throws: nothing of that ask was kept then, but for a sync's pages. */
  carryOut(ask: WriterAsk): Promise<unknown>
  /** Ends the work with files that goes on or waits, at its next batch. */
  breakOff(): void
  /** Ends what waits for the CRM; settles when nothing touches the file any more. */
  close(): Promise<void>
}

export function createWriterRoom(options: WriterRoomOptions): WriterRoom {
  const { database, profileDir, connector, key, country, rules, nowMs, onProgress } = options
  const people = createPeopleFile(database)
  const intake = createIntake({ database, people, key, country, rules, nowMs })
  const closing = new AbortController()
  const lasting = new Set<Promise<unknown>>()
  const refreshes = new Map<string, Promise<CrmAnswer<unknown>>>()

  const addNotes = database.transaction((notes: Extract<WriterAsk, { kind: 'notes' }>['input']) => {
    for (const note of notes) people.addNote(note)
  }).immediate

  const refresh = (input: Extract<WriterAsk, { kind: 'refresh' }>['input']): Promise<CrmAnswer<unknown>> => {
    const name = JSON.stringify(input.subject)
    const same = refreshes.get(name)
    if (same !== undefined) return same
    const asked = within(input.timeoutMs, closing.signal, (signal) =>
      refreshPeople(input.subject, { database, intake, connector, country }, signal),
    ).finally(() => refreshes.delete(name))
    refreshes.set(name, asked)
    return asked
  }

  let syncing: Promise<SyncOutcome> | null = null
  const sync = async (order: Extract<WriterAsk, { kind: 'sync' }>['input']): Promise<SyncOutcome> => {
    // Two runs would write over each other's cursor.
    if (syncing !== null) await syncing.catch(() => null)
    const aheadMs = order.nowMs - nowMs()
    const tools = { database, people, intake, connector, signal: closing.signal, onProgress }
    syncing = runSync(order, { ...tools, nowMs: () => nowMs() + aheadMs })
    return syncing
  }

  let importing: Promise<unknown> = Promise.resolve()
  const breaks = new Set<AbortController>()
  const importTools = {
    ...{ database, people, intake, country, nowMs },
    onProgress: (progress: ImportProgress) => options.onImporting?.(progress),
  }
  /** One at a time: each counts whom it added. */
  const oneImport = <T>(
    work: (tools: typeof importTools & { readonly signal: AbortSignal }) => Promise<T>,
  ): Promise<T> => {
    const mine = new AbortController()
    breaks.add(mine)
    const signal = AbortSignal.any([closing.signal, mine.signal])
    const done = importing.then(() => work({ ...importTools, signal })).finally(() => breaks.delete(mine))
    importing = done.catch(() => null)
    return done
  }

  const carryOut = async (ask: WriterAsk): Promise<unknown> => {
    switch (ask.kind) {
      case 'notes':
        addNotes(ask.input)
        return null
      case 'sync':
        return sync(ask.input)
      case 'refresh':
        return refresh(ask.input)
      case 'write':
        return within(ask.input.timeoutMs, closing.signal, (signal) =>
          connector.write(ask.input.activity, signal),
        )
      case 'forget':
        return forgetPerson(ask.input, { database, people, key, nowMs: nowMs() })
      case 'rescue':
        return rescueImported(ask.input, { database, intake, key, signal: closing.signal })
      case 'import':
        return oneImport((tools) => importFile(ask.input, tools))
      case 'undoImport':
        return oneImport((tools) => undoImport(tools, tools.signal))
      case 'preview':
        return previewFile(
          ask.input,
          country,
          (headings, samples) =>
            ask.input.mapping ?? proposeMapping(loadImportMap(profileDir, key, headings), headings, samples),
        )
      case 'count':
        return oneImport((tools) => countFile(ask.input, tools))
      case 'lastImport':
        return toLastImport(database)
      case 'tidy':
        return tidyPeople(database, people, rules, nowMs(), nextTurn)
    }
  }

  return {
    carryOut(ask) {
      const work = carryOut(ask)
      lasting.add(work)
      const settled = () => lasting.delete(work)
      work.then(settled, settled)
      return work
    },
    breakOff() {
      for (const each of breaks) each.abort()
    },
    async close() {
      closing.abort()
      await Promise.allSettled(lasting)
      await connector.close()
    },
  }
}

function toLastImport(database: Database): LastImport | null {
  const last = readLastImport(database)
  if (last === null) return null
  const { id, fileName, begunAtMs, endedAtMs } = last
  return {
    importId: id,
    name: fileName,
    begunAtMs,
    isFinished: endedAtMs !== null,
    people: countImported(database, id),
  }
}

/** A CRM that hangs is given up, and told so. */
async function within<T>(
  timeoutMs: number,
  closing: AbortSignal,
  work: (signal: AbortSignal) => Promise<CrmAnswer<T>>,
): Promise<CrmAnswer<T>> {
  const limit = AbortSignal.any([closing, AbortSignal.timeout(timeoutMs)])
  const given = new Promise<CrmAnswer<T>>((resolve) => {
    const giveUp = () => resolve(hasProblem('timed-out', `No whole answer within ${timeoutMs} ms`))
    if (limit.aborted) giveUp()
    else limit.addEventListener('abort', giveUp, { once: true })
  })
  return Promise.race([work(limit), given])
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
