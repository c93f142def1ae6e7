/** A queue in the live model: its rules, its members and its numbers of today. */
import { z } from 'zod'
import { AgentId, QueueId } from '#contract/ids'
import { Disposition } from '#contract/reason'
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
  /** Sent on by the queue's own limit. */
  timedOut: z.number().int().nonnegative(),
  /** Answered within `serviceLevelMs`, inclusive. */
  handledInTime: z.number().int().nonnegative(),
  /** Sum of the waits of handled calls. */
  waitedMs: DurationMs,
})
export type QueueDay = z.infer<typeof QueueDay>

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
})
export type Queue = z.infer<typeof Queue>

export const emptyQueueDay: QueueDay = {
  offered: 0,
  handled: 0,
  abandoned: 0,
  timedOut: 0,
  handledInTime: 0,
  waitedMs: 0,
}
