/** What a transfer does to the floor: who is out of the call, who is in it now, and who waits for an answer. */
import type { Activity } from '#contract/agent'
import type { Call } from '#contract/call'
import type { AgentId, CallId } from '#contract/ids'
import type { PbxEvent } from '#contract/pbx'
import {
  beginTalk,
  callIdOf,
  endWrapUp,
  isTaking,
  release,
  setActivity,
  turnTo,
} from '#gateway/model/agentWork'
import { dropBeside, type Floor, putBeside, putCall, talkKey } from '#gateway/model/floor'
import { looseCall } from '#gateway/model/queueLine'

type Transferred = Extract<PbxEvent, { readonly kind: 'callTransferred' }>
type Joined = Call & { readonly state: Exclude<Call['state'], { readonly kind: 'waiting' }> }

/** The agent is out; the call talks with the target already (attended) or goes to whoever comes next. */
export function transferCall(floor: Floor, event: Transferred): Floor {
  const call = floor.calls.get(event.callId)
  const agentId = floor.agentIds.get(event.extension)
  if (call === undefined || agentId === undefined || !isJoined(call)) return floor
  const isWithTarget = event.how === 'attended' || isTakeOver(floor, call.id, event.target)
  const aimedAt = isWithTarget ? floor.agentIds.get(event.target) : undefined
  const targetId = aimedAt === agentId ? undefined : aimedAt
  return call.state.agentId === agentId
    ? handOver(floor, call, agentId, targetId, event.atMs)
    : leaveColleague(floor, call, call.state.agentId, { agentId, targetId, how: event.how }, event.atMs)
}

/** The supervisor is in the call before the agent is out: the caller is never between the two, nor without a queue. */
function isTakeOver(floor: Floor, callId: CallId, target: string): boolean {
  const supervisorId = floor.agentIds.get(target)
  return floor.monitors
    .values()
    .some((each) => each.supervisorId === supervisorId && isTaking(each.state, callId))
}

function isJoined(call: Call): call is Joined {
  return call.state.kind !== 'waiting'
}

/**
 * The agent the call names gives it away: to the target, who goes on waiting where nobody has answered yet, or to a
 * colleague on the other side until that answers.
 */
function handOver(
  floor: Floor,
  call: Joined,
  agentId: AgentId,
  targetId: AgentId | undefined,
  atMs: number,
): Floor {
  if (targetId === undefined) {
    const otherId = findBeside(floor, call.id, agentId)
    const left =
      otherId === undefined ? putCall(floor, { ...call, ...looseCall }) : letDial(floor, call, otherId, atMs)
    return release(left, agentId, call, atMs)
  }
  const isUnanswered = call.state.kind === 'dialling'
  const state: Call['state'] = isUnanswered
    ? { kind: 'dialling', agentId: targetId }
    : { kind: 'talking', agentId: targetId, sinceMs: atMs }
  const left = release(putCall(floor, { ...call, state }), agentId, call, atMs)
  return isUnanswered
    ? turnTo(endWrapUp(left, targetId, atMs), targetId, { kind: 'dialling', callId: call.id, sinceMs: atMs })
    : takeOver(left, call, targetId, atMs)
}

/** A colleague who dialled gives away the one who answered. */
function leaveColleague(
  floor: Floor,
  call: Joined,
  otherId: AgentId,
  { agentId, targetId, how }: { agentId: AgentId; targetId: AgentId | undefined; how: Transferred['how'] },
  atMs: number,
): Floor {
  const wasTalking = floor.beside.get(talkKey(agentId, call.id))?.activity.kind === 'talking'
  const left = release(dropBeside(floor, agentId, call.id), agentId, call, atMs)
  if (!wasTalking) return left
  if (how === 'blind') return letDial(left, call, otherId, atMs)
  if (targetId === undefined || targetId === otherId) return left
  const state: Call['state'] = { kind: 'talking', agentId: targetId, sinceMs: atMs }
  const activity = { kind: 'talking', callId: call.id, sinceMs: atMs } as const
  const beside = putBeside(putCall(left, { ...call, state }), otherId, activity)
  return takeOver(showIn(beside, otherId, activity), call, targetId, atMs)
}

function takeOver(floor: Floor, call: Call, targetId: AgentId, atMs: number): Floor {
  const talking = beginTalk(endWrapUp(floor, targetId, atMs), targetId, call, atMs)
  return turnTo(talking, targetId, { kind: 'talking', callId: call.id, sinceMs: atMs })
}

/** Who was given away hears the target's phone ring, as if they had dialled it. */
function letDial(floor: Floor, call: Joined, agentId: AgentId, atMs: number): Floor {
  const dialling = putCall(dropBeside(floor, agentId, call.id), {
    ...call,
    queueId: null,
    queuedAtMs: null,
    state: { kind: 'dialling', agentId },
  })
  return showIn(dialling, agentId, { kind: 'dialling', callId: call.id, sinceMs: atMs })
}

function findBeside(floor: Floor, callId: Call['id'], exceptId: AgentId): AgentId | undefined {
  return floor.beside
    .values()
    .find(
      ({ agentId, activity }) =>
        activity.callId === callId && activity.kind === 'talking' && agentId !== exceptId,
    )?.agentId
}

/** What the agent does in a call now, where it is that call they are shown in. */
function showIn(floor: Floor, agentId: AgentId, activity: Activity & { readonly callId: CallId }): Floor {
  const agent = floor.agents.get(agentId)
  const isShown = agent !== undefined && callIdOf(agent) === activity.callId
  return isShown ? setActivity(floor, agentId, activity) : floor
}
