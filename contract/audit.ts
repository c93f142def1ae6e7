/** The log of monitoring: every session and change of mode, each entry sealed with the one before it. */
import { z } from 'zod'
import { CardBlock } from '#contract/callerCard'
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
   * of a call, the gateway by the site's rule among them, done or not; `shown` for a sensitive field of a customer's card
   * that an agent had shown to them, as their desk tells of it.
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
    'shown',
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

/** A sensitive field that was shown to an agent, as their desk has it on record: never what stood in it. */
export const ShownFact = z.object({
  /** In the desk's own record, from 1. */
  place: z.number().int().positive(),
  atMs: EpochMs,
  /** A mark of the customer that tells nobody who they are, the same for the same person. */
  personMark: z.string().min(1).max(64),
  block: CardBlock,
  /** The extra field's name; null for a whole block. */
  name: z.string().max(80).nullable(),
})
export type ShownFact = z.infer<typeof ShownFact>
