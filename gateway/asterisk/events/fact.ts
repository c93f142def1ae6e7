/** What an event of Asterisk says, freed of AMI: the tracker's only food. */
import type { CallerIdentity } from '#contract/call'
import type { CallId, QueueId } from '#contract/ids'
import type { ChannelBlock } from '#gateway/asterisk/events/channelBlock'

/** `atMs`: on the gateway's clock. `extension`: see `interfaces.ts`. */
export type Fact = {
  readonly atMs: number
} /** Anything that describes a channel and says nothing more. */ & (
  | { readonly kind: 'channelSeen'; readonly channel: ChannelBlock; readonly isNew: boolean }
  | { readonly kind: 'channelRenamed'; readonly id: string; readonly name: string }
  /** The channel's own side wants to end: the phone hangs up, or refuses to be rung (`cause`: Q.850, 0 for none). */
  | { readonly kind: 'hangupAsked'; readonly channel: ChannelBlock; readonly cause: number }
  | { readonly kind: 'channelEnded'; readonly channel: ChannelBlock; readonly cause: number }
  | { readonly kind: 'dialBegan'; readonly channel: ChannelBlock | null; readonly dialled: ChannelBlock }
  | { readonly kind: 'dialEnded'; readonly dialled: ChannelBlock; readonly status: string }
  | { readonly kind: 'bridgeEntered'; readonly channel: ChannelBlock; readonly bridgeId: string }
  | { readonly kind: 'bridgeLeft'; readonly channel: ChannelBlock; readonly bridgeId: string }
  /** The channel is the phone that pressed the key, not the one that hears music. */
  | {
      readonly kind: 'holdChanged'
      readonly channel: ChannelBlock
      readonly isHolding: boolean
      /** Known from before, and not to be seen in a reading. */
      readonly isHidden?: boolean
    }
  | {
      readonly kind: 'queueJoined'
      readonly channel: ChannelBlock
      readonly queue: string
      readonly position: number
      /** How many wait with this one; null where a reading gives the whole line. */
      readonly count: number | null
      readonly priority: number
    }
  | { readonly kind: 'queueLeft'; readonly channel: ChannelBlock; readonly queue: string }
  /** Also sent for a time-out, an exit by key and a withdrawal. */
  | { readonly kind: 'queueAbandoned'; readonly channel: ChannelBlock; readonly queue: string }
  | {
      readonly kind: 'memberCalled'
      readonly channel: ChannelBlock
      readonly dialled: ChannelBlock
      readonly interface: string
    }
  | {
      readonly kind: 'ringUnanswered'
      readonly dialled: ChannelBlock
    }
  | {
      readonly kind: 'talkEnded'
      readonly channel: ChannelBlock
      readonly reason: 'agent' | 'caller' | 'transfer'
    }
  | {
      readonly kind: 'blindTransferred'
      readonly transferer: ChannelBlock
      readonly transferee: ChannelBlock | null
      readonly target: string
    }
  | {
      readonly kind: 'attendedTransferred'
      /** The transferer's leg of the first call and of the consultation; the same leg for one made by Asterisk. */
      readonly original: ChannelBlock
      readonly second: ChannelBlock
      readonly transferee: ChannelBlock | null
      readonly target: ChannelBlock | null
    }
  | { readonly kind: 'memberSeen'; readonly member: MemberBlock }
  | { readonly kind: 'memberGone'; readonly queue: string; readonly interface: string }
  | { readonly kind: 'deviceChanged'; readonly device: string; readonly isReachable: boolean }
  /** `place`: what the phone calls its own place, by which one page is told from the next. */
  | { readonly kind: 'phonePlaced'; readonly device: string; readonly place: string }
  /** A call known from before, whose channel a new reading of the switch still shows. */
  | { readonly kind: 'callAdopted'; readonly channel: ChannelBlock; readonly memory: CallMemory }
  /** A recorder (MixMonitor) begins on a channel, or ends there. */
  | { readonly kind: 'recorderBegan'; readonly channel: ChannelBlock }
  | { readonly kind: 'recorderEnded'; readonly channel: ChannelBlock }
  /** How a channel's recorders stand, known from before or read. */
  | {
      readonly kind: 'recorderKnown'
      readonly channel: ChannelBlock
      readonly recorders: number
      readonly isMuted: boolean
    }
  /** Both directions are left out of every recorder of the channel, or no more. */
  | { readonly kind: 'recorderMuted'; readonly channel: ChannelBlock; readonly isMuted: boolean }
  /** The gateway brings somebody into a call that has an agent already. */
  | { readonly kind: 'joinAsked'; readonly callId: CallId }
  /** The gateway took the caller out of the queue itself. */
  | { readonly kind: 'withdrawalAsked'; readonly id: string }
  /** Somebody begins, or ceases, to listen to a channel (ChanSpy). */
  | { readonly kind: 'spyBegan'; readonly spyer: ChannelBlock; readonly spyee: ChannelBlock }
  | { readonly kind: 'spyEnded'; readonly spyer: ChannelBlock }
  /** A phone the gateway had rung came to nothing; `actionId` of the order to ring it. */
  | { readonly kind: 'ringingFailed'; readonly actionId: string }
  /** The gateway is about to join a caller with a supervisor's leg; `extension` is the supervisor's. */
  | {
      readonly kind: 'takeOverAsked'
      readonly callerId: string
      readonly legId: string
      /** The channel beside the caller that is let go. */
      readonly agentSideId: string
      readonly extension: string
    }
  /** It came to nothing. */
  | { readonly kind: 'takeOverDropped'; readonly callerId: string }
  /** A supervisor's leg that a reading finds alone with somebody. */
  | { readonly kind: 'legTalks'; readonly id: string }
  /** Nothing happened for a while: what was left open is settled. */
  | { readonly kind: 'timePassed' }
)

export type FactOf<Kind extends Fact['kind']> = Extract<Fact, { readonly kind: Kind }>

/** What of a call no reading of the switch tells. */
export interface CallMemory {
  readonly callId: CallId
  readonly direction: 'inbound' | 'outbound' | 'internal'
  readonly caller: CallerIdentity
  readonly dialledNumber: string | null
  /** The extension that dialled, or was handed the call by who did; null while somebody outside has that side. */
  readonly dialler: string | null
  readonly enteredAtMs: number
  readonly queueId: QueueId | null
  readonly queuedAtMs: number | null
  /** The queue it waited in last, also when it is in none any more; null for one that never had any. */
  readonly homeId: QueueId | null
  readonly answeredAtMs: number | null
  readonly priority: number
}

export interface MemberBlock {
  readonly queue: string
  readonly interface: string
  readonly stateInterface: string
  readonly name: string
  readonly penalty: number
  readonly isPaused: boolean
  /** Empty when none was given. */
  readonly pausedReason: string
  /** Epoch seconds; 0 when never paused. */
  readonly lastPauseSeconds: number
}
