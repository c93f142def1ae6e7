/** The vocabulary of one step of the floor: what comes in, what goes out, and the tools a step may use. */
import type { CallerIdentity } from '#contract/call'
import type { Answer } from '#contract/failure'
import type { CallId, QueueId } from '#contract/ids'
import type { MonitorMode } from '#contract/monitor'
import type { PbxCommand, PbxEvent, PbxFloorCommand, PbxMonitorCommand } from '#contract/pbx'
import type { Random } from '#simulator/people/random'
import type { FloorState } from '#simulator/queue/floorState'
import type { LegId, PhoneEvent, RingRequest } from '#simulator/telephony'

export type FloorInput =
  | {
      readonly kind: 'callerEnters'
      readonly callId: CallId
      readonly caller: CallerIdentity
      readonly dialledNumber: string | null
      readonly queueId: QueueId
      readonly priority: number
    }
  /** The party outside hangs up, at any stage. */
  | { readonly kind: 'outsideLeaves'; readonly callId: CallId }
  | { readonly kind: 'outsideRings'; readonly callId: CallId }
  | { readonly kind: 'outsideAnswers'; readonly callId: CallId }
  | { readonly kind: 'outsideRefuses'; readonly callId: CallId; readonly sipStatus: number }
  | { readonly kind: 'phone'; readonly event: PhoneEvent }
  /** Answered by exactly one `answer` among what follows. */
  | { readonly kind: 'command'; readonly command: PbxCommand | PbxFloorCommand | PbxMonitorCommand }
  /** Time has passed: whatever is due happens. */
  | { readonly kind: 'tick' }

/** What is to be done outside the floor. Every action on a leg names its extension, which owns the phone. */
export type FloorAction =
  | { readonly kind: 'ring'; readonly request: RingRequest }
  | {
      readonly kind: 'hangUp'
      readonly extension: string
      readonly legId: LegId
      readonly reason: 'normal' | 'answered-elsewhere'
    }
  | { readonly kind: 'progress' | 'accept'; readonly extension: string; readonly legId: LegId }
  | {
      readonly kind: 'refuse' | 'reportTransfer'
      readonly extension: string
      readonly legId: LegId
      readonly sipStatus: number
    }
  /** The phone hears and is heard in the call, until `leave`. */
  | { readonly kind: 'join'; readonly callId: CallId; readonly extension: string; readonly legId: LegId }
  | { readonly kind: 'leave'; readonly callId: CallId; readonly extension: string; readonly legId: LegId }
  | { readonly kind: 'hold'; readonly callId: CallId; readonly legId: LegId; readonly held: boolean }
  /** The person outside of a call, or one of its guests, hears and is heard in another as its guest. */
  | {
      readonly kind: 'moveOutside'
      readonly callId: CallId
      readonly fromCallId: CallId
      readonly guestId: string
      /** null for the other call's own person. */
      readonly fromGuestId: string | null
    }
  /** A guest is gone from the call's sound, or its own person outside (null). */
  | { readonly kind: 'dropOutside'; readonly callId: CallId; readonly guestId: string | null }
  /** What is said in the call is written to its file from now on, or silence in place of it. */
  | { readonly kind: 'record'; readonly callId: CallId; readonly state: 'running' | 'paused' }
  /**
   * A supervisor's leg hears the call from beside this phone of it and is heard as the mode says, at once; it is
   * nowhere else.
   */
  | {
      readonly kind: 'monitor'
      readonly callId: CallId
      readonly legId: LegId
      readonly besideLegId: LegId
      readonly mode: MonitorMode
    }
  /** The leg is out of every call: it hears silence, alone; or is in no sound at all. */
  | { readonly kind: 'monitorWait' | 'monitorGone'; readonly legId: LegId }
  /** A number outside is called; its answer comes back as `outside…`. */
  | {
      readonly kind: 'dialOutside'
      readonly callId: CallId
      readonly number: string
      /** Who calls, and the number they would show; absent where a caller is sent on. */
      readonly by?: { readonly extension: string; readonly asksToShow: string | null }
    }
  | { readonly kind: 'cancelOutside'; readonly callId: CallId }

type WithoutStamp<E> = E extends unknown ? Omit<E, 'atMs'> : never
export type UnstampedEvent = WithoutStamp<PbxEvent>

export type FloorOutput =
  | { readonly kind: 'event'; readonly event: PbxEvent }
  | { readonly kind: 'action'; readonly action: FloorAction }
  | { readonly kind: 'answer'; readonly answer: Answer<null> }

/** One step: the state it may change, the instant it happens at, and where its outcome goes. */
export interface Step {
  readonly state: FloorState
  readonly atMs: number
  readonly random: Random
  newCallId(): CallId
  newLegId(): LegId
  emit(event: UnstampedEvent): void
  act(action: FloorAction): void
}
