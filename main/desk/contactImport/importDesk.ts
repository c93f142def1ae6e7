/** Takes a file of people from the page into the cache: one at a time for the whole desk, each step on the writing thread. */
import type { ColumnMapping } from '#contract/columnMapping'
import {
  type FileForm,
  type FileLook,
  type FileOffer,
  guessedForm,
  type ImportStage,
  type ImportState,
  type LastImport,
  type LookOrder,
  mostErrors,
  type RowError,
} from '#contract/contactImport'
import { type Answer, done, type Failure, failed, toFailure } from '#contract/failure'
import type { Clock } from '#contract/time'
import { findMissing } from '#main/crm/connectors/file/columnMapping'
import type { CountedFile } from '#main/crm/connectors/file/countFile'
import type { PreviewAnswer } from '#main/crm/connectors/file/previewFile'
import type { FileWork } from '#main/crm/sync/fileWork'
import type { ImportOrder, ImportOutcome } from '#main/crm/sync/importFile'
import { createFileInHand, type FileInHand } from '#main/desk/contactImport/fileInHand'
import { type ImportRule, mayImport } from '#main/desk/contactImport/importRights'
import { createListeners } from '#main/desk/listeners'
import type { CrmCache, GatewayLink } from '#main/desk/parts'
import type { PageId } from '#main/desk/phoneSeat'

export interface ImportDeskOptions {
  readonly link: Pick<GatewayLink, 'session' | 'onChange'>
  readonly cache: Pick<CrmCache, 'onState'>
  readonly files: FileWork
  readonly rule: ImportRule
  /** Remembers how the columns of files with these headings are used. */
  keepMap(headings: readonly string[], mapping: ColumnMapping): void
  readonly newId: () => string
  readonly clock: Clock
}

/** Every call is `signed-out` without a session, `forbidden` by the organisation's rule, `wrong-state` out of turn. */
export interface ImportDesk {
  /** The page is there; what it returns says that it has gone, and its file with it. */
  open(pageId: PageId): () => void
  stateFor(pageId: PageId): ImportState
  onChange(listener: () => void): () => void
  /** Room for a file; one that this page had in hand is dropped. */
  begin(pageId: PageId, offer: FileOffer): Answer<{ fileId: string }>
  /** `invalid` for a piece that is not the next one: the file is dropped. */
  send(pageId: PageId, fileId: string, at: number, base64: string): Answer<null>
  look(pageId: PageId, order: LookOrder): Answer<null>
  /** Takes the people, or goes on where it was broken off. */
  take(pageId: PageId): Answer<null>
  /** Breaks off taking; what was taken stays. */
  stop(pageId: PageId): Answer<null>
  /** Puts away the file, or what was said of it at the end. */
  leave(pageId: PageId): Answer<null>
  /** `not-found` where this is not the newest import. */
  undo(pageId: PageId, importId: number): Answer<null>
  /** The first rows that are, or were, refused. */
  refused(pageId: PageId): Answer<RowError[]>
  close(): void
}

/** A page that sends a file and stops is not waited for any longer; nor is a person who went to lunch over a preview. */
const pieceWithinMs = 60_000
const decideWithinMs = 1_800_000
/** Progress is told no more often. */
const tellEveryMs = 200

