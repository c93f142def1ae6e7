/** Keeps a desk new: looks, fetches and offers, and puts nothing in while somebody works. */
import { type Answer, done, failed } from '#contract/failure'
import type { SiteSettings } from '#contract/siteSettings'
import type { Clock } from '#contract/time'
import type { DeskUpdates, UpdateState, UpdatesOff } from '#contract/updates'
import { createListeners } from '#main/desk/listeners'
import type { Log } from '#main/desk/log'
import { raceTimeout } from '#main/desk/raceTimeout'
import { toErrorCode } from '#main/store/storeFault'
import { type Activity, decideUpdate, findHindrance, isTooOld } from '#main/updates/decideUpdate'
import type { Updater } from '#main/updates/libraryUpdater'
import type { Manifest } from '#main/updates/manifest'
import { FileRefused, ManifestRefused } from '#main/updates/refusals'
import { readUpdateNotes, type UpdateNotes, writeUpdateNotes } from '#main/updates/updateNotes'

export interface UpdateDeskOptions {
  /** null where this desk does not renew itself, for the reason in `off`. */
  readonly updater: Updater | null
  readonly off: UpdatesOff | null
  /** The version that runs. */
  readonly current: string
  readonly site: SiteSettings['updates']
  /** `updates.json` in the profile. */
  readonly notesPath: string
  /** What the person at this desk is doing now. */
  readonly activity: () => Activity
  onActivity(listener: () => void): () => void
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
}

export interface UpdateDesk {
  readonly current: DeskUpdates
  onChange(listener: () => void): () => void
  /**
   * Once, before the desk opens: puts in what was fetched earlier. True when the installer was started and the app is
   * to end. Gives up after `limitMs`, so that a slow network does not keep a desk shut.
   */
  installEarlier(limitMs: number): Promise<boolean>
  /** Looks from now on: soon, then every few hours. */
  start(): void
  /** A person asks to look now. `wrong-state` while it is looking, fetching or off. */
  check(): Answer<null>
  /** A person asks to put it in now. `wrong-state` with the hindrance as subject, or when nothing is ready. */
  install(): Promise<Answer<null>>
  close(): void
}

/** The first look comes when the desk has settled. */
const firstLookMs = 60_000
/** Then every four hours, give or take a quarter, so that a floor does not ask all at once. */
const lookEveryMs = 4 * 3_600_000
/** After a failure. */
const retryMs = 30 * 60_000

