/** What happens at the gateway itself: people come and go, choose a status, and time passes. */
import type { ChosenStatus } from '#contract/agent'
import type { AgentId, CallId, MessageId, MonitorId } from '#contract/ids'
import type { DeskMessage } from '#contract/message'
import type { Monitor } from '#contract/monitor'
import type { PeopleEvent } from '#gateway/model/peopleEvents'

export type GatewayEvent = {
  readonly atMs: number
} /** A desk holds the person's seat. `status` is taken when they were signed out, otherwise they keep theirs. */ & (
  | { readonly kind: 'deskArrived'; readonly agentId: AgentId; readonly status: ChosenStatus }
  /** The desk has been away for longer than the grace. */
  | { readonly kind: 'deskVanished'; readonly agentId: AgentId }
  | { readonly kind: 'deskSignedOut'; readonly agentId: AgentId }
  /** `effect` was decided when the person chose (`toEffect`), before the PBX was asked. */
  | {
      readonly kind: 'statusChosen'
      readonly agentId: AgentId
      readonly status: ChosenStatus
      readonly effect: 'now' | 'next'
    }
  /** What their desk measured of the call they are in, in tenths of a score; told when it has moved by a step. */
  | {
      readonly kind: 'qualityNoted'
      readonly agentId: AgentId
      readonly callId: CallId
      readonly mos: number
    }
  /** Whether a desk has yet to prove that callers reach it. */
  | { readonly kind: 'reachChanged'; readonly agentId: AgentId; readonly isUnproven: boolean }
  | { readonly kind: 'nextStatusCleared'; readonly agentId: AgentId }
  | {
      readonly kind: 'wrapUpExtended'
      readonly agentId: AgentId
      readonly callId: CallId
      readonly byMs: number
    }
  | { readonly kind: 'wrapUpFinished'; readonly agentId: AgentId; readonly callId: CallId }
  /** A session as it is now; the decisions about it are made in `gateway/monitoring`. */
  | { readonly kind: 'monitorChanged'; readonly monitor: Monitor }
  | { readonly kind: 'monitorGone'; readonly monitorId: MonitorId }
  | PeopleEvent
  | { readonly kind: 'messageChanged'; readonly message: DeskMessage }
  | { readonly kind: 'messageGone'; readonly messageId: MessageId }
  /** Ends every wrap-up whose time has come, and lets fall out of the last half hour what is older. */
  | { readonly kind: 'timePassed' }
  /** Local midnight of the centre: every number of the day starts anew. */
  | { readonly kind: 'dayBegan'; readonly day: string }
)
