/** The boundary between a desk and the gateway. Both sides check every message against it. */
import { type ContractRouterClient, eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { wireActs } from '#contract/acts'
import { ChosenStatus } from '#contract/agent'
import { ShownFact } from '#contract/audit'
import { LiveMessage, LivePosition } from '#contract/centre'
import { answerOf, Failure } from '#contract/failure'
import { CallId, CommandId } from '#contract/ids'
import { QualityReport } from '#contract/quality'
import { SignedIn } from '#contract/session'
import { EpochMs } from '#contract/time'
import { WrapUpRecord } from '#contract/wrapUp'

/** The version both sides must share; raised when a message changes its meaning. */
export const wireVersion = 1

const nothing = z.null()

/**
 * The last message of a live stream whose session is over: `signed-in-elsewhere` when another desk took the seat,
 * `signed-out` when this one signed out or never was signed in. A stream that stops without it was cut: resume.
 */
export const LiveEnded = z.object({ kind: z.literal('ended'), failure: Failure })
export type LiveEnded = z.infer<typeof LiveEnded>

export const WireMessage = z.discriminatedUnion('kind', [...LiveMessage.options, LiveEnded])
export type WireMessage = z.infer<typeof WireMessage>

export const wireContract = {
  session: {
    /** Signs this connection in. A seat signed in elsewhere is taken over; the other desk is told. */
    signIn: oc
      .input(
        z.object({
          version: z.literal(wireVersion),
          user: z.string().min(1).max(64),
          password: z.string().min(1).max(256),
        }),
      )
      .output(answerOf(SignedIn)),
    /** Continues a session on a new connection with its token. */
    resume: oc
      .input(z.object({ version: z.literal(wireVersion), token: z.string().min(32).max(128) }))
      .output(answerOf(SignedIn)),
    signOut: oc.input(nothing).output(answerOf(nothing)),
  },
  live: {
    /**
     * The live model: what was missed since `from` when the gateway still has it, otherwise a snapshot; then
     * deltas, and a pulse when silent for 5 s. Ends with the connection, or with `ended` when the session is over.
     */
    watch: oc.input(z.object({ from: LivePosition.nullable() })).output(eventIterator(WireMessage)),
  },
  status: {
    /** Now when idle; while on a call or in wrap-up it becomes the next status. */
    choose: oc
      .input(z.object({ commandId: CommandId, status: ChosenStatus }))
      .output(answerOf(z.object({ effect: z.enum(['now', 'next']) }))),
    /** Takes back a chosen next status. */
    clearNext: oc.input(z.object({ commandId: CommandId })).output(answerOf(nothing)),
  },
  wrapUp: {
    /** Adds time (30 s) to a running wrap-up; answers the new end. */
    extend: oc
      .input(z.object({ commandId: CommandId, callId: CallId }))
      .output(answerOf(z.object({ endsAtMs: EpochMs.nullable() }))),
    /**
     * Stores the record and ends the wrap-up if it still runs. A record for a wrap-up that has already ended (time
     * ran out, connection was away) is stored all the same: what the agent wrote is never refused.
     */
    finish: oc.input(WrapUpRecord).output(answerOf(nothing)),
  },
  shown: {
    /**
     * Sensitive fields that were shown to this agent, for the log of the gateway: the desk keeps them while it is away, and
     * tells them again where the answer was lost.
     */
    tell: oc
      .input(z.object({ commandId: CommandId, shown: z.array(ShownFact).min(1).max(100) }))
      .output(answerOf(nothing)),
  },
  quality: {
    /** How the sound of one's own call is; no act: it is not recorded, and one too many is `too-many-attempts`. */
    report: oc.input(QualityReport).output(answerOf(nothing)),
  },
  ...wireActs,
}

/** What a desk calls; made by oRPC from the contract. */
export type WireClient = ContractRouterClient<typeof wireContract>
