/** Says in plain words what a monitoring session does now: with whom, and who hears whom. Pure. */
import type { Centre } from '#contract/centre'
import type { AgentId, CallId } from '#contract/ids'
import type { Monitor } from '#contract/monitor'
import type { I18n } from '#renderer/i18n/I18n.tsx'
import type { MonitorSession } from '#renderer/state/monitoring/monitorModel'

type Floor = Pick<Centre, 'agents' | 'queues' | 'calls'>

export interface SessionNames {
  /** The agent, or the queue while it waits for one of its calls; null when nobody knows them any more. */
  readonly target: string | null
  /** The caller as the telephone system names them; null while there is none, or they are withheld. */
  readonly caller: string | null
}

export function toSessionNames(
  { target, state }: Monitor,
  floor: Floor | null,
  { format }: I18n,
): SessionNames {
  if (floor === null) return { target: null, caller: null }
  const agentName = (id: AgentId) => floor.agents.find((agent) => agent.id === id)?.name ?? null
  const callerName = (id: CallId) => {
    const caller = floor.calls.find((call) => call.id === id)?.caller
    return caller?.name ?? (caller?.number == null ? null : format.phone(caller.number))
  }
  if ('callId' in state) return { target: agentName(state.agentId), caller: callerName(state.callId) }
  switch (target.kind) {
    case 'agent':
      return { target: agentName(target.agentId), caller: null }
    case 'queue':
      return { target: floor.queues.find(({ id }) => id === target.queueId)?.name ?? null, caller: null }
    case 'call':
      return { target: null, caller: callerName(target.callId) }
  }
}

/** Whether the agent is told, or will be when they are heard; null where that cannot be said. */
export function toAgentTold({ target, state, isTold }: Monitor, floor: Floor | null): boolean | null {
  if (state.kind === 'hearing' || state.kind === 'takingOver') return isTold
  if (state.kind !== 'waiting' && state.kind !== 'opening') return null
  if (target.kind !== 'queue') return null
  const queue = floor?.queues.find(({ id }) => id === target.queueId)
  return queue === undefined ? null : queue.tellsMonitoring !== false
}

/** Who hears whom, or why nobody does. */
export function toHearsSentence(session: MonitorSession, name: string, { t }: I18n): string {
  const { monitor, mode, microphone } = session
  const { state } = monitor
  switch (state.kind) {
    case 'opening':
      return t('monitor.hears.opening')
    case 'waiting':
      return t('monitor.hears.waiting', { name })
    case 'takingOver':
      return t('monitor.hears.takingOver', { name })
    case 'talking':
      return t('monitor.hears.talking', { name })
    case 'ended':
      return t(`monitor.end.${state.why}`)
    case 'hearing':
      if (session.leg === 'none') return t('monitor.hears.opening')
      if (mode === null) return t('monitor.hears.unknown')
      if (mode === 'listen') return t('monitor.hears.listen')
      if (microphone === 'in') return t(`monitor.hears.${mode}`)
      return t(microphone === 'out' ? 'monitor.hears.off' : 'monitor.hears.microphone')
  }
}
