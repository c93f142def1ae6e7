/** Remembers how the last calls of this desk sounded, by figures alone. */
import type { QualityReport } from '#contract/quality'

export interface CallQuality {
  /** Of the reports of one call: 1.0 to 4.5. */
  readonly worstMos: number
  readonly lastMos: number
  readonly mostLossPercent: number
  readonly mostJitterMs: number
  /** null where no report knew it. */
  readonly mostRoundTripMs: number | null
  readonly reports: number
  /** Epoch milliseconds of the last report. */
  readonly lastAtMs: number
}

export interface CallQualities {
  note(report: QualityReport, atMs: number): void
  /** Oldest first, at most 20. */
  list(): readonly CallQuality[]
}

const mostCalls = 20

export function createCallQualities(): CallQualities {
  const calls = new Map<string, CallQuality>()
  return {
    note(report, atMs) {
      const next = addReport(calls.get(report.callId) ?? null, report, atMs)
      calls.delete(report.callId)
      calls.set(report.callId, next)
      const [oldest] = calls.keys()
      if (calls.size > mostCalls && oldest !== undefined) calls.delete(oldest)
    },
    list: () => [...calls.values()],
  }
}

function addReport(before: CallQuality | null, report: QualityReport, lastAtMs: number): CallQuality {
  const { mos, lossPercent, jitterMs, roundTripMs } = report
  const roundTrips = [before?.mostRoundTripMs ?? null, roundTripMs].filter((each) => each !== null)
  return {
    worstMos: Math.min(before?.worstMos ?? mos, mos),
    lastMos: mos,
    mostLossPercent: Math.max(before?.mostLossPercent ?? 0, lossPercent),
    mostJitterMs: Math.max(before?.mostJitterMs ?? 0, jitterMs),
    mostRoundTripMs: roundTrips.length === 0 ? null : Math.max(...roundTrips),
    reports: (before?.reports ?? 0) + 1,
    lastAtMs,
  }
}
