/** The desk's end of the writing thread: starts it, starts it again, and keeps what it has not taken yet. */
import type { CrmMistake, CrmSyncState } from '#contract/crmSync'
import { type Answer, done, type FailureCode, failed } from '#contract/failure'
import type { Clock } from '#contract/time'
import type { OwnNote } from '#main/crm/cache/cardNotes'
import type { NoteShelf } from '#main/crm/cache/noteShelf'
import type { CrmAbilities } from '#main/crm/connector/connector'
import { type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import type { CrmSecrets } from '#main/crm/connector/crmConfig'
import { type CacheWriter, nothingPossible, type PeopleChange } from '#main/crm/sync/cacheWriter'
import { type CardSource, isLocalSource } from '#main/crm/sync/cardSource'
import type { FileWork } from '#main/crm/sync/fileWork'
import type { ImportProgress } from '#main/crm/sync/importFile'
import { type KeepRules, keepAll } from '#main/crm/sync/keepRules'
import { startWriter, type Writer, type WriterAnswer } from '#main/crm/sync/startWriter'
import type { SyncMark } from '#main/crm/sync/syncFile'
import { createSyncKeeper, type SyncKeeperOptions } from '#main/crm/sync/syncKeeper'
import { type SyncTimes, usualTimes } from '#main/crm/sync/syncPlan'
import type { WriterTrouble } from '#main/crm/sync/writerMessages'
import type { Log } from '#main/desk/log'
import type { ProxyRoute } from '#main/desk/proxy/proxyRoute'
import { createRetry } from '#main/desk/retry'

export interface CacheWriterOptions {
  readonly path: string
  /** 32 bytes. */
  readonly key: Uint8Array
  readonly country: () => string
  readonly source: CardSource | null
  /** Who may stay; everybody unless told. */
  readonly rules?: KeepRules | undefined
  readonly times?: SyncTimes | undefined
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
  readonly shelf: NoteShelf
  /** A run begins; whole: it ended well; trouble: it did not. */
  readonly onSync: Pick<SyncKeeperOptions, 'onBegin' | 'onDone' | 'onTrouble'>
  /** Where the settings of the CRM are wrong; null or absent where they are not. */
  readonly mistake?: CrmMistake | null | undefined
  /** Keeps what the CRM gave in place of the secrets of the source. */
  readonly keepSecrets?: ((changed: CrmSecrets) => void) | undefined
  /** The way to the CRM; straight when absent. */
  readonly proxies?: ProxyRoute | undefined
  /** The file is broken, the disk refuses, or it took something again. */
  onFile(what: 'broken' | 'refused' | 'written'): void
}

export interface OwnedCacheWriter extends CacheWriter {
  /**
   * The file is open and takes writes: the thread is started on it. `sourceMark` null: the source is not there.
   * `brokenPath`: the file that this one stands for; null when it is the same as before.
   */
  open(sourceMark: string | null, brokenPath: string | null): void
  /** The file is not to be written now, for this reason. */
  shut(why: FailureCode): Promise<void>
  /** What is on the shelf goes to the disk; answers when it has, or why not. What was refused is tried again. */
  flush(): Promise<Answer<null>>
  readonly files: FileWork
  isForgotten(personId: string): boolean
  /** Whether anybody is. */
  readonly isForgetting: boolean
  /** After the last `shut`: nothing is tried again. */
  close(): void
}

/** How soon a disk that refused a note is tried again. */
const retryMs = 5000

/** How often people are looked through who may not stay any longer. */
const tidyEveryMs = 3_600_000

export function createCacheWriter(options: CacheWriterOptions): OwnedCacheWriter {
  const { clock, random, log, source, shelf, rules = keepAll, mistake = null } = options
  const peopleListeners = new Set<(change: PeopleChange) => void>()
  const abilityListeners = new Set<() => void>()
  const fileListeners = new Set<(progress: ImportProgress) => void>()
  const toForget = new Set<string>()
  const restart = createRetry(clock, random)
  let writer: Writer | null = null
  let can: CrmAbilities = nothingPossible
  let shutFor: FailureCode = 'cache-unavailable'
  let sourceMark: string | null = null
  /** A broken file whose imported people have not come over yet. */
  let toRescue: string | null = null
  let cancelRetry: (() => void) | null = null
  let cancelTidy: (() => void) | null = null
  let flushing: Promise<Answer<null>> = Promise.resolve(done(null))

  const keeper = createSyncKeeper({
    clock,
    random,
    log,
    times: options.times ?? usualTimes,
    ...options.onSync,
    onDone(outcome) {
      options.onSync.onDone(outcome)
      void tidy()
    },
    async run(order) {
      const answer = await ask('sync', order)
      if (answer.ok) return answer.value
      return heed(answer.trouble) === 'gone'
        ? null
        : { kind: 'trouble', trouble: toSyncTrouble(answer.trouble) }
    },
  })

  const ask: Writer['ask'] = (kind, input) =>
    writer?.ask(kind, input) ?? Promise.resolve({ ok: false, trouble: noThread })

  /** What a refusal means for the file; the same word for whoever asked. */
  const heed = ({ fault, message }: WriterTrouble): WriterTrouble['fault'] => {
    if (fault === 'surprise') log.error({ why: message }, 'The writing thread met a surprise')
    if (fault === 'broken') options.onFile('broken')
    if (fault === 'unwritable') options.onFile('refused')
    return fault
  }

  const start = (): void => {
    const { path, key, country } = options
    const order = { path, key, source, country: country(), rules }
    const mine = startWriter(order, {
      proxies: options.proxies,
      onMessage(message) {
        if (writer !== mine) return
        if (message.kind === 'progress') keeper.progress(message.progress)
        else if (message.kind === 'secrets') options.keepSecrets?.(message.changed)
        else welcome(message.can, message.file)
      },
      onImporting(progress) {
        for (const listener of [...fileListeners]) listener(progress)
      },
      onEnd(trouble) {
        if (writer !== mine) return
        leave()
        log.error({ fault: trouble.fault, why: trouble.message }, 'The writing thread ended')
        heed(trouble)
        if (trouble.fault !== 'broken') restart.later(start)
      },
    })
    writer = mine
  }

  const welcome = (abilities: CrmAbilities, file: SyncMark | null): void => {
    restart.reset()
    can = abilities
    for (const listener of abilityListeners) listener()
    const isLocal = source !== null && isLocalSource(source)
    if (sourceMark !== null) keeper.open({ can, isLocal, source: sourceMark, file })
    // Told anew what the file should have: telling twice is once, and a broken file was made again without it.
    shelf.takeBack()
    void flush()
    for (const personId of toForget) void forget(personId)
    void rescue()
    void tidy()
  }

  /** Who was forgotten meanwhile is not let in: the thread has been told so before. */
  const rescue = async (): Promise<void> => {
    const broken = toRescue
    if (broken === null) return
    const answer = await ask('rescue', broken)
    if (!answer.ok) {
      heed(answer.trouble)
      return
    }
    if (toRescue === broken) toRescue = null
    if (answer.value > 0) log.info({ people: answer.value }, 'Imported people taken over from a broken cache')
  }

  const leave = (): void => {
    writer = null
    keeper.shut()
    cancelTidy?.()
    cancelTidy = null
  }

  const tidy = async (): Promise<void> => {
    cancelTidy?.()
    cancelTidy = null
    if (rules.contactDays === null && rules.maxMegabytes === null) return
    const mine = writer
    const answer = await ask('tidy', null)
    if (answer.ok && answer.value > 0) log.info({ people: answer.value }, 'People let go of')
    if (!answer.ok) heed(answer.trouble)
    if (writer === mine && mine !== null) cancelTidy = clock.after(tidyEveryMs, () => void tidy())
  }

  const flushNow = async (): Promise<Answer<null>> => {
    const notes: readonly OwnNote[] = shelf.all()
    if (notes.length === 0) return done(null)
    const answer = await ask('notes', notes)
    if (answer.ok) {
      shelf.drop(notes)
      options.onFile('written')
      return done(null)
    }
    cancelRetry?.()
    cancelRetry = clock.after(retryMs, () => void flush())
    return refuse(answer.trouble)
  }

  const flush = (): Promise<Answer<null>> => {
    flushing = flushing.then(flushNow)
    return flushing
  }

  const refuse = (trouble: WriterTrouble): Answer<never> => {
    const fault = heed(trouble)
    const code =
      fault === 'unwritable' ? 'cache-unwritable' : fault === 'gone' ? shutFor : 'cache-unavailable'
    return failed(code, null, retryMs)
  }

  const forget = async (personId: string): Promise<Answer<null>> => {
    toForget.add(personId)
    const answer = await ask('forget', personId)
    if (!answer.ok) return refuse(answer.trouble)
    shelf.forget(personId)
    toForget.delete(personId)
    tellPeople({ kind: 'forgotten', personIds: [personId], numbers: answer.value })
    return done(null)
  }

  const files: FileWork = {
    async ask(kind, input) {
      const answer = await ask(kind, input)
      if (!answer.ok) return refuse(answer.trouble)
      // A disk that was full has taken something again.
      if (kind === 'import' || kind === 'undoImport') options.onFile('written')
      return done(answer.value)
    },
    breakOff: () => writer?.breakOff(),
    onProgress(listener) {
      fileListeners.add(listener)
      return () => {
        fileListeners.delete(listener)
      }
    },
  }

  const tellPeople = (change: PeopleChange): void => {
    for (const listener of [...peopleListeners]) listener(change)
  }

  return {
    get can() {
      return can
    },
    get sync() {
      return mistake === null ? keeper.state : withMistake(keeper.state, mistake)
    },
    onSync(listener) {
      abilityListeners.add(listener)
      const stop = keeper.onChange(listener)
      return () => {
        abilityListeners.delete(listener)
        stop()
      }
    },
    async refresh(subject, timeoutMs) {
      const answer = toCrmAnswer(await ask('refresh', { subject, timeoutMs }), heed)
      if (answer.ok && answer.value.changed.length > 0)
        tellPeople({ kind: 'changed', personIds: answer.value.changed })
      return answer
    },
    async writeActivity(activity, timeoutMs) {
      return toCrmAnswer(await ask('write', { activity, timeoutMs }), heed)
    },
    onPeople(listener) {
      peopleListeners.add(listener)
      return () => {
        peopleListeners.delete(listener)
      }
    },
    forget,
    files,
    flush,
    isForgotten: (personId) => toForget.has(personId),
    get isForgetting() {
      return toForget.size > 0
    },
    open(mark, brokenPath) {
      sourceMark = mark
      toRescue = brokenPath ?? toRescue
      shutFor = 'cache-unavailable'
      start()
    },
    async shut(why) {
      shutFor = why
      restart.cancel()
      const held = writer
      leave()
      await held?.stop()
    },
    close() {
      cancelRetry?.()
      restart.cancel()
      peopleListeners.clear()
      fileListeners.clear()
      abilityListeners.clear()
    },
  }
}

/** Said as long as the desk runs: the settings are read at its start. */
function withMistake(state: CrmSyncState, mistake: CrmMistake): CrmSyncState {
  return { ...state, problem: 'misconfigured', mistake, nextAtMs: null }
}

const noThread: WriterTrouble = { fault: 'gone', message: 'There is no writing thread now' }

function toSyncTrouble({ fault }: WriterTrouble): 'disk' | 'internal' {
  return fault === 'unwritable' || fault === 'busy' ? 'disk' : 'internal'
}

/** A CRM that cannot be asked because of this desk's own troubles is out of reach for now. */
function toCrmAnswer<T>(
  answer: WriterAnswer<CrmAnswer<T>>,
  heed: (trouble: WriterTrouble) => string,
): CrmAnswer<T> {
  if (answer.ok) return answer.value
  return hasProblem('unreachable', `The cache cannot be written now (${heed(answer.trouble)})`)
}