export function createImportDesk(options: ImportDeskOptions): ImportDesk {
  const { link, files, rule, clock } = options
  const listeners = createListeners()
  let stage: ImportStage = { kind: 'none' }
  let owner: PageId | null = null
  let file: FileInHand | null = null
  let form: FileForm = guessedForm
  let look: FileLook | null = null
  let errors: readonly RowError[] = []
  let last: LastImport | null = null
  /** Which work is going on: an answer to an older one is nobody's any more. */
  let run = 0
  let agentId = link.session?.agentId ?? null
  let cancelWait: () => void = () => undefined
  let toldAtMs = 0

  const enter = (next: ImportStage): void => {
    stage = next
    toldAtMs = clock.nowMs()
    listeners.tell()
  }

  /** Everything of the file goes, and its work ends; a thread that still reads it lets go at its next batch. */
  const drop = (): void => {
    cancelWait()
    run += 1
    if (isLasting(stage) || stage.kind === 'looked') files.breakOff()
    owner = null
    file = null
    look = null
    errors = []
    enter({ kind: 'none' })
  }

  const dropAfter = (ms: number): void => {
    cancelWait()
    cancelWait = clock.after(ms, drop)
  }

  const readLast = async (): Promise<void> => {
    const answer = await files.ask('lastImport', null)
    if (!answer.ok) return
    last = answer.value
    enter(stage)
  }

  const guard = (pageId: PageId): Failure | null => {
    if (link.session === null) return toFailure('signed-out')
    if (!mayImport(rule, link.session)) return toFailure('forbidden')
    return owner === null || owner === pageId ? null : toFailure('wrong-state')
  }

  const endings = [
    link.onChange(() => {
      const next = link.session?.agentId ?? null
      if (next === agentId) return
      agentId = next
      drop()
      if (next !== null) void readLast()
    }),
    options.cache.onState(() => void readLast()),
    files.onProgress(({ rows, part }) => {
      if (clock.nowMs() - toldAtMs < tellEveryMs) return
      if (stage.kind === 'importing') enter({ ...stage, rows, part })
      else if (stage.kind === 'looked' && stage.count === null) enter({ ...stage, counted: rows })
    }),
  ]
  void readLast()

  const lookAt = async (mine: number, held: FileInHand, mapping: ColumnMapping | null): Promise<void> => {
    const source = { path: held.name, held: held.held, form }
    const seen = await files.ask('preview', { ...source, mapping })
    if (mine !== run) return
    const next = toLooked(held.name, source.form, seen)
    look = next.kind === 'looked' ? next.look : null
    enter(next)
    if (next.kind !== 'looked') return
    const counted = await files.ask('count', { ...source, mapping: next.look.mapping })
    if (mine !== run) return
    if (!counted.ok) enter({ kind: 'failed', name: held.name, failure: counted.failure })
    else if (counted.value !== null) showCount(next, counted.value)
  }

  const showCount = (looked: ImportStage & { kind: 'looked' }, counted: CountedFile): void => {
    const { errors: found, ...count } = counted
    errors = found
    enter({ ...looked, count, counted: count.rows })
  }

  const takeAll = async (mine: number, held: FileInHand, mapping: ColumnMapping): Promise<void> => {
    const order: ImportOrder = { path: held.name, held: held.held, form, mapping }
    const answer = await files.ask('import', order)
    void readLast()
    if (mine !== run) return
    const canGoOn = answer.ok && answer.value.kind === 'stopped'
    if (canGoOn) dropAfter(decideWithinMs)
    else file = null
    if (answer.ok && answer.value.kind !== 'no-column') errors = answer.value.errors
    enter(toEnd(held.name, answer, canGoOn))
  }

  const undoLast = async (mine: number, name: string): Promise<void> => {
    const answer = await files.ask('undoImport', null)
    void readLast()
    if (mine !== run) return
    if (!answer.ok) enter({ kind: 'failed', name, failure: answer.failure })
    else enter({ kind: 'undone', name, removed: answer.value?.removed ?? 0 })
  }

  return {
    open(pageId) {
      return () => {
        if (owner !== pageId) return
        // What is being taken goes on without its page: the next one is shown it.
        if (isLasting(stage) || isEnd(stage)) owner = null
        else drop()
      }
    },
    stateFor(pageId) {
      const isAllowed = mayImport(rule, link.session)
      if (!isAllowed) return { isAllowed, last: null, stage: { kind: 'none' } }
      const isMine = owner === null || owner === pageId
      return { isAllowed, last, stage: isMine ? stage : { kind: 'elsewhere' } }
    },
    onChange: listeners.on,
    begin(pageId, offer) {
      const refusal = guard(pageId)
      if (refusal !== null) return { ok: false, failure: refusal }
      if (isLasting(stage)) return failed('wrong-state')
      drop()
      owner = pageId
      file = createFileInHand(options.newId(), offer, clock.nowMs())
      form = guessedForm
      enter({ kind: 'receiving', name: file.name, size: file.size, received: 0 })
      dropAfter(pieceWithinMs)
      return done({ fileId: file.id })
    },
    send(pageId, fileId, at, base64) {
      const refusal = guard(pageId)
      if (refusal !== null) return { ok: false, failure: refusal }
      if (stage.kind !== 'receiving' || owner !== pageId || file?.id !== fileId) return failed('wrong-state')
      if (!file.put(at, base64)) {
        drop()
        return failed('invalid')
      }
      dropAfter(pieceWithinMs)
      enter({ ...stage, received: file.received })
      return done(null)
    },
    look(pageId, order) {
      const refusal = guard(pageId)
      if (refusal !== null) return { ok: false, failure: refusal }
      const may = stage.kind === 'receiving' || stage.kind === 'looked' || stage.kind === 'unreadable'
      if (!may || owner !== pageId || file?.isWhole !== true) return failed('wrong-state')
      const { form: said, mapping } = order
      if (mapping !== null && findMissing(mapping, look?.headings ?? []) !== null) return failed('invalid')
      if (stage.kind === 'looked') files.breakOff()
      run += 1
      form = said
      errors = []
      dropAfter(decideWithinMs)
      if (stage.kind === 'looked' && mapping !== null && look !== null) {
        look = { ...look, mapping }
        enter({ ...stage, look, count: null, counted: 0 })
      } else enter({ kind: 'looking', name: file.name })
      void lookAt(run, file, mapping)
      return done(null)
    },
    take(pageId) {
      const refusal = guard(pageId)
      if (refusal !== null) return { ok: false, failure: refusal }
      const may = stage.kind === 'looked' || (stage.kind === 'finished' && stage.canGoOn)
      if (!may || file === null || look === null) return failed('wrong-state')
      cancelWait()
      if (stage.kind === 'looked') files.breakOff()
      run += 1
      owner = pageId
      errors = []
      options.keepMap(look.headings, look.mapping)
      enter({ kind: 'importing', name: file.name, rows: 0, part: 0 })
      void takeAll(run, file, look.mapping)
      return done(null)
    },
    stop(pageId) {
      const refusal = guard(pageId)
      if (refusal !== null) return { ok: false, failure: refusal }
      if (stage.kind !== 'importing') return failed('wrong-state')
      owner = pageId
      files.breakOff()
      return done(null)
    },
    leave(pageId) {
      const refusal = guard(pageId)
      if (refusal !== null) return { ok: false, failure: refusal }
      if (isLasting(stage)) return failed('wrong-state')
      drop()
      return done(null)
    },
    undo(pageId, importId) {
      const refusal = guard(pageId)
      if (refusal !== null) return { ok: false, failure: refusal }
      if (isLasting(stage)) return failed('wrong-state')
      if (last?.importId !== importId) return failed('not-found')
      const { name } = last
      drop()
      owner = pageId
      enter({ kind: 'undoing', name })
      void undoLast(run, name)
      return done(null)
    },
    refused(pageId) {
      const refusal = guard(pageId)
      return refusal === null ? done(errors.slice(0, mostErrors)) : { ok: false, failure: refusal }
    },
    close() {
      cancelWait()
      run += 1
      for (const end of endings) end()
    },
  }
}

