/** Keeps the copy of the CRM up to date: begins each run when it is due and tells how it stands. */
import { type CrmSyncState, noCrmSync } from '#contract/crmSync'
import type { Clock } from '#contract/time'
import type { CrmAbilities, SyncKind } from '#main/crm/connector/connector'
import type { CrmProblem } from '#main/crm/connector/crmAnswer'
import type { SyncMark } from '#main/crm/sync/syncFile'
import { type NextSync, planSync, type SyncTimes } from '#main/crm/sync/syncPlan'
import type { SyncOrder, SyncOutcome, SyncProgress } from '#main/crm/sync/syncRun'
import { createListeners } from '#main/desk/listeners'
import type { Log } from '#main/desk/log'

/** What a run can end in besides its own outcome: the disk, or a surprise. */
export type SyncTrouble = Exclude<CrmSyncState['problem'], null>

export interface SyncKeeperOptions {
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
  readonly times: SyncTimes
  /** Carries one run out; a trouble for which no retry is due (the thread is gone) is null. */
  run(
    order: SyncOrder,
  ): Promise<SyncOutcome | { readonly kind: 'trouble'; readonly trouble: SyncTrouble } | null>
  onBegin(): void
  onDone(outcome: Extract<SyncOutcome, { kind: 'done' }>): void
  onTrouble(trouble: SyncTrouble): void
}

export interface SyncKeeper {
  readonly state: CrmSyncState
  onChange(listener: () => void): () => void
  /** The thread is there: what it can do, and how far the file is. */
  open(facts: OpenFacts): void
  progress(progress: SyncProgress): void
  /** The thread is gone; nothing is begun until it is opened again. */
  shut(): void
}

export interface OpenFacts {
  readonly can: CrmAbilities
  readonly isLocal: boolean
  readonly source: string
  readonly file: SyncMark | null
}

export function createSyncKeeper(options: SyncKeeperOptions): SyncKeeper {
  const { clock, random, log } = options
  const listeners = createListeners()
  let state: CrmSyncState = noCrmSync
  let facts: OpenFacts | null = null
  let failures = 0
  let failed: { readonly problem: CrmProblem; readonly kind: SyncKind } | null = null
  let cancelNext: (() => void) | null = null

  const enter = (change: Partial<CrmSyncState>): void => {
    state = { ...state, ...change }
    listeners.tell()
  }

  const plan = (): void => {
    cancelNext?.()
    cancelNext = null
    if (facts === null) return
    const { can, isLocal, source, file } = facts
    const nowMs = clock.nowMs()
    const next = planSync({
      can: can.sync,
      isLocal,
      source,
      file,
      times: options.times,
      nowMs,
      failures,
      failed,
      random: random(),
    })
    const syncedAtMs = file?.source === source ? file.syncedAtMs : null
    if (next?.inMs === 0) {
      enter({ taken: 0, total: null, syncedAtMs })
      void begin(next.order)
      return
    }
    const kind = can.sync === 'none' ? 'none' : 'waiting'
    enter({ kind, taken: 0, total: null, syncedAtMs, nextAtMs: next === null ? null : nowMs + next.inMs })
    if (next !== null) cancelNext = clock.after(next.inMs, () => void begin(next.order))
  }

  const begin = async (planned: NextSync['order']): Promise<void> => {
    const order: SyncOrder = { ...planned, nowMs: clock.nowMs() }
    const begun = facts
    enter({ kind: order.kind, nextAtMs: null })
    options.onBegin()
    const outcome = await options.run(order)
    // The thread went meanwhile, and another one plans for itself.
    if (facts !== begun || facts === null) return
    if (outcome === null || outcome.kind === 'stopped') return
    if (outcome.kind === 'done') {
      failures = 0
      failed = null
      facts = { ...facts, file: outcome.mark }
      enter({ problem: null, detail: null })
      const { taken, refused, removed } = outcome
      log.info({ sync: order.kind, taken, refused, removed }, 'CRM taken')
      options.onDone(outcome)
    } else fail(order, outcome)
    plan()
  }

  const fail = (
    { kind }: SyncOrder,
    outcome:
      | Extract<SyncOutcome, { kind: 'problem' }>
      | { readonly kind: 'trouble'; readonly trouble: SyncTrouble },
  ): void => {
    failures += 1
    const problem: CrmProblem =
      outcome.kind === 'problem'
        ? outcome.problem
        : { kind: 'unreachable', detail: outcome.trouble, retryAfterMs: null }
    const trouble = outcome.kind === 'problem' ? outcome.problem.kind : outcome.trouble
    failed = { problem, kind }
    log.warn({ sync: kind, trouble, detail: problem.detail, failures }, 'CRM cannot be taken')
    enter({ problem: trouble, detail: outcome.kind === 'problem' ? problem.detail : null })
    options.onTrouble(trouble)
  }

  return {
    get state() {
      return state
    },
    onChange: listeners.on,
    open(opened) {
      facts = opened
      plan()
    },
    progress({ taken, total }) {
      if (state.kind === 'full' || state.kind === 'delta') enter({ taken, total })
    },
    shut() {
      cancelNext?.()
      cancelNext = null
      facts = null
      if (state.kind !== 'none') enter({ kind: 'waiting', taken: 0, total: null, nextAtMs: null })
    },
  }
}
