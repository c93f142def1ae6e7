/** Monitoring: a supervisor hears an agent's call, speaks to the agent alone, joins in, or takes the caller over. */
import { z } from 'zod'
import { AgentId, CallId, MonitorId, QueueId } from '#contract/ids'
import { DisplayName } from '#contract/text'
import { EpochMs } from '#contract/time'

/**
 * Who hears the supervisor: nobody (listen), the agent alone (whisper), agent and caller (barge). In each of them the
 * supervisor hears both.
 */
export const MonitorMode = z.enum(['listen', 'whisper', 'barge'])
export type MonitorMode = z.infer<typeof MonitorMode>

/** How much a person may do to the calls of those they answer for. */
export const MonitorRight = z.enum(['none', 'listen', 'full'])
export type MonitorRight = z.infer<typeof MonitorRight>

/** What is monitored: an agent from call to call, one call until it ends, or a queue's next call and the one after. */
export const MonitorTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agent'), agentId: AgentId }),
  z.object({ kind: z.literal('call'), callId: CallId }),
  z.object({ kind: z.literal('queue'), queueId: QueueId }),
])
export type MonitorTarget = z.infer<typeof MonitorTarget>

/**
 * Why a session ended: stopped by the supervisor, the one call it was for ended, the supervisor's leg or desk was
 * lost, the right was lost, the telephone system was lost, or the phone refused the leg.
 */
export const MonitorEnd = z.enum(['stopped', 'call-ended', 'leg-lost', 'forbidden', 'switch-away', 'refused'])
export type MonitorEnd = z.infer<typeof MonitorEnd>

/**
 * opening ─leg answered─▶ waiting ◀─call ended, next call─▶ hearing ─▶ takingOver ─▶ talking ─handed back─▶ waiting
 *                            └──────────── rolled back ◀───────────────────┘
 * From anywhere to ended; an ended session leaves the model after `endedShownMs`.
 */
export const MonitorState = z.discriminatedUnion('kind', [
  /** The supervisor's phone is being asked for its leg. */
  z.object({ kind: z.literal('opening'), sinceMs: EpochMs }),
  /** The leg is up and hears nothing: the target is in no call, or it rings. */
  z.object({ kind: z.literal('waiting'), sinceMs: EpochMs }),
  z.object({ kind: z.literal('hearing'), callId: CallId, agentId: AgentId, sinceMs: EpochMs }),
  z.object({ kind: z.literal('takingOver'), callId: CallId, agentId: AgentId, sinceMs: EpochMs }),
  /** The supervisor has the caller; `agentId` is who had them before, and gets them by handing back. */
  z.object({ kind: z.literal('talking'), callId: CallId, agentId: AgentId, sinceMs: EpochMs }),
  z.object({ kind: z.literal('ended'), why: MonitorEnd, sinceMs: EpochMs }),
])
export type MonitorState = z.infer<typeof MonitorState>

export const Monitor = z.object({
  id: MonitorId,
  supervisorId: AgentId,
  supervisorName: DisplayName,
  target: MonitorTarget,
  /** In force while hearing; otherwise the one the next call begins with. */
  mode: MonitorMode,
  state: MonitorState,
  /** Whether the agent in `state` is told of it, by their queue's rule. */
  isTold: z.boolean(),
  /** Whether the agent in `state`, whose caller was taken over, may listen on silently by their queue's rule; absent for no. */
  offersShadow: z.literal(true).optional(),
  /**
   * A silent shadow: `supervisorId` is the agent whose caller was taken over, and the agent in `state` who has them now.
   * It only ever listens, and ends with what it shadows. Absent for a supervisor's session.
   */
  isShadow: z.literal(true).optional(),
})
export type Monitor = z.infer<typeof Monitor>

/** What the desk that started a session is given: its phone answers the one leg that carries the token. */
export const MonitorOpened = z.object({ monitorId: MonitorId, token: z.string().min(32).max(128) })
export type MonitorOpened = z.infer<typeof MonitorOpened>

/** SIP header of a monitoring leg's INVITE; its value is the token. Such an INVITE never rings. */
export const monitorHeader = 'X-Najva-Monitor'

/** As many calls at once as a person can tell apart by ear. */
export const maxMonitors = 4

/** How long an ended session is still shown, so that its panel can say why. */
export const endedShownMs = 5000
