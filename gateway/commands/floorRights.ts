/** Decides who may do what to the floor: by role, and for supervisors by the teams they lead. */
import type { Role } from '#contract/agent'
import type { Call } from '#contract/call'
import type { FailureCode } from '#contract/failure'
import type { AgentId, CallId, QueueId } from '#contract/ids'
import type { PbxFloorCommand } from '#contract/pbx'
import type { Floor } from '#gateway/model/floor'
import { homeOf, isTalking } from '#gateway/model/floor'
import { isAgentInScope, isCallInScope, type Scope } from '#gateway/model/scope'

/** What a desk asks, in the words of the wire: it names people where the telephone system knows extensions. */
export type FloorCommand =
  | Extract<
      PbxFloorCommand,
      { kind: 'hangUp' | 'park' | 'moveToQueue' | 'prioritise' | 'pauseRecording' | 'resumeRecording' }
    >
  | { readonly kind: 'joinCalls'; readonly callId: CallId; readonly otherCallId: CallId }
  | Extract<PbxFloorCommand, { kind: 'dropMember' }>
  | { readonly kind: 'dial'; readonly agentId: AgentId; readonly number: string }
  | { readonly kind: 'giveTo'; readonly callId: CallId; readonly agentId: AgentId }
  | {
      readonly kind: 'pauseInQueue'
      readonly queueId: QueueId
      readonly agentId: AgentId
      readonly reasonId: string | null
    }
  | {
      readonly kind: 'addToQueue'
      readonly queueId: QueueId
      readonly agentId: AgentId
      readonly penalty: number
    }
  | { readonly kind: 'removeFromQueue'; readonly queueId: QueueId; readonly agentId: AgentId }

export interface Asker {
  readonly agentId: AgentId
  readonly role: Role
  /** null for no limit. */
  readonly scope: Scope | null
}

/** Why it is refused; null when it may be done. What is not there can be nobody's, so it is looked for first. */
export function judgeFloorCommand(asker: Asker, command: FloorCommand, floor: Floor): FailureCode | null {
  const isOwn = isOwnDial(asker, command) || isOwnCall(asker, command, floor)
  if ((asker.role === 'agent' || command.kind === 'joinCalls') && !isOwn) return 'forbidden'
  if (!isThere(command, floor)) return 'not-found'
  const { scope } = asker
  if (asker.role !== 'supervisor' || scope === null || isOwn) return null
  return isWithin(scope, command, floor) ? null : 'forbidden'
}

function isOwnDial({ agentId }: Asker, command: FloorCommand): boolean {
  return command.kind === 'dial' && command.agentId === agentId
}

/**
 * What whoever talks in a call may do to it: keep what is said out of the file, join it with another of theirs, and let a
 * member of the conference go. Nobody joins calls they are not in, not even who leads them.
 */
function isOwnCall({ agentId }: Asker, command: FloorCommand, floor: Floor): boolean {
  switch (command.kind) {
    case 'pauseRecording':
    case 'resumeRecording':
    case 'dropMember':
      return isTalking(floor, agentId, command.callId)
    case 'joinCalls':
      return isTalking(floor, agentId, command.callId) && isTalking(floor, agentId, command.otherCallId)
    default:
      return false
  }
}

function isThere(command: FloorCommand, { agents, calls, queues }: Floor): boolean {
  if ('agentId' in command && !agents.has(command.agentId)) return false
  if ('callId' in command && !calls.has(command.callId)) return false
  return !('queueId' in command) || queues.has(command.queueId)
}

/** Everything the command names must be the supervisor's: the call, the queue and the agent. */
function isWithin(scope: Scope, command: FloorCommand, floor: Floor): boolean {
  const agent = 'agentId' in command ? floor.agents.get(command.agentId) : undefined
  const call: Call | undefined = 'callId' in command ? floor.calls.get(command.callId) : undefined
  if (agent !== undefined && !isAgentInScope(scope, agent)) return false
  if (call !== undefined && !isCallInScope(scope, call, homeOf(floor, call), floor.agents)) return false
  return !('queueId' in command) || scope.queueIds.has(command.queueId)
}
