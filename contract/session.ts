/** A signed-in seat: who it is and what the desk needs to work. */
import { z } from 'zod'
import { Role } from '#contract/agent'
import { AgentId } from '#contract/ids'
import { DisplayName } from '#contract/text'

/** SIP access handed out after sign-in, over the wire only; kept in memory, never written to disk or a log. */
export const SipCredentials = z.object({
  /** `sip:1001@host`, the address of record. */
  uri: z.string().max(256),
  authorizationUser: z.string().max(128),
  password: z.string().min(1).max(256),
  /** SIP over WebSocket (RFC 7118); `ws:` only for loopback. */
  serverUrl: z.url({ protocol: /^wss?$/ }),
  /** Requested registration lifetime in seconds. */
  expiresSeconds: z.number().int().min(30).max(3600),
  /**
   * Milliseconds over which the phones of the whole floor come back after the telephone system was away, so that it is
   * not overrun; absent or 0 for a floor so small that it needs none.
   */
  reconnectSpreadMs: z.number().int().min(0).max(600_000).optional(),
})
export type SipCredentials = z.infer<typeof SipCredentials>

export const Session = z.object({
  agentId: AgentId,
  userName: z.string().min(1).max(64),
  name: DisplayName,
  role: Role,
  extension: z.string().min(1).max(32),
  /** True when the telephone system is the built-in practice centre. */
  practice: z.boolean(),
})
export type Session = z.infer<typeof Session>

/** What the gateway answers to a sign-in. `token` resumes the session after a dropped connection. */
export const SignedIn = z.object({
  session: Session,
  token: z.string().min(32).max(128),
  sip: SipCredentials,
})
export type SignedIn = z.infer<typeof SignedIn>