/** Something goes on that a new file has to wait for. */
function isLasting({ kind }: ImportStage): boolean {
  return kind === 'importing' || kind === 'undoing'
}

function isEnd({ kind }: ImportStage): boolean {
  return kind === 'finished' || kind === 'undone' || kind === 'failed'
}

/** Pure. */
function toLooked(name: string, form: FileForm, answer: Answer<PreviewAnswer>): ImportStage {
  if (!answer.ok) return { kind: 'failed', name, failure: answer.failure }
  const seen = answer.value
  if (seen.ok) return { kind: 'looked', name, form, look: seen.value, count: null, counted: 0 }
  if (seen.fault === 'no-column' || seen.fault === 'mapping')
    return { kind: 'failed', name, failure: toFailure('invalid') }
  return { kind: 'unreadable', name, form, stop: { fault: seen.fault, line: seen.line } }
}

/** Pure. */
function toEnd(name: string, answer: Answer<ImportOutcome>, canGoOn: boolean): ImportStage {
  if (!answer.ok) return { kind: 'failed', name, failure: answer.failure }
  const outcome = answer.value
  if (outcome.kind === 'no-column') return { kind: 'failed', name, failure: toFailure('invalid') }
  const { rows, added, replaced, same, kept, refused } = outcome
  const counts = { rows, added, replaced, same, kept, refused }
  const stop = outcome.kind === 'problem' ? { fault: outcome.fault, line: outcome.line } : null
  const how = outcome.kind === 'problem' ? 'cut' : outcome.kind
  return { kind: 'finished', name, result: { outcome: how, ...counts, stop }, canGoOn }
}
