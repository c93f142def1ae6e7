/** The log of monitoring: every session and change of mode, each entry sealed with the one before it. */
import { z } from 'zod'
import { AgentId, CallId, MonitorId } from '#contract/ids'
import { EpochMs } from '#contract/time'

export const AuditEntry = z.object({
  /** 1 for the first ever; without a gap. */
  serial: z.number().int().positive(),
  atMs: EpochMs,
  /**
   * `refused` for a command that was not allowed; `stranger` for a spy on the switch that no session of this gateway
   * explains; `floor` for a supervisor's other acts on the floor; `shadow` for an agent who listens on to a caller who
   * was taken over from them, and for a supervisor who ends that; `recording` for whoever pauses or resumes the recording
   * of a call, the gateway by the site's rule among them, done or not.
   */
  kind: z.enum([
    'started',
    'shadow',
    'heard',
    'mode',
    'took-over',
    'rolled-back',
    'handed-back',
    'ended',
    'refused',
    'stranger',
    'floor',
    'recording',
  ]),
  monitorId: MonitorId.nullable(),
  /** Who did it; null for a stranger. */
  byId: AgentId.nullable(),
  byName: z.string().max(120),
  /** Whose call; null where nobody's was. */
  agentId: AgentId.nullable(),
  agentName: z.string().max(120),
  callId: CallId.nullable(),
  /** The caller's number as the switch told it; null when withheld or none. */
  callerNumber: z.string().max(64).nullable(),
  /** The mode, the reason given, the failure code, the channel: what the kind asks for. */
  detail: z.string().max(500),
  /** SHA-256 in hex over the entry before it and this one. */
  seal: z.string().length(64),
})
export type AuditEntry = z.infer<typeof AuditEntry>

export const AuditPage = z.object({
  /** Newest first. */
  entries: z.array(AuditEntry),
  /** Whether every entry of the whole log still fits its seal; false with the first serial that does not. */
  whole: z.boolean(),
  brokenAt: z.number().int().positive().nullable(),
})
export type AuditPage = z.infer<typeof AuditPage>
