/** Branded identifiers: a call's id can never be passed where an agent's is wanted. */
import { z } from 'zod'

const id = z.string().min(1).max(128)

/** A call as the PBX knows it, stable from arrival to end (Asterisk: the caller channel's Uniqueid). */
export const CallId = id.brand<'CallId'>()
export type CallId = z.infer<typeof CallId>

/** A person who can sign in: agent, supervisor or admin. */
export const AgentId = id.brand<'AgentId'>()
export type AgentId = z.infer<typeof AgentId>

export const QueueId = id.brand<'QueueId'>()
export type QueueId = z.infer<typeof QueueId>

/** A person in the CRM. */
export const PersonId = id.brand<'PersonId'>()
export type PersonId = z.infer<typeof PersonId>

/** One monitoring session: a supervisor's own leg and what it is put to, from its start to its end. */
export const MonitorId = id.brand<'MonitorId'>()
export type MonitorId = z.infer<typeof MonitorId>

/** A line of text on somebody's desk: a coaching card, a message, a note handed over. */
export const MessageId = id.brand<'MessageId'>()
export type MessageId = z.infer<typeof MessageId>

/** One attempt by one desk to change something; the same id sent twice has one effect. */
export const CommandId = id.brand<'CommandId'>()
export type CommandId = z.infer<typeof CommandId>
