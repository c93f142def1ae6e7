/** Looks over the agents: who asks for help or a break, who is gone, and what lasts longer than it should. */
import type { Agent } from '#contract/agent'
import type { AlertThreshold, AlertThresholds } from '#contract/alertSettings'
import type { Call } from '#contract/call'
import type { AgentId, CallId, QueueId } from '#contract/ids'
import { type Alert, type AlertKind, type AlertSeverity, toAlert } from '#renderer/state/alerts/alert'
import type { Matter } from '#renderer/state/alerts/alertBook'

export interface AgentSight {
  readonly agents: ReadonlyMap<AgentId, Agent>
  readonly calls: ReadonlyMap<CallId, Call>
  /** In force for a queue; for what belongs to none with null. */
  readonly ofQueue: (queueId: QueueId | null) => AlertThresholds
  /** By the gateway's clock. */
  readonly nowMs: number
}

type AgentTime = Exclude<AlertThreshold, 'serviceLevel'>

/** Less is no long call, hold, break or wrap-up, whatever was set: it would come and go with each. */
const shortestLongMs = 5000

export function findAgentMatters(agents: readonly Agent[], sight: AgentSight): Matter[] {
  const matters: Matter[] = []
  for (const agent of agents) {
    // Most agents most of the time are nothing to be alerted to: no list is made for them.
    if (agent.help !== undefined) push(matters, toHelp(agent, sight))
    if (agent.breakRequest !== undefined) push(matters, toBreakRequest(agent, sight))
    if (isGone(agent)) push(matters, toVanished(agent, sight))
    else if (agent.activity.kind !== 'idle' || agent.status.kind === 'break') {
      for (const matter of findLasting(agent, sight)) matters.push(matter)
    }
  }
  return matters
}

function push(matters: Matter[], matter: Matter | null): void {
  if (matter !== null) matters.push(matter)
}

/** Who signed out is nowhere to be missed; who left without it is, and so is the phone of who says to be there. */
function isGone({ isLost, phone, status }: Agent): boolean {
  return isLost === true || (phone === 'absent' && status.kind === 'available')
}

function toHelp(agent: Agent, sight: AgentSight): Matter | null {
  const { help } = agent
  if (help === undefined) return null
  return toTimed(agent, sight, 'help', 'bad', {
    sinceMs: help.sinceMs,
    afterMs: ofAgent(agent, sight, 'helpMs'),
    text: help.reason,
  })
}

function toBreakRequest(agent: Agent, sight: AgentSight): Matter | null {
  const { breakRequest } = agent
  // One in line goes by itself, one declined is the agent's to put away.
  if (breakRequest?.state !== 'asked') return null
  return toTimed(agent, sight, 'breakRequest', 'note', {
    sinceMs: breakRequest.askedAtMs,
    afterMs: ofAgent(agent, sight, 'breakRequestMs'),
    text: breakRequest.reasonId,
  })
}

/** Since when a phone is absent is not told, so the time is counted here, from when it is first seen. */
function toVanished(agent: Agent, sight: AgentSight): Matter | null {
  const afterMs = ofAgent(agent, sight, 'vanishedMs')
  if (afterMs === null) return null
  const sinceMs = agent.isLost === true ? agent.status.sinceMs : null
  return { alert: toAgentAlert(agent, 'vanished', 'bad', sinceMs), isBeyond: true, afterMs }
}

function findLasting(agent: Agent, sight: AgentSight): Matter[] {
  const { activity, status } = agent
  switch (activity.kind) {
    case 'talking':
      return findCall(agent, activity.callId, activity.sinceMs, sight)
    case 'held': {
      const queueId = sight.calls.get(activity.callId)?.queueId ?? null
      const held = toLasting(agent, sight, 'longHold', 'warn', {
        sinceMs: activity.sinceMs,
        afterMs: sight.ofQueue(queueId).longHoldMs,
      })
      return [...held, ...findCall(agent, activity.callId, activity.sinceMs, sight)]
    }
    case 'wrapUp':
      return toLasting(agent, sight, 'longWrapUp', 'note', {
        sinceMs: activity.sinceMs,
        afterMs: sight.ofQueue(activity.wrapUp.queueId).longWrapUpMs,
      })
    case 'idle': {
      if (status.kind !== 'break') return []
      const afterMs = ofAgent(agent, sight, 'longBreakMs')
      return toLasting(agent, sight, 'longBreak', 'note', {
        sinceMs: status.sinceMs,
        afterMs,
        text: status.reasonId,
      })
    }
    case 'ringing':
    case 'dialling':
      return []
  }
}

/** A call's time goes on while it is held: a caller who was put on hold again has not begun a new call. */
function findCall(agent: Agent, callId: CallId, activeSinceMs: number, sight: AgentSight): Matter[] {
  const call = sight.calls.get(callId)
  return toLasting(agent, sight, 'longCall', 'note', {
    sinceMs: toTalkingSinceMs(agent, call) ?? activeSinceMs,
    afterMs: sight.ofQueue(call?.queueId ?? null).longCallMs,
  })
}

function toTalkingSinceMs(agent: Agent, call: Call | undefined): number | null {
  const state = call?.state
  if (state?.kind === 'talking' && state.agentId === agent.id) return state.sinceMs
  return state?.kind === 'held' && state.agentId === agent.id ? state.talkingSinceMs : null
}

interface Timed {
  readonly sinceMs: number
  /** null where the alert is turned off. */
  readonly afterMs: number | null
  readonly text?: string
}

function toLasting(
  agent: Agent,
  sight: AgentSight,
  kind: AlertKind,
  severity: AlertSeverity,
  timed: Timed,
): Matter[] {
  const afterMs = timed.afterMs === null ? null : Math.max(shortestLongMs, timed.afterMs)
  const matter = toTimed(agent, sight, kind, severity, { ...timed, afterMs })
  return matter === null ? [] : [matter]
}

/** Told since when it lasts, the row itself says when its time has come. */
function toTimed(
  agent: Agent,
  { nowMs }: AgentSight,
  kind: AlertKind,
  severity: AlertSeverity,
  { sinceMs, afterMs, text = '' }: Timed,
): Matter | null {
  if (afterMs === null || nowMs - sinceMs < afterMs) return null
  return { alert: toAgentAlert(agent, kind, severity, sinceMs, text), isBeyond: true, afterMs: 0 }
}

function toAgentAlert(
  agent: Agent,
  kind: AlertKind,
  severity: AlertSeverity,
  sinceMs: number | null,
  text = '',
): Alert {
  const subject = { kind: 'agent', agentId: agent.id } as const
  return toAlert(kind, agent.id, severity, { subject, name: agent.name, sinceMs, text })
}

/** For what an agent does outside a call: the strictest of their queues counts. */
function ofAgent({ queueIds }: Agent, { ofQueue }: AgentSight, threshold: AgentTime): number | null {
  if (queueIds.length === 0) return ofQueue(null)[threshold]
  let strictest: number | null = null
  for (const queueId of queueIds) {
    const own = ofQueue(queueId)[threshold]
    if (own !== null && (strictest === null || own < strictest)) strictest = own
  }
  return strictest
}
