/**
 * What a desk may ask of the floor and of its people, said once for both boundaries: the page asks main with the input,
 * main asks the gateway with the input and a command id. Each act is judged at the gateway by role, team and queue,
 * carried out once per command id, answered within 5 s, and recorded, also when it is refused. What it changed comes
 * over `live`.
 */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { ChosenStatus } from '#contract/agent'
import { AuditPage } from '#contract/audit'
import { type Answer, answerOf } from '#contract/failure'
import { AgentId, CallId, CommandId, MessageId, MonitorId, QueueId } from '#contract/ids'
import { maxMessageLength } from '#contract/message'
import { MonitorMode, MonitorOpened, MonitorTarget } from '#contract/monitor'
import { maxNoteLength } from '#contract/wrapUp'

const nothing = z.null()
const act = <I extends z.ZodRawShape, O extends z.ZodType>(input: I, output: O) => ({
  input: z.object(input),
  output,
})

const ReasonId = z.string().min(1).max(64)
/** Why it is done, in the supervisor's words, for the log; null for none given. */
const Why = z.string().max(200).nullable()
const Effect = z.object({ effect: z.enum(['now', 'next']) })

export const acts = {
  /** Agents may dial for themselves; supervisors act on the queues, calls and agents of their teams, admins on all. */
  floor: {
    /** Rings the agent's own phone and, answered, dials `number` for it. */
    dial: act({ agentId: AgentId, number: z.string().min(1).max(64) }, nothing),
    /** Ends the call for everyone in it. */
    hangUp: act({ callId: CallId }, nothing),
    /** Takes the caller away from everyone and lets them hear music, until they are given to someone. */
    park: act({ callId: CallId }, nothing),
    /** Brings the caller to an agent, oneself included; unanswered, the caller goes to the head of the call's queue. */
    giveTo: act({ callId: CallId, agentId: AgentId }, nothing),
    /** Sends a waiting caller to the end of another queue's line. */
    moveToQueue: act({ callId: CallId, queueId: QueueId }, nothing),
    /** The highest priority is served first; takes force at once for a waiting caller. */
    prioritise: act({ callId: CallId, priority: z.number().int().min(0).max(1000) }, nothing),
    /** Pauses the agent in one queue alone, by the id of a pause reason; null ends that pause. */
    pauseInQueue: act({ queueId: QueueId, agentId: AgentId, reasonId: ReasonId.nullable() }, nothing),
    /** Makes the agent a member of one more queue, or of one less. A penalty of 0 is asked first. */
    addToQueue: act(
      { queueId: QueueId, agentId: AgentId, penalty: z.number().int().min(0).max(100) },
      nothing,
    ),
    removeFromQueue: act({ queueId: QueueId, agentId: AgentId }, nothing),
    /**
     * Leaves both sides out of the recording, for card data, until it is resumed; of an agent in their own call alone.
     * Whatever is not answered with done has changed nothing that may be relied on: it may still be recording.
     */
    pauseRecording: act({ callId: CallId }, nothing),
    resumeRecording: act({ callId: CallId }, nothing),
    /** By who talks in both: whoever is in the other call joins this one, and one's own phone leaves the other. */
    joinCalls: act({ callId: CallId, otherCallId: CallId }, nothing),
    /** By whoever is in the conference: lets one of its members go, and the others talk on. */
    dropMember: act({ callId: CallId, memberId: z.string().min(1).max(128) }, nothing),
  },
  /** What comes of it is told over `live` as the session's row. Anybody else's session is `not-found`. */
  monitor: {
    /** Asks this desk's phone for a leg; `wrong-state` above `maxMonitors` sessions. */
    start: act({ target: MonitorTarget, mode: MonitorMode, why: Why }, MonitorOpened),
    /** Answered when the mode is in force. */
    steer: act({ monitorId: MonitorId, mode: MonitorMode }, nothing),
    /** Puts the session to another target without a new leg; it begins there by listening. */
    aim: act({ monitorId: MonitorId, target: MonitorTarget }, nothing),
    /**
     * Pauses the agent, joins the caller with the leg and waits up to 1 s for `confirm`; without it the caller is given
     * back to the agent, or goes to the head of the queue, and the answer is `timed-out`.
     */
    takeOver: act({ monitorId: MonitorId, why: Why }, nothing),
    /** Whether sound flows both ways at the supervisor's phone after the swap. */
    confirm: act({ monitorId: MonitorId, flows: z.boolean() }, nothing),
    /** Gives the caller back to the agent they were taken from; the session waits for that agent's call. */
    handBack: act({ monitorId: MonitorId }, nothing),
    /** Of a silent shadow also by who has taken that caller over. */
    stop: act({ monitorId: MonitorId }, nothing),
    /**
     * By an agent whose caller was taken over, where the queue allows it: a leg that hears this call alone and is heard
     * by nobody, until the call ends or is handed back.
     */
    shadow: act({ callId: CallId }, MonitorOpened),
    /** The log, newest first, at most `limit` entries before `beforeSerial`; of a supervisor their own teams'. */
    readAudit: act(
      { beforeSerial: z.number().int().positive().nullable(), limit: z.number().int().min(1).max(200) },
      AuditPage,
    ),
  },
  /** What a supervisor does for a person of their teams. */
  people: {
    setStatus: act({ agentId: AgentId, status: ChosenStatus }, Effect),
    finishWrapUp: act({ agentId: AgentId, callId: CallId }, nothing),
    /** Now when idle; otherwise when call and wrap-up end. */
    signOut: act({ agentId: AgentId }, Effect),
  },
  help: {
    /** Raises the agent's row on every supervisor's board. */
    ask: act({ reason: z.string().max(200) }, nothing),
    /** By the agent, or by a supervisor of theirs. */
    clear: act({ agentId: AgentId }, nothing),
  },
  reach: {
    /**
     * This desk has heard its echo just now. `wrong-state` where the telephone system has seen no such call of its phone
     * since the sign-in; nothing changes where the site does not require the proof.
     */
    prove: act({}, nothing),
  },
  breaks: {
    /**
     * Granted at once where the team's rules allow it; otherwise it stands on the agent's row until a supervisor
     * decides, or, queued, until a place is free.
     */
    ask: act({ reasonId: ReasonId }, z.object({ outcome: z.enum(['now', 'next', 'asked', 'queued']) })),
    /** Takes back one's own request, or puts a declined one away. */
    withdraw: act({}, nothing),
    decide: act({ agentId: AgentId, decision: z.enum(['grant', 'decline', 'queue']) }, nothing),
  },
  messages: {
    /** `callId` makes it a coaching card of that call; null a plain message. Answered with its id. */
    send: act(
      {
        agentId: AgentId,
        callId: CallId.nullable(),
        text: z.string().min(1).max(maxMessageLength),
        field: z.string().max(120).nullable(),
      },
      MessageId,
    ),
    /** The addressee puts it aside. */
    putAside: act({ messageId: MessageId }, nothing),
    /** The note of a call that was taken from this agent, for who has its caller now. */
    handOver: act({ callId: CallId, note: z.string().max(maxNoteLength) }, nothing),
  },
}

