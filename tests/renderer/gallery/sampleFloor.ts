/** A supervisor's desk with as many alerts as asked for, and half an hour of the wallboard behind it. */
import type { AgentId } from '#contract/ids'
import { type Alert, alertKinds, toAlert } from '#renderer/state/alert'
import { noAlerts } from '#renderer/state/alerts'
import type { DeskModel } from '#renderer/state/deskModel'
import { addSample, sampleEveryMs, type WallboardSeries } from '#renderer/state/wallboardSeries'
import { toFloorDesk } from '#tests/renderer/gallery/floorSample'

export function toSupervisor(
  idle: DeskModel,
  nowMs: number,
  options: { readonly alerts: number },
): DeskModel {
  const locale = idle.desk?.settings.locale ?? 'en'
  const model = toFloorDesk(idle, { locale, nowMs })
  return {
    ...model,
    alerts: { ...noAlerts, list: toSampleAlerts(model, nowMs, options.alerts) },
    wallboard: toSeries(model, nowMs),
  }
}

function toSampleAlerts({ centre }: DeskModel, nowMs: number, count: number): Alert[] {
  const kinds = alertKinds.filter((kind) => kind !== 'link' && kind !== 'stranger')
  const agents = centre?.agents ?? []
  return Array.from({ length: count }, (_, index) => {
    const kind = kinds[Math.floor((index * kinds.length) / count)] ?? 'help'
    const agent = agents[index % agents.length]
    const agentId = (agent?.id ?? '') as AgentId
    return toAlert(kind, `${agentId}-${index}`, index < count / 3 ? 'bad' : 'warn', {
      subject: { kind: 'agent', agentId },
      sinceMs: nowMs - (index + 1) * 21_000,
      name: agent?.name ?? '',
      level: kind.startsWith('level') ? 0.76 : null,
    })
  })
}

function toSeries(model: DeskModel, nowMs: number): WallboardSeries {
  let series = model.wallboard
  for (let back = 120; back >= 0; back -= 1)
    series = addSample(series, model.centre, nowMs - back * sampleEveryMs)
  return series
}
