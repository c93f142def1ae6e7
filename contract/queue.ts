/** A queue in the live model: its rules, its members and its numbers of today. */
import { z } from 'zod'
import { AgentId, QueueId } from '#contract/ids'
import { Disposition, Label } from '#contract/reason'
import { DisplayName } from '#contract/text'
import { DurationMs } from '#contract/time'

/**
 * Who is offered the next caller (Asterisk queues.conf `strategy`). Members of a higher penalty are only asked
 * when no member of a lower one can be; that holds for every strategy.
 */
export const QueueStrategy = z.enum([
  'ring-all',
  'least-recent',
  'fewest-calls',
  'round-robin-memory',
  'random',
  'linear',
])
export type QueueStrategy = z.infer<typeof QueueStrategy>

/** Counts since local midnight: offered = handled + abandoned + timedOut + still waiting. */
export const QueueDay = z.object({
  offered: z.number().int().nonnegative(),
  handled: z.number().int().nonnegative(),
  /** The caller hung up while waiting. */
  abandoned: z.number().int().nonnegative(),
  /** Of the abandoned: those who gave up within `shortAbandonMs`, and say nothing of the service. */
  abandonedShort: z.number().int().nonnegative().default(0),
  /** Sent on by the queue's own limit. */
  timedOut: z.number().int().nonnegative(),
  /** Answered within `serviceLevelMs`, inclusive. */
  handledInTime: z.number().int().nonnegative(),
  /** Sum of the waits of handled calls. */
  waitedMs: DurationMs,
})
export type QueueDay = z.infer<typeof QueueDay>

/** Callers who give up within this time, inclusive, do not count against the service level. */
export const shortAbandonMs = 5000

/** What the last 30 minutes count towards the service level; see `toServiceLevel`. */
export const QueueRecent = z.object({
  handled: z.number().int().nonnegative(),
  handledInTime: z.number().int().nonnegative(),
  abandoned: z.number().int().nonnegative(),
  abandonedShort: z.number().int().nonnegative(),
})
export type QueueRecent = z.infer<typeof QueueRecent>

/**
 * Service level from 0 to 1: Ax / (A + B − Bs), where Ax are those answered in time (inclusive), A all answered, B all
 * who gave up and Bs those of them who did so at once. null for 0/0: nobody has been served or lost yet.
 */
export function toServiceLevel(counts: QueueRecent): number | null {
  const asked = counts.handled + counts.abandoned - counts.abandonedShort
  return asked <= 0 ? null : counts.handledInTime / asked
}

export const QueueMember = z.object({
  agentId: AgentId,
  /** 0 is asked first. */
  penalty: z.number().int().nonnegative(),
  /**
   * The pause in force in this queue, be it of this queue alone or of all; absent while this queue offers them calls: a
   * queue's row goes to every desk at every change, and is mostly members.
   */
  pausedReason: z.string().optional(),
})
export type QueueMember = z.infer<typeof QueueMember>

export const Queue = z.object({
  id: QueueId,
  name: DisplayName,
  /** Its name in each language; absent where it has one name for all. */
  label: Label.optional(),
  strategy: QueueStrategy,
  /** How long one agent's phone rings before the next is asked. */
  ringTimeoutMs: DurationMs,
  /** After-call work before the next offer; 0 for none. */
  wrapUpMs: DurationMs,
  /** Longest wait before the caller is sent on; null for no limit. */
  maxWaitMs: DurationMs.nullable(),
  /** Threshold of the service level. */
  serviceLevelMs: DurationMs,
  dispositions: z.array(Disposition),
  members: z.array(QueueMember),
  today: QueueDay,
  /** Absent while the last 30 minutes are empty. */
  recent: QueueRecent.optional(),
  /** Whether agents are told who listens; absent for yes. */
  tellsMonitoring: z.literal(false).optional(),
  /** Whether its calls may be monitored at all; absent for yes. */
  allowsMonitoring: z.literal(false).optional(),
})
export type Queue = z.infer<typeof Queue>

export const emptyQueueDay: QueueDay = {
  offered: 0,
  handled: 0,
  abandoned: 0,
  abandonedShort: 0,
  timedOut: 0,
  handledInTime: 0,
  waitedMs: 0,
}
