/** Decides when the CRM is taken from next, and whether everybody or who changed. Pure. */
import type { CrmAbilities, SyncKind } from '#main/crm/connector/connector'
import type { CrmProblem } from '#main/crm/connector/crmAnswer'
import type { SyncMark } from '#main/crm/sync/syncFile'
import type { SyncOrder } from '#main/crm/sync/syncRun'

export interface SyncTimes {
  /** Between two runs that ask who changed. */
  readonly deltaEveryMs: number
  /** Between two full loads where the CRM tells of changes too: they find who went without a word. */
  readonly fullEveryMs: number
  /** Between two full loads where there is nothing else. */
  readonly onlyFullEveryMs: number
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

export const usualTimes: SyncTimes = {
  deltaEveryMs: 5 * minuteMs,
  fullEveryMs: 7 * dayMs,
  onlyFullEveryMs: dayMs,
}

export interface SyncFacts {
  readonly can: CrmAbilities['sync']
  /** A book on this machine is taken once; it changes by being another one. */
  readonly isLocal: boolean
  readonly source: string
  readonly file: SyncMark | null
  readonly times: SyncTimes
  readonly nowMs: number
  /** Runs that failed since the last that ended well, and why and what the last was; null when it ended well. */
  readonly failures: number
  readonly failed: { readonly problem: CrmProblem; readonly kind: SyncKind } | null
  /** 0 to 1. */
  readonly random: number
}

export interface NextSync {
  readonly order: Omit<SyncOrder, 'nowMs'>
  readonly inMs: number
}

/** A cursor that fails so often in a row is not tried again: it may be the cursor. */
const cursorTries = 5

export function planSync(facts: SyncFacts): NextSync | null {
  const { can, isLocal, source, failed } = facts
  if (can === 'none') return null
  const file = facts.file?.source === source ? facts.file : null
  const isWhole = file?.complete === true && file.run?.kind !== 'full'
  if (isLocal && isWhole) return null
  const kind = isWhole ? chooseKind(facts, file) : 'full'
  const inMs =
    failed === null ? (isWhole ? untilDue(facts, file, kind) : 0) : toRetryMs(facts, failed.problem)
  const fromScratch = failed?.problem.kind === 'rejected' || facts.failures >= cursorTries
  return { order: { kind, source, fromScratch, isStable: isLocal }, inMs }
}

function chooseKind({ can, times, nowMs, failed }: SyncFacts, file: SyncMark): SyncKind {
  if (can === 'full' || file.since === null) return 'full'
  // The CRM will not say what changed since then any more.
  if (failed?.kind === 'delta' && failed.problem.kind === 'rejected') return 'full'
  return (file.fullAtMs ?? 0) + times.fullEveryMs <= nowMs ? 'full' : 'delta'
}

/** A desk that comes up after a night off asks at once; many of them, within some seconds. */
function untilDue({ can, times, nowMs, random }: SyncFacts, file: SyncMark, kind: SyncKind): number {
  const everyMs = kind === 'delta' || can === 'delta' ? times.deltaEveryMs : times.onlyFullEveryMs
  const dueInMs = (file.syncedAtMs ?? 0) + everyMs - nowMs
  return Math.max(Math.floor(random * spreadMs), Math.min(dueInMs, everyMs))
}

const spreadMs = 5000
const firstRetryMs = 5000
const longestRetryMs = 15 * minuteMs
const longestHeededMs = dayMs

/**
 * What the CRM asks for is heeded, up to a day, and a little more is waited, so that a thousand desks do not come back
 * in the same second. Otherwise 5 s doubled at each failure up to 15 min, half of it by chance.
 */
export function toRetryMs(
  { failures, random }: Pick<SyncFacts, 'failures' | 'random'>,
  problem: CrmProblem,
): number {
  if (problem.retryAfterMs !== null) {
    const askedMs = Math.min(problem.retryAfterMs, longestHeededMs)
    return Math.floor(askedMs + random * Math.min(askedMs, 30_000))
  }
  const ceilingMs = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures - 1, 16))
  return Math.floor(ceilingMs * (0.5 + random / 2))
}
