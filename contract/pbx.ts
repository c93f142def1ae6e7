/**
 * What a telephone system is to the gateway: events in, commands out. The practice centre and Asterisk each
 * implement it, and the gateway cannot tell which it has.
 */
import type { CallEnd, CallerIdentity } from '#contract/call'
import type { PbxConferenceMember } from '#contract/conference'
import type { Answer, Failure } from '#contract/failure'
import type { CallId, MonitorId, QueueId } from '#contract/ids'
import type { MonitorMode } from '#contract/monitor'
import type { QueueStrategy } from '#contract/queue'
import type { Disposition, Label } from '#contract/reason'
import type { RecordingState } from '#contract/recording'
import type { SipCredentials } from '#contract/session'

/** A queue's rules and who belongs to it. Members are extensions; the gateway knows which person has which. */
export interface PlannedQueue {
  readonly id: QueueId
  readonly name: string
  /** Its name in each language; absent where it has one for all. */
  readonly label?: Label
  readonly strategy: QueueStrategy
  readonly ringTimeoutMs: number
  readonly wrapUpMs: number
  /** null for no limit. */
  readonly maxWaitMs: number | null
  readonly serviceLevelMs: number
  readonly dispositions: readonly Disposition[]
  readonly members: readonly PlannedMember[]
}

export interface PlannedMember {
  readonly extension: string
  /** 0 is asked first. */
  readonly penalty: number
}

/** A queue as the PBX runs it. */
export interface PbxQueue extends PlannedQueue {
  readonly members: readonly PbxMember[]
}

export interface PbxMember extends PlannedMember {
  /**
   * The pause in force in this queue, be it of this queue alone or of all; null while this queue offers it calls, and
   * while it is signed out.
   */
  readonly pausedReason: string | null
}

/** A phone line the PBX knows, and the person's name it shows for it. */
export interface PbxExtension {
  readonly extension: string
  readonly name: string
  readonly registered: boolean
  /** The pause in force in the PBX; null while it is offered calls. */
  readonly pausedReason: string | null
  /** False while the extension is signed out of its queues. */
  readonly signedIn: boolean
}

/** A call at the moment of a snapshot. */
export interface PbxCall {
  readonly callId: CallId
  readonly direction: 'inbound' | 'outbound' | 'internal'
  readonly caller: CallerIdentity
  readonly dialledNumber: string | null
  readonly queueId: QueueId | null
  readonly priority: number
  readonly enteredAtMs: number
  readonly queuedAtMs: number | null
  readonly answeredAtMs: number | null
  /** Extensions ringing for it, or the one dialling, talking or holding. */
  readonly state:
    | { readonly kind: 'waiting'; readonly position: number; readonly offeredTo: readonly string[] }
    | { readonly kind: 'dialling' | 'talking' | 'held'; readonly extension: string; readonly sinceMs: number }
  /** Extensions of the centre besides the one in `state`: whoever talks too, or rings for one who dials. */
  readonly others?: readonly { readonly extension: string; readonly kind: 'ringing' | 'talking' }[]
  /** Absent for a call that is not recorded. */
  readonly recording?: { readonly state: RecordingState; readonly sinceMs: number }
  /** Absent for a call of two. */
  readonly conference?: readonly PbxConferenceMember[]
}

