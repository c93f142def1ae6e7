/** Arranges the alerts for the eye: the few that press most, and all of them by kind. */
import { type Alert, type AlertKind, alertKinds } from '#renderer/state/alerts/alert'

export interface AlertGroup {
  readonly kind: AlertKind
  /** At most `largestGroup`. */
  readonly alerts: readonly Alert[]
  readonly count: number
}

/** As many as stand in one line: the strip keeps its height, whatever comes and goes. */
export const mostAtOnce = 3
/** More of one kind is a state of the floor, not a list to go through. */
export const largestGroup = 50

/** The first of each kind before the second of any: one kind that comes in dozens does not hide the others. */
export function pickPressing(alerts: readonly Alert[]): Alert[] {
  const seen = new Map<AlertKind, number>()
  const turns = alerts.map((alert, index) => {
    const turn = seen.get(alert.kind) ?? 0
    seen.set(alert.kind, turn + 1)
    return { alert, index, turn }
  })
  turns.sort((one, other) => one.turn - other.turn || one.index - other.index)
  return turns.slice(0, mostAtOnce).map(({ alert }) => alert)
}

export function groupAlerts(alerts: readonly Alert[]): AlertGroup[] {
  return alertKinds.flatMap((kind) => {
    const own = alerts.filter((alert) => alert.kind === kind)
    return own.length === 0 ? [] : [{ kind, alerts: own.slice(0, largestGroup), count: own.length }]
  })
}
