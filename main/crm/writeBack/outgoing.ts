/** Decides what becomes of records on their way into the CRM: who goes next, how long a failure waits, what the page is told. Pure. */
import { z } from 'zod'
import { EpochMs } from '#contract/time'
import type { WriteBackEntry } from '#contract/writeBack'
import { CrmActivity } from '#main/crm/connector/crmActivity'
import type { CrmAnswer, CrmProblem, CrmProblemKind } from '#main/crm/connector/crmAnswer'

const problemKinds = [
  'unreachable',
  'timed-out',
  'refused',
  'busy',
  'nonsense',
  'rejected',
  'misconfigured',
] as const satisfies readonly CrmProblemKind[]

/** One record as it is kept until the CRM has it. */
export const Outgoing = z.object({
  activity: CrmActivity,
  /** The person's name, for the list; null where nobody knew it. */
  name: z.string().max(160).nullable(),
  state: z.enum(['waiting', 'rejected']),
  /** Tries that failed since it was last put forward. */
  attempts: z.number().int().nonnegative(),
  /** Not before; 0 for at once. */
  nextTryAtMs: EpochMs,
  /** What the last try ended with; null before any. */
  problem: z.object({ kind: z.enum(problemKinds), detail: z.string().max(300) }).nullable(),
})
export type Outgoing = z.infer<typeof Outgoing>

export function toOutgoing(activity: CrmActivity, name: string | null): Outgoing {
  return { activity, name, state: 'waiting', attempts: 0, nextTryAtMs: 0, problem: null }
}

/** Whose order a record keeps: the person's; where nobody was confirmed the number's; a withheld caller's is its own. */
export function toOrderKey({ activityId, personId, number }: CrmActivity): string {
  if (personId !== null) return `person ${personId}`
  return number === null ? `record ${activityId}` : `number ${number}`
}

/** The first waiting record of each person, oldest first. One refused for good lets those after it pass. */
export function toHeads(all: Iterable<Outgoing>): Outgoing[] {
  const heads = new Map<string, Outgoing>()
  for (const each of all) {
    const key = toOrderKey(each.activity)
    if (each.state === 'waiting' && !heads.has(key)) heads.set(key, each)
  }
  return [...heads.values()]
}

/** Longest pause between two tries: 30 minutes. */
export const longestWaitMs = 30 * 60_000
const shortestWaitMs = 1000
const firstCeilingMs = 2000
/** Longest pause a CRM may ask for; one that says a year is not believed. */
const longestAskedMs = 24 * 3_600_000

/** Full jitter up to a ceiling that doubles from 2 s to 30 min; never before the CRM said, and desks apart even then. */
export function toWaitMs(attempts: number, retryAfterMs: number | null, random: () => number): number {
  const ceilingMs = Math.min(longestWaitMs, firstCeilingMs * 2 ** Math.min(attempts, 16))
  const drawnMs = Math.max(shortestWaitMs, Math.floor(random() * ceilingMs))
  return retryAfterMs === null ? drawnMs : Math.min(retryAfterMs, longestAskedMs) + drawnMs
}

/** Troubles of the CRM or of the way to it: the next person's record would meet the same one. */
const everybodys: ReadonlySet<CrmProblemKind> = new Set(['unreachable', 'refused', 'busy', 'misconfigured'])

export type Outcome =
  | { readonly kind: 'written' }
  | { readonly kind: 'kept'; readonly outgoing: Outgoing; readonly isEverybodys: boolean }

export function toOutcome(
  outgoing: Outgoing,
  answer: CrmAnswer<null>,
  nowMs: number,
  random: () => number,
): Outcome {
  if (answer.ok) return { kind: 'written' }
  const { problem } = answer
  const kept = { ...outgoing, problem: toKeptProblem(problem), attempts: outgoing.attempts + 1 }
  if (problem.kind === 'rejected')
    return { kind: 'kept', outgoing: { ...kept, state: 'rejected', nextTryAtMs: 0 }, isEverybodys: false }
  const nextTryAtMs = nowMs + toWaitMs(outgoing.attempts, problem.retryAfterMs, random)
  return { kind: 'kept', outgoing: { ...kept, nextTryAtMs }, isEverybodys: everybodys.has(problem.kind) }
}

function toKeptProblem({ kind, detail }: CrmProblem): NonNullable<Outgoing['problem']> {
  return { kind, detail: detail.slice(0, 300) }
}

/** The record as put forward by hand: at once, and as if it had never failed. */
export function putForward(outgoing: Outgoing): Outgoing {
  return { ...outgoing, state: 'waiting', attempts: 0, nextTryAtMs: 0 }
}

/** How many milliseconds until this may be tried. A clock that was set back does not make a wait of days. */
export function toDueInMs({ nextTryAtMs }: Outgoing, nowMs: number): number {
  const dueInMs = nextTryAtMs - nowMs
  return dueInMs > longestAskedMs + longestWaitMs ? 0 : Math.max(0, dueInMs)
}

/** For the page: those refused for good first, because they need a person, then the oldest. */
export function toEntries(all: readonly Outgoing[], canWrite: boolean, most: number): WriteBackEntry[] {
  const heads = new Set(toHeads(all).map(({ activity }) => activity.activityId))
  const rejected = all.filter(({ state }) => state === 'rejected')
  const waiting = all.filter(({ state }) => state === 'waiting')
  return [...rejected, ...waiting]
    .slice(0, most)
    .map((each) => toEntry(each, heads.has(each.activity.activityId), canWrite))
}

function toEntry(each: Outgoing, isHead: boolean, canWrite: boolean): WriteBackEntry {
  const { activityId, number, writtenAtMs, dispositionId, note, followUpOn } = each.activity
  const isPlanned = each.state === 'waiting' && isHead && canWrite && each.nextTryAtMs > 0
  return {
    activityId,
    name: each.name,
    number,
    writtenAtMs,
    dispositionId,
    note: note.replace(/\s+/g, ' ').trim().slice(0, 200),
    followUpOn,
    reason: toReason(each, isHead, canWrite),
    detail: each.problem?.detail ?? null,
    nextTryAtMs: isPlanned ? each.nextTryAtMs : null,
  }
}

function toReason(each: Outgoing, isHead: boolean, canWrite: boolean): WriteBackEntry['reason'] {
  if (each.state === 'rejected') return 'rejected'
  if (!canWrite) return 'cannot-write'
  if (!isHead) return 'behind'
  return each.problem?.kind ?? 'next'
}