/** Every event carries when it happened, in epoch milliseconds; the link puts its PBX's stamps on the gateway's clock. */
export type PbxEvent = { readonly atMs: number } & (
  | { readonly kind: 'linkUp' }
  | { readonly kind: 'linkDown'; readonly failure: Failure | null }
  /** The whole truth; replaces what was known of queues, extensions and calls. */
  | {
      readonly kind: 'snapshot'
      readonly queues: readonly PbxQueue[]
      readonly extensions: readonly PbxExtension[]
      readonly calls: readonly PbxCall[]
    }
  | { readonly kind: 'memberAdded'; readonly queueId: QueueId; readonly member: PbxMember }
  | { readonly kind: 'memberRemoved'; readonly queueId: QueueId; readonly extension: string }
  /** The pause of a member in one queue changed; a pause in all its queues is told of each, and of the extension. */
  | {
      readonly kind: 'memberPauseChanged'
      readonly queueId: QueueId
      readonly extension: string
      readonly pausedReason: string | null
    }
  /** The pause or sign-in state of an extension in its queues changed. */
  | {
      readonly kind: 'extensionChanged'
      readonly extension: string
      readonly signedIn: boolean
      readonly pausedReason: string | null
    }
  /**
   * `place`: what this phone calls its own place; the same page keeps it through lost connections, a page loaded anew has
   * another, and none of the calls of the one before. Absent where the PBX does not say.
   */
  | { readonly kind: 'phoneRegistered'; readonly extension: string; readonly place?: string }
  | { readonly kind: 'phoneUnregistered'; readonly extension: string }
  /** The extension's phone has called the echo, which has answered; and that call is over. No call of the floor. */
  | { readonly kind: 'echoCall'; readonly extension: string; readonly isOver: boolean }
  /**
   * A call reached the PBX: from outside, or dialled at an extension. Told again when the PBX has learnt more of who
   * calls or what was dialled.
   */
  | {
      readonly kind: 'callEntered'
      readonly callId: CallId
      readonly direction: 'inbound' | 'outbound' | 'internal'
      readonly caller: CallerIdentity
      readonly dialledNumber: string | null
      /** The extension that dialled; null for an inbound call. */
      readonly extension: string | null
    }
  | {
      readonly kind: 'callQueued'
      readonly callId: CallId
      readonly queueId: QueueId
      readonly position: number
      readonly priority: number
    }
  /** A phone begins to ring for a waiting call. */
  | { readonly kind: 'callOffered'; readonly callId: CallId; readonly extension: string }
  /** A phone stopped ringing without answering. */
  | {
      readonly kind: 'offerEnded'
      readonly callId: CallId
      readonly extension: string
      readonly outcome: 'no-answer' | 'declined' | 'cancelled' | 'unreachable'
    }
  /** Caller and extension can talk. For a queued call this is also the moment it leaves the queue. */
  | { readonly kind: 'callConnected'; readonly callId: CallId; readonly extension: string }
  /**
   * An extension of the centre talks in the call besides the one that answered it: a colleague who waited in a queue
   * as a caller.
   */
  | { readonly kind: 'partyJoined'; readonly callId: CallId; readonly extension: string }
  | { readonly kind: 'callHeld'; readonly callId: CallId; readonly extension: string }
  | { readonly kind: 'callResumed'; readonly callId: CallId; readonly extension: string }
  /**
   * The extension is out of the call, which goes on elsewhere. A colleague who is left in it talks with the target
   * (attended), or waits for it to answer.
   */
  | {
      readonly kind: 'callTransferred'
      readonly callId: CallId
      readonly extension: string
      readonly how: 'blind' | 'attended'
      readonly target: string
    }
  /** The waiting caller left without being answered but the call may go on (queue time-out). */
  | { readonly kind: 'callUnqueued'; readonly callId: CallId; readonly why: 'timed-out' | 'withdrawn' }
  /** The recording of a call began, paused, went on, or ended (null). */
  | {
      readonly kind: 'recordingChanged'
      readonly callId: CallId
      readonly state: RecordingState | null
    }
  /** Three or more talk together in the call, or others than before; none when it is a call of two again. */
  | {
      readonly kind: 'conferenceChanged'
      readonly callId: CallId
      readonly members: readonly PbxConferenceMember[]
    }
  | { readonly kind: 'callEnded'; readonly callId: CallId; readonly end: CallEnd }
  /** What a monitoring leg does now; told at every change, `gone` once and last. */
  | { readonly kind: 'monitorLeg'; readonly monitorId: MonitorId; readonly leg: MonitorLeg }
  /** Somebody listens on the switch who is none of this gateway's sessions; told when it begins and when it ends. */
  | {
      readonly kind: 'strangerSpies'
      /** The spy's channel or phone, as the PBX names it. */
      readonly spy: string
      /** Whose phone is listened to; null for a phone nobody has. */
      readonly extension: string | null
      readonly isOver: boolean
    }
)

/**
 * A supervisor's leg, from the PBX's side. A leg that waits hears nothing and is heard by nobody.
 * - `gone` `refused` the phone did not take it; `lost` it hung up or vanished; `closed` the gateway asked for it
 */
export type MonitorLeg =
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'hearing'
      readonly callId: CallId
      /** The agent's, whose side of the call the leg is on. */
      readonly extension: string
      readonly mode: MonitorMode
    }
  /** After a take-over: caller and supervisor alone. */
  | { readonly kind: 'talking'; readonly callId: CallId }
  | { readonly kind: 'gone'; readonly why: 'refused' | 'lost' | 'closed' }

export type PbxCommand =
  /** Makes the extension a member that can be offered calls, paused or not. */
  | { readonly kind: 'signIn'; readonly extension: string; readonly pausedReason: string | null }
  | { readonly kind: 'signOut'; readonly extension: string }
  | { readonly kind: 'pause'; readonly extension: string; readonly reason: string }
  | { readonly kind: 'unpause'; readonly extension: string }
  /** After a queue call the PBX offers the extension nothing for the queue's `wrapUpMs`; this ends it early. */
  | { readonly kind: 'finishWrapUp'; readonly extension: string }

