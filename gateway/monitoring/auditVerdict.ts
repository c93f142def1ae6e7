/** Says whether the log is whole, in time for an answer, however long the log is. */
import type { AuditPage } from '#contract/audit'
import { type Answer, done } from '#contract/failure'
import type { Clock } from '#contract/time'
import { withinTime } from '#gateway/commands/withinTime'
import type { AuditLog } from '#gateway/store/auditLog'

export type Verdict = Pick<AuditPage, 'whole' | 'brokenAt'>

/** Pages that are read one after the other share one look at every seal. */
const freshMs = 10_000
/** A desk is answered within 5 s. */
const answerWithinMs = 4500

/**
 * Judges anew unless it has just done so. A look that takes longer than an answer may goes on: meanwhile the verdict
 * before it stands, and without one it is `timed-out`.
 */
export function createAuditVerdict(
  audit: Pick<AuditLog, 'verify'>,
  clock: Clock,
): () => Promise<Answer<Verdict>> {
  let running: Promise<Answer<Verdict>> | null = null
  let last: { readonly verdict: Verdict; readonly atMs: number } | null = null

  async function look(): Promise<Answer<Verdict>> {
    const atMs = clock.nowMs()
    try {
      const verdict = await audit.verify()
      last = { verdict, atMs }
      return done(verdict)
    } finally {
      running = null
    }
  }

  return async () => {
    if (last !== null && clock.nowMs() - last.atMs < freshMs) return done(last.verdict)
    running ??= look()
    const answer = await withinTime(running, answerWithinMs, clock)
    return answer.ok || last === null ? answer : done(last.verdict)
  }
}
