/** Takes a run of pages from the CRM into the cache's file: everybody, or who changed since the last time. */
import type { PeopleFile } from '#main/crm/cache/peopleFile'
import type { PersonEntry } from '#main/crm/cache/personEntry'
import type { CrmConnector, SyncKind, SyncPage } from '#main/crm/connector/connector'
import type { CrmAnswer, CrmProblem } from '#main/crm/connector/crmAnswer'
import type { Intake } from '#main/crm/sync/intake'
import { prepareSyncMark, readSyncMark, type SyncMark, type SyncRun } from '#main/crm/sync/syncFile'
import type { Database } from '#main/store/openDatabase'

export interface SyncOrder {
  readonly kind: SyncKind
  /** What the source is recorded as: a run of another source is not gone on with. */
  readonly source: string
  /** The cursor kept is of no use any more. */
  readonly fromScratch: boolean
  /** The pages are the same whenever they are asked for: those of a file or a generated book. */
  readonly isStable: boolean
  /** The desk's clock as it orders this: what it plans by is written by the same clock. */
  readonly nowMs: number
}

export interface SyncProgress {
  readonly taken: number
  readonly total: number | null
}

export type SyncOutcome =
  /** `refused` were no cards; `removed` are no longer in the CRM. */
  | {
      readonly kind: 'done'
      readonly taken: number
      readonly refused: number
      readonly removed: number
      readonly mark: SyncMark
    }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'problem'; readonly problem: CrmProblem }

export interface SyncTools {
  readonly database: Database
  readonly people: PeopleFile
  readonly intake: Intake
  readonly connector: CrmConnector
  readonly nowMs: () => number
  readonly signal: AbortSignal
  onProgress(progress: SyncProgress): void
}

/**
 * People to a transaction at most: numbers fall on random pages of the file, and each page is encrypted once for a
 * transaction, so few large ones are quick. Notes and refreshes wait for the one that lasts.
 */
export const batchPeople = 8000

/** Pages that come slowly are kept one by one: a crash loses one at most. */
const batchMs = 250

/** A load that was interrupted counts as so old, so that the next one, which is exact, comes after a day. */
const inexactAgeMs = 6 * 24 * 3_600_000

/** People removed to a transaction at the end of a full load. */
const removedAtOnce = 500

/** Throws what SQLite throws; what was kept is kept, and the next run goes on there. */
export async function runSync(order: SyncOrder, tools: SyncTools): Promise<SyncOutcome> {
  const { intake, signal } = tools
  const begun = beginRun(order, tools.database)
  intake.follow(order.kind === 'full' ? begun.run.newestBefore : null)
  const halt = new AbortController()
  try {
    return await takePages({ ...tools, signal: AbortSignal.any([signal, halt.signal]) }, begun)
  } finally {
    intake.follow(null)
    // A page that was asked for ahead is of no use to anybody now.
    halt.abort()
  }
}

interface BegunMark extends SyncMark {
  readonly run: SyncRun
  /**
   * Whether every page was asked for in one go. Otherwise people may have moved between two pages meanwhile, past the
   * place where it went on: whom it did not meet may be there all the same.
   */
  readonly isExact: boolean
}

/**
 * Goes on where a full load of the same source was left, or begins a run. Who changed is asked anew: it is little, and
 * others have changed since, so the pages are no longer the same.
 */
function beginRun({ kind, source, fromScratch, isStable }: SyncOrder, database: Database): BegunMark {
  const before = readSyncMark(database)
  const isSame = before !== null && before.source === source
  const run = isSame ? before.run : null
  const isLeft = isSame && kind === 'full' && run?.kind === 'full' && run.cursor !== null && !fromScratch
  if (isLeft) return { ...before, run, isExact: isStable }
  const newest = database.prepare<[], number | null>('SELECT max(id) FROM person').pluck().get() ?? 0
  const mark: BegunMark = {
    source,
    complete: isSame && before.complete,
    since: isSame ? before.since : null,
    syncedAtMs: before?.syncedAtMs ?? null,
    fullAtMs: isSame ? before.fullAtMs : null,
    run: { kind, cursor: null, taken: 0, newestBefore: newest },
    isExact: true,
  }
  database
    .transaction(() => {
      database.exec('DELETE FROM seen')
      prepareSyncMark(database)(mark)
    })
    .immediate()
  return mark
}

async function takePages(tools: SyncTools, begun: BegunMark): Promise<SyncOutcome> {
  const { connector, signal } = tools
  const book = createBatch(tools, begun)
  const ask = (cursor: string | null) => {
    const since = begun.run.kind === 'delta' ? begun.since : null
    const asked = connector.page({ kind: begun.run.kind, since, cursor }, signal)
    // Awaited below; but a disk that refuses ends the run before.
    asked.catch(() => {})
    return asked
  }
  let cursor = begun.run.cursor
  let next: Promise<CrmAnswer<SyncPage>> = ask(cursor)
  for (;;) {
    const answer = await next
    if (signal.aborted) return { kind: 'stopped' }
    if (!answer.ok) {
      book.write()
      return { kind: 'problem', problem: answer.problem }
    }
    const page = answer.value
    if (page.next === null) return endRun(tools, book, page)
    if (page.next === cursor) return { kind: 'problem', problem: goesInCircles }
    cursor = page.next
    next = ask(cursor)
    book.add(page, cursor)
    if (!book.isDue()) continue
    book.write()
    await nextTurn()
  }
}

