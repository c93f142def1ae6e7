/** Looks the floor over for a supervisor, once a second and with what changes, and keeps what they muted. */
import { type AlertBook, emptyBook } from '#renderer/state/alerts/alertBook'
import {
  type AlertsModel,
  areSameAlerts,
  keepMutes,
  noAlerts,
  toAlerts,
  toNews,
} from '#renderer/state/alerts/alerts'
import type { DeskCore } from '#renderer/state/deskCore'
import type { DeskActions, DeskModel } from '#renderer/state/deskModel'

export interface AlertFlow {
  readonly actions: Pick<DeskActions, 'muteAlert'>
  end(): void
}

/** No more often, however fast the floor changes. */
const everyMs = 1000

export function createAlertFlow({ store, clock }: DeskCore): AlertFlow {
  let book: AlertBook = emptyBook
  let cancel: (() => void) | null = null
  let lookedAtMs = 0

  function lookOver(): void {
    cancel?.()
    lookedAtMs = clock.nowMs()
    cancel = clock.after(everyMs, lookOver)
    const model = store.getState()
    const nowMs = lookedAtMs + model.clockOffsetMs
    const settings = model.desk?.settings.alerts
    if (settings === undefined) return
    const links = {
      bridge: model.bridge,
      gateway: model.desk?.gateway ?? null,
      offsetMs: model.clockOffsetMs,
    }
    const next = toAlerts(book, { centre: model.centre, links, settings, nowMs })
    book = next.book
    show(model.alerts, next.alerts, nowMs)
  }

  function show(before: AlertsModel, list: AlertsModel['list'], nowMs: number): void {
    const mutedUntilMs = keepMutes(before.mutedUntilMs, nowMs)
    if (mutedUntilMs === before.mutedUntilMs && areSameAlerts(before.list, list)) return
    const alerts = toNews(before.list, list, mutedUntilMs)
    const news = alerts.length === 0 ? before.news : { serial: before.news.serial + 1, alerts }
    store.setState({ alerts: { list, mutedUntilMs, news } })
  }

  function stop(): void {
    cancel?.()
    cancel = null
    book = emptyBook
    const { news } = store.getState().alerts
    store.setState({ alerts: { ...noAlerts, news: { ...news, alerts: [] } } })
  }

  const forget = store.subscribe((model, before) => {
    const is = isSupervised(model)
    if (!is) {
      if (cancel !== null) stop()
      return
    }
    const isOther = model.desk?.session?.agentId !== before.desk?.session?.agentId
    if (isOther && cancel !== null) stop()
    // A page out of sight has its timers slowed, but what is told to it still comes at once.
    const isDue = clock.nowMs() - lookedAtMs >= everyMs
    if (cancel === null || (isDue && model.centre !== before.centre)) lookOver()
  })

  return {
    actions: {
      muteAlert(id, minutes) {
        const { alerts, clockOffsetMs } = store.getState()
        const { [id]: _, ...others } = alerts.mutedUntilMs
        const untilMs = clock.nowMs() + clockOffsetMs + minutes * 60_000
        const mutedUntilMs = minutes > 0 ? { ...others, [id]: untilMs } : others
        store.setState({ alerts: { ...alerts, mutedUntilMs } })
      },
    },
    end() {
      forget()
      cancel?.()
      cancel = null
    },
  }
}

/** Alerts are for those who answer for others. */
function isSupervised({ desk }: DeskModel): boolean {
  const role = desk?.session?.role
  return role === 'supervisor' || role === 'admin'
}