type Acts = typeof acts
export type ActGroup = keyof Acts
export type ActNames<G extends ActGroup> = keyof Acts[G]
type Act = { readonly input: z.ZodObject; readonly output: z.ZodType }

/** What an act is asked with, for example `ActInput<'monitor', 'start'>`. */
export type ActInput<G extends ActGroup, K extends keyof Acts[G]> = Acts[G][K] extends {
  readonly input: infer I extends z.ZodType
}
  ? z.infer<I>
  : never

/** What an act is answered with, inside its `Answer`. */
export type ActOutput<G extends ActGroup, K extends keyof Acts[G]> = Acts[G][K] extends {
  readonly output: infer O extends z.ZodType
}
  ? z.infer<O>
  : never

/** One function for each act: who asks, as which command, with what. Never rejects for what a person can do wrong. */
export type ActHandlers<Who> = {
  readonly [G in ActGroup]: {
    readonly [K in keyof Acts[G]]: (
      who: Who,
      commandId: CommandId,
      input: ActInput<G, K>,
    ) => Promise<Answer<ActOutput<G, K>>>
  }
}

/** The group and the name of every act, in the order they are written here. */
export const actNames: readonly { readonly group: ActGroup; readonly name: string }[] = Object.entries(
  acts,
).flatMap(([group, each]) => Object.keys(each).map((name) => ({ group: group as ActGroup, name })))

type ShapeOf<A extends Act> = A['input'] extends z.ZodObject<infer S> ? S : never

const toBridgeCall = <S extends z.ZodRawShape, O extends z.ZodType>(one: {
  readonly input: z.ZodObject<S>
  readonly output: O
}) => oc.input(one.input).output(answerOf(one.output))

const toWireCall = <S extends z.ZodRawShape, O extends z.ZodType>(one: {
  readonly input: z.ZodObject<S>
  readonly output: O
}) => oc.input(one.input.extend({ commandId: CommandId })).output(answerOf(one.output))

type BridgeCalls<T extends Record<string, Act>> = {
  [K in keyof T]: ReturnType<typeof toBridgeCall<ShapeOf<T[K]>, T[K]['output']>>
}
type WireCalls<T extends Record<string, Act>> = {
  [K in keyof T]: ReturnType<typeof toWireCall<ShapeOf<T[K]>, T[K]['output']>>
}

const mapActs = <T extends object>(group: T, to: (one: never) => unknown) =>
  Object.fromEntries(Object.entries(group).map(([key, one]) => [key, to(one as never)]))

function mapGroups(to: (one: never) => unknown) {
  return Object.fromEntries(Object.entries(acts).map(([name, group]) => [name, mapActs(group, to)]))
}

/** The acts as a page asks them. */
export const bridgeActs = mapGroups(toBridgeCall) as { [G in ActGroup]: BridgeCalls<Acts[G]> }
/** The acts as a desk asks them: the same id sent twice has one effect. */
export const wireActs = mapGroups(toWireCall) as { [G in ActGroup]: WireCalls<Acts[G]> }
