/** An agent in the live model: what they chose (status) and what their phone does (activity). */
import { z } from 'zod'
import { CallerIdentity } from '#contract/call'
import { AgentId, CallId, QueueId } from '#contract/ids'
import { ToldQuality } from '#contract/quality'
import { DisplayName } from '#contract/text'
import { DurationMs, EpochMs } from '#contract/time'

/** agent: own desk only. supervisor: the floor of their teams. admin: everything, settings too. */
export const Role = z.enum(['agent', 'supervisor', 'admin'])
export type Role = z.infer<typeof Role>

/** What an agent can choose. `reasonId` names a PauseReason of the same kind. */
export const ChosenStatus = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('available') }),
  z.object({ kind: z.literal('break'), reasonId: z.string().min(1).max(64) }),
  z.object({ kind: z.literal('notReady'), reasonId: z.string().min(1).max(64) }),
])
export type ChosenStatus = z.infer<typeof ChosenStatus>

/** The status in force; `offline` is reached by signing out or vanishing, not chosen. */
export const AgentStatus = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('offline'), sinceMs: EpochMs }),
  z.object({ kind: z.literal('available'), sinceMs: EpochMs }),
  z.object({ kind: z.literal('break'), reasonId: z.string(), sinceMs: EpochMs }),
  z.object({ kind: z.literal('notReady'), reasonId: z.string(), sinceMs: EpochMs }),
])
export type AgentStatus = z.infer<typeof AgentStatus>

/** After-call work: the agent is not offered calls until `endsAtMs`, or until they finish when it is null. */
export const WrapUp = z.object({
  callId: CallId,
  queueId: QueueId.nullable(),
  caller: CallerIdentity,
  dialledNumber: z.string().nullable(),
  startedAtMs: EpochMs,
  endsAtMs: EpochMs.nullable(),
  /** How often the agent asked for more time. */
  extendedTimes: z.number().int().nonnegative(),
  /** Wait in the queue and talk of the call, in milliseconds. */
  waitedMs: DurationMs,
  talkedMs: DurationMs,
  /** Name of the supervisor who took the caller over; absent for a call that ended otherwise. */
  takenOverBy: DisplayName.optional(),
})
export type WrapUp = z.infer<typeof WrapUp>

/**
 * idle ─▶ ringing ─▶ talking ◀─▶ held ─▶ wrapUp ─▶ idle
 *   ▲        │ no answer, rejected, caller gone          outbound: idle ─▶ dialling ─▶ talking
 *   └────────┘
 */
export const Activity = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('idle'), sinceMs: EpochMs }),
  z.object({ kind: z.literal('ringing'), callId: CallId, sinceMs: EpochMs }),
  z.object({ kind: z.literal('dialling'), callId: CallId, sinceMs: EpochMs }),
  z.object({ kind: z.literal('talking'), callId: CallId, sinceMs: EpochMs }),
  z.object({ kind: z.literal('held'), callId: CallId, sinceMs: EpochMs }),
  z.object({ kind: z.literal('wrapUp'), wrapUp: WrapUp, sinceMs: EpochMs }),
])
export type Activity = z.infer<typeof Activity>

/** An agent's own numbers since local midnight of the centre. */
export const AgentDay = z.object({
  /** Calls answered. */
  handled: z.number().int().nonnegative(),
  /** Offers that rang out or were declined. */
  missed: z.number().int().nonnegative(),
  /** Total talk (hold included) and wrap-up of finished calls; divide by `finished` for the average. */
  talkMs: DurationMs,
  wrapUpMs: DurationMs,
  /** Calls whose talk has ended, and wrap-ups that have. */
  finished: z.number().int().nonnegative(),
  wrappedUp: z.number().int().nonnegative(),
})
export type AgentDay = z.infer<typeof AgentDay>

/** An agent asks for a supervisor; it stands until it is cleared by either. */
export const Help = z.object({ reason: z.string().max(200), sinceMs: EpochMs })
export type Help = z.infer<typeof Help>

/**
 * asked ─supervisor─▶ granted (gone from here: a status, or the next one), declined (shown until put away), or queued
 * queued ─a place is free, or a supervisor grants─▶ granted
 */
export const BreakRequest = z.object({
  reasonId: z.string().min(1).max(64),
  askedAtMs: EpochMs,
  state: z.enum(['asked', 'queued', 'declined']),
  /** Who decided; null while nobody has. */
  decidedBy: DisplayName.nullable(),
})
export type BreakRequest = z.infer<typeof BreakRequest>

export const Agent = z.object({
  id: AgentId,
  name: DisplayName,
  extension: z.string().min(1).max(32),
  role: Role,
  /** Queues this agent is a member of. */
  queueIds: z.array(QueueId),
  status: AgentStatus,
  /** Takes force when the present call and wrap-up end; null when none was chosen. */
  nextStatus: ChosenStatus.nullable(),
  activity: Activity,
  /** Whether a phone is registered for the extension. */
  phone: z.enum(['registered', 'absent']),
  /** Whether their desk went away without a sign-out; absent for no. */
  isLost: z.literal(true).optional(),
  /** Under `require`: their desk has not proved since its sign-in that callers reach it; absent for no. */
  isUnproven: z.literal(true).optional(),
  /** Absent while no help is asked for. */
  help: Help.optional(),
  /** Absent while no break is asked for. */
  breakRequest: BreakRequest.optional(),
  /** Whether they are signed out when the present call and wrap-up end; absent for no. */
  leavesAfterCall: z.literal(true).optional(),
  /** How good the sound of the call they are in is; absent outside calls, and until their desk has told. */
  quality: ToldQuality.optional(),
  today: AgentDay,
})
export type Agent = z.infer<typeof Agent>

/** Every word that is shown for an agent, from who can be asked to who cannot. */
export const presences = [
  'available',
  'ringing',
  'dialling',
  'talking',
  'held',
  'wrapUp',
  'break',
  'notReady',
  'offline',
] as const
/** The one shown: the activity when there is one, otherwise the status. */
export type Presence = (typeof presences)[number]

export function toPresence(agent: Pick<Agent, 'status' | 'activity'>): Presence {
  return agent.activity.kind === 'idle' ? agent.status.kind : agent.activity.kind
}

/** Since when the agent has been in the presence shown. */
export function presenceSinceMs(agent: Pick<Agent, 'status' | 'activity'>): number {
  return agent.activity.kind === 'idle'
    ? Math.max(agent.status.sinceMs, agent.activity.sinceMs)
    : agent.activity.sinceMs
}

/** Whether a queue may offer this agent a call now. */
export function canBeOffered(agent: Pick<Agent, 'status' | 'activity' | 'phone'>): boolean {
  return agent.status.kind === 'available' && agent.activity.kind === 'idle' && agent.phone === 'registered'
}
