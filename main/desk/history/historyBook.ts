/** Decides what the call history says: which call a report belongs to, how it ended, and which calls a search finds. Pure. */
import type { z } from 'zod'
import type { CallReport, HistoryOutcome, HistoryQuery } from '#contract/history'
import { HistoryEntry } from '#contract/history'
import { CallId, type QueueId } from '#contract/ids'
import type { Queue } from '#contract/queue'
import { toDialString } from '#contract/text'
import { EpochMs } from '#contract/time'
import { foldText } from '#main/desk/foldText'

/** A call as it is kept: what the page sees of it, and what ties later reports to it. */
export const KeptCall = HistoryEntry.extend({
  /** The phone's own id of it now: another one when the same caller rang here again. */
  sipCallId: HistoryEntry.shape.id,
  callId: CallId.nullable(),
  /** When something was last heard of it. */
  heardAtMs: EpochMs,
})
export type KeptCall = z.infer<typeof KeptCall>

/** The call after this report, as a change of one that is kept or as a new one. */
export function noteReport(calls: Iterable<KeptCall>, report: CallReport, nowMs: number): KeptCall {
  const before = findCall(calls, report)
  const { sipCallId, callId, outcome: _, ...facts } = report
  const outcome = toOutcome(report)
  const { queueName, queueId } = report.queueName === null && before !== null ? before : report
  return {
    ...facts,
    id: before?.id ?? sipCallId,
    sipCallId,
    callId: callId ?? before?.callId ?? null,
    name: facts.name ?? before?.name ?? null,
    personId: facts.personId ?? before?.personId ?? null,
    queueName,
    queueId,
    queuedMs: before?.queuedMs ?? facts.queuedMs,
    // A caller who rang out here and rings again is one call, from the first ring on.
    beganAtMs: Math.min(before?.beganAtMs ?? facts.beganAtMs, facts.beganAtMs),
    answeredAtMs: facts.answeredAtMs ?? before?.answeredAtMs ?? null,
    ...toHandedTo(facts.handedTo ?? before?.handedTo),
    outcome,
    isSeen: outcome !== 'missed',
    heardAtMs: nowMs,
  }
}

const toHandedTo = (handedTo: KeptCall['handedTo']) => (handedTo === undefined ? {} : { handedTo })

/**
 * The call a report is of: by the phone's id, else by the telephone system's where that caller has not been talked to
 * yet or the talk was cut short. One who was talked to and comes back is another call.
 */
function findCall(calls: Iterable<KeptCall>, report: CallReport): KeptCall | null {
  let same: KeptCall | null = null
  for (const call of calls) {
    if (call.sipCallId === report.sipCallId || call.id === report.sipCallId) return call
    const isSame =
      report.callId !== null && call.callId === report.callId && call.direction === report.direction
    if (isSame && call.outcome !== 'answered') same = call
  }
  return same
}

function toOutcome({ outcome, direction, answeredAtMs }: CallReport): HistoryOutcome {
  if (outcome === null) return 'live'
  if (answeredAtMs !== null) return 'answered'
  if (direction === 'out') return 'unreached'
  if (outcome === 'declined') return 'declined'
  return outcome === 'answered-elsewhere' ? 'elsewhere' : 'missed'
}

/** A call whose page is gone: what was last heard of it is all that is known. */
export function interrupt(call: KeptCall): KeptCall {
  const isMissed = call.answeredAtMs === null && call.direction === 'in'
  return { ...call, outcome: isMissed ? 'missed' : 'interrupted', isSeen: !isMissed, failure: null }
}

/** What the live model says of a call whose page is gone: when it was answered and ended. */
export function settle(call: KeptCall, times: { answeredAtMs: number; endedAtMs: number }): KeptCall {
  return { ...call, ...times, outcome: 'answered', isSeen: true }
}

/** Newest first; a call that lasts is shown by the phone itself and not here. `queues` are those of now. */
export function findEntries(
  calls: Iterable<KeptCall>,
  query: HistoryQuery,
  queues: readonly Queue[],
): HistoryEntry[] {
  const names = toQueueNames(queues)
  const words = foldText(query.text)
    .split(' ')
    .filter((word) => word !== '')
  return [...calls]
    .filter((call) => call.outcome !== 'live')
    .filter((call) => isAskedFor(call, query.show))
    .filter((call) => words.every((word) => holds(call, names, word)))
    .toSorted((a, b) => b.beganAtMs - a.beganAtMs)
    .map(({ sipCallId: _, callId: __, heardAtMs: ___, ...entry }) => entry)
}

function isAskedFor({ outcome, direction }: KeptCall, show: HistoryQuery['show']): boolean {
  if (show === 'all') return true
  return show === 'missed' ? outcome === 'missed' : direction === 'out'
}

/** In each language: whoever looks for a queue may have read its name in another one than it was kept in. */
function toQueueNames(queues: readonly Queue[]): ReadonlyMap<QueueId, string> {
  return new Map(queues.map(({ id, name, label }) => [id, `${name} ${label?.en ?? ''} ${label?.fa ?? ''}`]))
}

function holds(call: KeptCall, names: ReadonlyMap<QueueId, string>, word: string): boolean {
  const ofNow = call.queueId === undefined ? '' : (names.get(call.queueId) ?? '')
  const text = foldText(`${call.name ?? ''} ${call.queueName ?? ''} ${ofNow}`)
  if (text.includes(word)) return true
  // `0912…` is found in `+98912…`: the digits without what is dialled only inside the country.
  const digits = toDialString(word).replace(/^(?:\+|00?)/, '')
  return digits !== '' && (call.number ?? '').includes(digits)
}
