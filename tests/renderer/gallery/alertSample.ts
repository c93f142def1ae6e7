/** What a supervisor is alerted to and the wallboard's last hour, for the gallery: put on a sample of the floor. */
import type { Agent } from '#contract/agent'
import type { Queue } from '#contract/queue'
import { type Alert, type AlertKind, alertKinds, toAlert } from '#renderer/state/alerts/alert'
import type { DeskModel } from '#renderer/state/deskModel'
import { longestSeries, sampleEveryMs } from '#renderer/state/wallboard/wallboardSeries'

/** One of each kind, one of them muted, and after them as many more of the kinds that come in dozens. */
export function withAlerts(model: DeskModel, nowMs: number, count: number): DeskModel {
  const { agents, queues } = model.centre ?? { agents: [], queues: [] }
  const once = alertKinds.map((kind, index) =>
    toSample(kind, agents[index + 2], queues[index % 6], nowMs, index),
  )
  const lasting: readonly AlertKind[] = ['longHold', 'longBreak', 'longCall']
  const more = Array.from({ length: Math.max(0, count - once.length) }, (_, index) => {
    const kind = lasting[index % 3] ?? 'longCall'
    const sample = toSample(kind, agents[index % agents.length], queues[0], nowMs, index / 10)
    return { ...sample, id: `${sample.id}-${index}` }
  })
  const list = [...once, ...more]
  const muted = list.find(({ kind }) => kind === 'nobodyFree')
  const mutedUntilMs = muted === undefined ? {} : { [muted.id]: nowMs + 9 * 60_000 }
  return { ...model, alerts: { list, mutedUntilMs, news: { serial: 1, alerts: list.slice(0, 1) } } }
}

function toSample(
  kind: AlertKind,
  agent: Agent | undefined,
  queue: Queue | undefined,
  nowMs: number,
  index: number,
): Alert {
  if (queue === undefined || agent === undefined) throw new Error('A sample floor has queues and agents')
  const sinceMs = nowMs - Math.round((index + 1) * 37_000)
  const ofQueue = { subject: { kind: 'queue', queueId: queue.id }, name: queue.name } as const
  const ofAgent = { subject: { kind: 'agent', agentId: agent.id }, name: agent.name, sinceMs } as const
  switch (kind) {
    case 'link':
      return toAlert(kind, 'switch', 'bad', { subject: { kind: 'link', link: 'switch' }, sinceMs })
    case 'stranger':
      return toAlert(kind, 'spy', 'bad', { ...ofAgent, text: 'PJSIP/7001-000000a3' })
    case 'help':
      return toAlert(kind, agent.id, 'bad', { ...ofAgent, text: 'VIP' })
    case 'levelBroken':
      return toAlert(kind, queue.id, 'bad', { ...ofQueue, sinceMs: null, level: 0.63 })
    case 'levelNear':
      return toAlert(kind, queue.id, 'warn', { ...ofQueue, sinceMs: null, level: 0.84 })
    case 'longestWait':
      return toAlert(kind, queue.id, 'bad', { ...ofQueue, sinceMs })
    case 'nobodyFree':
      return toAlert(kind, queue.id, 'warn', { ...ofQueue, sinceMs })
    case 'breakRequest':
    case 'longBreak':
      return toAlert(kind, agent.id, 'note', { ...ofAgent, text: 'lunch' })
    case 'longHold':
      return toAlert(kind, agent.id, 'warn', ofAgent)
    case 'vanished':
      return toAlert(kind, agent.id, 'bad', ofAgent)
    case 'longWrapUp':
    case 'longCall':
      return toAlert(kind, agent.id, 'note', ofAgent)
  }
}

/** A morning that fills up, with two minutes of a lost link in it. */
export function withSeries(model: DeskModel, nowMs: number): DeskModel {
  const steps = Array.from({ length: longestSeries }, (_, index) => index)
  const known = (step: number, value: number) =>
    step > 96 && step < 104 ? null : Math.max(0, Math.round(value))
  const queues = (model.centre?.queues ?? []).map(({ id }, at) => {
    const series = {
      waiting: steps.map((step) => known(step, 4 - at * 2 + 2 * Math.sin(step / 11) + step / 90)),
      inTime: steps.map((step) => known(step, 36 - step / 22 + 2 * Math.sin(step / 17))),
      asked: steps.map((step) => known(step, 42)),
    }
    return [id, series] as const
  })
  const atMs = steps.map((step) => nowMs - (longestSeries - 1 - step) * sampleEveryMs)
  return { ...model, wallboard: { atMs, queues: new Map(queues) } }
}