export function createUpdateDesk(options: UpdateDeskOptions): UpdateDesk {
  const { updater, current, site, clock, random, log } = options
  const listeners = createListeners()
  let notes = readUpdateNotes(options.notesPath, random)
  let state: UpdateState = toFirstState(options, notes)
  let ready: Manifest | null = null
  let cancelLook: (() => void) | null = null
  let isClosed = false

  const enter = (next: UpdateState): void => {
    state = next
    listeners.tell()
  }

  const remember = (change: Partial<UpdateNotes>): void => {
    notes = { ...notes, ...change }
    writeUpdateNotes(options.notesPath, notes, log)
  }

  const lookIn = (delayMs: number): void => {
    cancelLook?.()
    if (!isClosed) cancelLook = clock.after(delayMs, () => void look())
  }

  /** Looks, and goes as far as the rules let it. */
  const look = async (): Promise<void> => {
    if (updater === null || isBusy(state)) return
    cancelLook?.()
    const before = state
    enter({ kind: 'checking' })
    try {
      const manifest = await updater.look()
      if (!isClosed) await follow(manifest, before)
      lookIn(lookEveryMs * (0.75 + random() / 2))
    } catch (error) {
      ready = null
      const trouble = toTrouble(error)
      if (trouble === null) log.error({ err: error }, 'a surprise while renewing the desk')
      else log.warn({ trouble, why: error instanceof Error ? error.message : '' }, 'the desk is not renewed')
      enter({ kind: 'failed', trouble: trouble ?? 'unreachable', nextTryAtMs: clock.nowMs() + retryMs })
      lookIn(retryMs)
    }
  }

  const judge = (manifest: Manifest) => {
    const { version } = manifest
    const nowMs = clock.nowMs()
    if (notes.heard?.version !== version) remember({ heard: { version, atMs: nowMs } })
    const tried = notes.tried?.version === version && notes.tried.from === current ? notes.tried : null
    return decideUpdate({
      current,
      manifest,
      site,
      place: notes.place,
      firstHeardAtMs: notes.heard?.atMs ?? nowMs,
      lastTriedAtMs: latest(tried?.atMs, notes.refused?.version === version ? notes.refused.atMs : undefined),
      timesStuck: tried?.times ?? 0,
      nowMs,
    })
  }

  const follow = async (manifest: Manifest, before: UpdateState): Promise<void> => {
    const { version } = manifest
    const verdict = judge(manifest)
    switch (verdict.kind) {
      case 'none':
      case 'withdrawn':
      case 'staged':
        ready = null
        enter({ kind: 'current', checkedAtMs: clock.nowMs() })
        break
      case 'deferred':
        ready = null
        enter({ kind: 'deferred', version, untilMs: verdict.untilMs })
        break
      case 'resting':
        enter(before.kind === 'stuck' ? before : { kind: 'deferred', version, untilMs: verdict.untilMs })
        break
      case 'stuck':
        enter({ kind: 'stuck', version })
        break
      case 'take':
        await fetchIt(manifest)
    }
  }

  const fetchIt = async (manifest: Manifest): Promise<void> => {
    const { version } = manifest
    enter({ kind: 'fetching', version, share: null })
    await fetchWhole(version, (share) => {
      if (state.kind === 'fetching') enter({ ...state, share })
    })
    remember({ fetched: { version, atMs: clock.nowMs() } })
    ready = manifest
    enterReady()
  }

  const fetchWhole = async (version: string, onShare: (share: number) => void): Promise<void> => {
    try {
      await updater?.fetch(onShare)
    } catch (error) {
      if (toTrouble(error) === 'untrusted') remember({ refused: { version, atMs: clock.nowMs() } })
      throw error
    }
  }

  const enterReady = (): void => {
    if (ready === null) return
    const hindrance = findHindrance(options.activity())
    if (state.kind === 'ready' && state.version === ready.version && state.hindrance === hindrance) return
    enter({ kind: 'ready', version: ready.version, notes: ready.najva.notes, hindrance })
  }

  /** The try is written down before the installer is started: whatever happens to this process after. */
  const putIn = async (manifest: Manifest): Promise<void> => {
    const { version } = manifest
    const again = notes.tried?.version === version && notes.tried.from === current ? notes.tried.times : 0
    remember({ tried: { version, from: current, atMs: clock.nowMs(), times: again + 1 } })
    enter({ kind: 'installing', version })
    await updater?.install()
  }

  const stopActivity = options.onActivity(() => {
    if (state.kind === 'ready') enterReady()
  })

  return {
    get current() {
      const mustBe = isTooOld(current, site.minimumVersion) ? site.minimumVersion : null
      return { current, mustBe, state }
    },
    onChange: listeners.on,
    async installEarlier(limitMs) {
      const earlier = notes.fetched
      if (updater === null || earlier === null) return false
      let isLate = false
      const attempt = async (): Promise<boolean> => {
        const manifest = await updater.look()
        if (isLate || manifest.version !== earlier.version || judge(manifest).kind !== 'take') return false
        await fetchWhole(manifest.version, () => {})
        if (isLate) return false
        await putIn(manifest)
        return true
      }
      const giveUp = (): boolean => {
        isLate = true
        return false
      }
      try {
        return await raceTimeout(clock, limitMs, attempt(), giveUp)
      } catch (error) {
        log.warn({ err: error }, 'what was fetched earlier is not put in')
        state = toFirstState(options, notes)
        return false
      }
    },
    start() {
      if (updater !== null) lookIn(firstLookMs)
    },
    check() {
      if (updater === null || isBusy(state)) return failed('wrong-state')
      void look()
      return done(null)
    },
    async install() {
      if (ready === null || state.kind !== 'ready') return failed('wrong-state')
      const hindrance = findHindrance(options.activity())
      if (hindrance !== null) return failed('wrong-state', hindrance)
      try {
        await putIn(ready)
        return done(null)
      } catch (error) {
        log.error({ err: error }, 'the installer was not started')
        ready = null
        enter({
          kind: 'failed',
          trouble: toTrouble(error) ?? 'unwritable',
          nextTryAtMs: clock.nowMs() + retryMs,
        })
        lookIn(retryMs)
        return failed('internal')
      }
    },
    close() {
      isClosed = true
      cancelLook?.()
      stopActivity()
    },
  }
}

function isBusy({ kind }: UpdateState): boolean {
  return kind === 'checking' || kind === 'fetching' || kind === 'installing' || kind === 'off'
}

/** A desk that was to become newer and did not says so at once. */
function toFirstState({ off, current }: UpdateDeskOptions, { tried }: UpdateNotes): UpdateState {
  if (off !== null) return { kind: 'off', why: off }
  if (tried !== null && tried.from === current) return { kind: 'stuck', version: tried.version }
  return { kind: 'current', checkedAtMs: null }
}

function latest(...times: readonly (number | undefined)[]): number | null {
  const known = times.filter((time) => time !== undefined)
  return known.length === 0 ? null : Math.max(...known)
}

/** null for a surprise. */
function toTrouble(error: unknown): 'unreachable' | 'untrusted' | 'unwritable' | null {
  if (error instanceof ManifestRefused || error instanceof FileRefused) return 'untrusted'
  const code = toErrorCode(error)
  if (code === 'ERR_CHECKSUM_MISMATCH' || code === 'ERR_UPDATER_INVALID_SIGNATURE') return 'untrusted'
  if (code === 'ENOSPC' || code === 'EROFS' || code === 'EACCES' || code === 'EDQUOT') return 'unwritable'
  return error instanceof Error ? 'unreachable' : null
}