const goesInCircles: CrmProblem = {
  kind: 'nonsense',
  detail: 'The page after this one is this one again',
  retryAfterMs: null,
}

const namesNobody: CrmProblem = {
  kind: 'nonsense',
  detail: 'The CRM names nobody at all any more; the people there are were kept',
  retryAfterMs: null,
}

type Batch = ReturnType<typeof createBatch>

/** Pages that wait to be written, and the run as it will be when they are. */
function createBatch({ database, people, intake, onProgress }: SyncTools, begun: BegunMark) {
  const writeMark = prepareSyncMark(database)
  let pages: { readonly people: readonly (PersonEntry | null)[]; readonly gone: readonly string[] }[] = []
  let waiting = 0
  let lastMs = performance.now()
  let mark = begun
  let total: number | null = null
  const counts = { refused: 0, removed: 0 }

  const take = (entries: readonly (PersonEntry | null)[]): void => {
    for (const { outcome } of intake.takeAll(entries)) if (outcome === 'refused') counts.refused += 1
  }

  const takeAll = database.transaction(() => {
    let entries: (PersonEntry | null)[] = []
    for (const page of pages) {
      entries.push(...page.people)
      if (page.gone.length === 0) continue
      // Who is named on one page and gone on the next is gone.
      take(entries)
      entries = []
      for (const personId of page.gone) {
        if (people.remove(personId) !== null) counts.removed += 1
        people.dropNotes(personId)
      }
    }
    take(entries)
    writeMark(mark)
  }).immediate

  return {
    counts,
    get mark() {
      return mark
    },
    add(page: SyncPage, cursor: string | null) {
      pages.push({ people: page.cards.map(intake.read), gone: page.gone })
      waiting += page.cards.length + page.gone.length
      total = page.total ?? total
      mark = { ...mark, run: { ...mark.run, cursor, taken: mark.run.taken + page.cards.length } }
    },
    isDue: () => waiting >= batchPeople || performance.now() - lastMs >= batchMs,
    write() {
      if (pages.length > 0) takeAll()
      pages = []
      waiting = 0
      lastMs = performance.now()
      onProgress({ taken: mark.run.taken, total })
    },
  }
}

/** The last page's own cursor stays: after a crash in what follows it is asked for once more. */
async function endRun(tools: SyncTools, book: Batch, page: SyncPage): Promise<SyncOutcome> {
  const { database, nowMs, signal } = tools
  book.add(page, book.mark.run.cursor)
  book.write()
  const { run, isExact, ...mark } = book.mark
  const isFull = run.kind === 'full'
  if (isFull && run.taken === 0 && run.newestBefore > 0) return { kind: 'problem', problem: namesNobody }
  if (isFull && isExact) book.counts.removed += await removeUnseen(tools, run.newestBefore, mark.complete)
  if (signal.aborted) return { kind: 'stopped' }
  const ended: SyncMark = {
    ...mark,
    complete: isFull || mark.complete,
    since: page.since ?? (isFull ? null : mark.since),
    syncedAtMs: nowMs(),
    fullAtMs: isFull ? nowMs() - (isExact ? 0 : inexactAgeMs) : mark.fullAtMs,
    run: null,
  }
  database
    .transaction(() => {
      database.exec('DELETE FROM seen')
      prepareSyncMark(database)(ended)
    })
    .immediate()
  return { kind: 'done', taken: run.taken, ...book.counts, mark: ended }
}

export const unseenSql = `
SELECT id, person_id AS personId FROM person
WHERE id > ? AND id <= ? AND NOT EXISTS (SELECT 1 FROM seen WHERE seen.person = person.id)
AND NOT EXISTS (SELECT 1 FROM imported WHERE imported.person = person.id)
ORDER BY id LIMIT ${removedAtOnce}`

/** People of before whom no page named. Notes of this desk on people of another book stay: they may come back. */
async function removeUnseen(
  { database, people, signal }: SyncTools,
  newest: number,
  isSameBook: boolean,
): Promise<number> {
  const unseen = database.prepare<[number, number], { id: number; personId: string }>(unseenSql)
  let [removed, reached] = [0, 0]
  const removeSome = database.transaction(() => {
    const rows = unseen.all(reached, newest)
    for (const { id, personId } of rows) {
      people.remove(personId)
      if (isSameBook) people.dropNotes(personId)
      reached = id
    }
    return rows.length
  }).immediate
  for (;;) {
    const count = signal.aborted ? 0 : removeSome()
    removed += count
    if (count < removedAtOnce) return removed
    await nextTurn()
  }
}

/** Lets notes, refreshes and an order to stop in between. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