/** What a supervisor, or the gateway itself, does to the floor. Each builds on calls the model knows. */
export type PbxFloorCommand =
  /** Rings the extension's own phone and, answered, dials `number` for it. */
  | { readonly kind: 'dial'; readonly extension: string; readonly number: string }
  /** Ends the call for everyone in it. */
  | { readonly kind: 'hangUp'; readonly callId: CallId }
  /** Holds the caller with music, away from an extension whose page is lost. */
  | { readonly kind: 'park'; readonly callId: CallId }
  /** Brings the caller to an extension; unanswered, the caller goes to the head of the call's queue. */
  | { readonly kind: 'giveTo'; readonly callId: CallId; readonly extension: string }
  /** Sends a waiting caller to the end of another queue's line. */
  | { readonly kind: 'moveToQueue'; readonly callId: CallId; readonly queueId: QueueId }
  /** 0 to 1000; the highest is served first. Takes force at once for a waiting caller. */
  | { readonly kind: 'prioritise'; readonly callId: CallId; readonly priority: number }
  /**
   * Leaves both sides' sound out of every recording of the call until it is resumed. Done when the telephone system has
   * confirmed it; `wrong-state` for a call that is not recorded.
   */
  | { readonly kind: 'pauseRecording'; readonly callId: CallId }
  | { readonly kind: 'resumeRecording'; readonly callId: CallId }
  /**
   * Brings whoever the extension talks to in the other call into this one; its phone stays in this one alone. Done when they
   * are together; `wrong-state` where it is not in both.
   */
  | {
      readonly kind: 'joinCalls'
      readonly callId: CallId
      readonly otherCallId: CallId
      readonly extension: string
    }
  /** Lets one member of a conference go, by the id the event gave; the others talk on. */
  | { readonly kind: 'dropMember'; readonly callId: CallId; readonly memberId: string }
  /** Makes the extension a member of a queue, in force until it is removed; a signed-out one when it signs in. */
  | {
      readonly kind: 'addMember'
      readonly queueId: QueueId
      readonly extension: string
      readonly penalty: number
    }
  | { readonly kind: 'removeMember'; readonly queueId: QueueId; readonly extension: string }
  /** Pauses the extension in one queue alone; `reason` null ends that pause. */
  | {
      readonly kind: 'pauseInQueue'
      readonly queueId: QueueId
      readonly extension: string
      readonly reason: string | null
    }

/**
 * Monitoring. The caller hears the supervisor in `barge` and after `monitorTakeOver`, and not for one frame otherwise;
 * when a change fails half way, the leg falls back to hearing or to waiting, never to being heard.
 */
export type PbxMonitorCommand =
  /**
   * Rings the supervisor's own phone with `token` in the monitoring header and, answered, puts the leg to `on` at once;
   * null lets it wait. Done when the phone was asked; the rest comes as `monitorLeg`.
   */
  | {
      readonly kind: 'monitorOpen'
      readonly monitorId: MonitorId
      readonly extension: string
      readonly token: string
      readonly on: MonitorPoint | null
      readonly mode: MonitorMode
    }
  /** Puts the leg to this agent's side of this call in this mode, or lets it wait. Done when it is in force. */
  | {
      readonly kind: 'monitorSteer'
      readonly monitorId: MonitorId
      readonly on: MonitorPoint | null
      readonly mode: MonitorMode
    }
  /**
   * Joins the caller with the leg and lets the agent go (told as `callTransferred` to the supervisor's extension and
   * `callConnected`). Done when both are in one bridge; otherwise the caller is where they were, or at the head of
   * their queue.
   */
  | { readonly kind: 'monitorTakeOver'; readonly monitorId: MonitorId }
  /** Ends the leg; a caller it has taken over goes to the head of their queue, or is hung up where there was none. */
  | { readonly kind: 'monitorClose'; readonly monitorId: MonitorId }

export interface MonitorPoint {
  readonly callId: CallId
  readonly extension: string
}

export interface PbxLink {
  /** `practice` is the built-in centre; it is shown on every page so that nobody mistakes it for work. */
  readonly kind: 'practice' | 'asterisk'
  /** Whether it joins calls to conferences (`joinCalls`); absent for no. */
  readonly joinsCalls?: boolean
  /** Begins to deliver: first `linkUp` and a `snapshot`, then events in order. Returns how to stop listening. */
  listen(onEvent: (event: PbxEvent) => void): () => void
  /**
   * Settles within 5 s: done, or a failure (`switch-away`, `not-found`, `wrong-state`, `timed-out`). Its effect arrives
   * as events.
   */
  execute(command: PbxCommand | PbxFloorCommand | PbxMonitorCommand): Promise<Answer<null>>
  /**
   * Of a centre with several switches: whether commands on this extension can be carried out although `linkDown` was
   * told, because its own switch is there. Absent where the link is one.
   */
  reaches?(extension: string): boolean
  /** SIP access for one extension; a new call replaces the password of the last. */
  issueCredentials(extension: string): Promise<Answer<SipCredentials>>
  close(): Promise<void>
}
