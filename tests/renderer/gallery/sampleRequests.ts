/** What people ask of each other, put into a desk of the gallery: help, breaks, coaching cards, a caller taken over. */
import { Agent, type BreakRequest } from '#contract/agent'
import { BreakRule } from '#contract/breakRule'
import { DeskMessage } from '#contract/message'
import { Monitor } from '#contract/monitor'
import type { DeskModel } from '#renderer/state/deskModel'

/** The desk with its own row changed, in the list of people too. */
function withMe(model: DeskModel, change: Partial<Agent>): DeskModel {
  if (model.me === null || model.centre === null) return model
  const me = { ...model.me, ...change }
  const agents = model.centre.agents.map((agent) => (agent.id === me.id ? me : agent))
  return { ...model, me, centre: { ...model.centre, agents } }
}

export function withHelp(model: DeskModel, nowMs: number, reason: string): DeskModel {
  return withMe(model, { help: { reason, sinceMs: nowMs - 34_000 } })
}

export function withBreak(model: DeskModel, nowMs: number, state: BreakRequest['state']): DeskModel {
  const decidedBy = state === 'declined' ? 'Omid Karimi' : null
  return withMe(model, {
    breakRequest: { reasonId: 'lunch', askedAtMs: nowMs - 130_000, state, decidedBy },
  })
}

export function leaving(model: DeskModel): DeskModel {
  return withMe(model, { leavesAfterCall: true })
}

/** A card that points at the orders, one at the number, and a plain line; one to somebody else is not shown. */
export function coached(model: DeskModel, nowMs: number): DeskModel {
  if (model.me === null || model.centre === null) return model
  const callId = model.caller?.callId ?? null
  const base = { fromId: 'agent-5', fromName: 'Omid Karimi', toId: model.me.id, seenAtMs: null }
  const messages = [
    {
      ...base,
      id: 'm1',
      kind: 'coaching',
      callId,
      text: 'Look at the last order',
      field: 'orders',
      atMs: nowMs - 9000,
    },
    {
      ...base,
      id: 'm2',
      kind: 'coaching',
      callId,
      text: 'شماره را بپرسید',
      field: 'phone',
      atMs: nowMs - 4000,
    },
    {
      ...base,
      id: 'm3',
      kind: 'message',
      callId: null,
      text: 'Come by later '.repeat(8).trim(),
      field: null,
      atMs: nowMs,
    },
    {
      ...base,
      toId: 'agent-1',
      id: 'm4',
      kind: 'message',
      callId: null,
      text: 'For another',
      field: null,
      atMs: nowMs,
    },
  ].map((message) => DeskMessage.parse(message))
  return { ...model, centre: { ...model.centre, messages } }
}

export function takenOver(model: DeskModel): DeskModel {
  const activity = model.me?.activity
  if (activity?.kind !== 'wrapUp') return model
  return withMe(model, {
    activity: { ...activity, wrapUp: { ...activity.wrapUp, takenOverBy: 'Omid Karimi' } },
  })
}

/** A floor where one asks, one waits in line and one was declined, under a rule with no room and one with some. */
export function withBreakRequests(model: DeskModel, nowMs: number): DeskModel {
  const { centre } = model
  if (centre === null) return model
  const states = ['asked', 'queued', 'declined'] as const
  const agents = centre.agents.map(({ breakRequest: _, ...agent }, index): Agent => {
    const state = states[index - 1]
    const reasonId = centre.pauseReasons[0]?.id ?? 'lunch'
    if (state === undefined) return agent
    const breakRequest = { reasonId, askedAtMs: nowMs - index * 60_000, state, decidedBy: null }
    return Agent.parse({ ...agent, breakRequest })
  })
  const [first, second] = centre.queues.map(({ id }) => id)
  const rules = [
    { queueIds: [first], personIds: [], maxOnBreak: 0, minServiceLevel: 0.8, needsApproval: true },
    { queueIds: [second], personIds: [], maxOnBreak: null, minServiceLevel: null, needsApproval: false },
  ].map((rule) => BreakRule.parse(rule))
  return { ...model, centre: { ...centre, agents, breakRules: rules } }
}

/** A supervisor who listens to the first agent of the floor who talks. */
export function listening(model: DeskModel, nowMs: number): DeskModel {
  const { centre, me } = model
  const agent = centre?.agents.find(({ activity, id }) => activity.kind === 'talking' && id !== me?.id)
  if (centre === null || me === null || agent?.activity.kind !== 'talking') return model
  const monitor = Monitor.parse({
    id: 'own',
    supervisorId: me.id,
    supervisorName: me.name,
    target: { kind: 'agent', agentId: agent.id },
    mode: 'listen',
    state: { kind: 'hearing', callId: agent.activity.callId, agentId: agent.id, sinceMs: nowMs - 8000 },
    isTold: true,
  })
  const session = {
    monitor,
    leg: 'up',
    microphone: 'out',
    mode: 'listen',
    pendingMode: null,
    pending: null,
  } as const
  const monitoring = { sessions: [session], focusId: monitor.id, isHolding: false }
  return { ...model, monitoring, centre: { ...centre, monitors: [monitor] } }
}
