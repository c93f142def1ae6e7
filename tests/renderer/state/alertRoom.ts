/** A floor for tests of the alerts: two queues, some agents, and the alerts followed from second to second. */
import { type AlertSettings, AlertSettings as AlertSettingsSchema } from '#contract/alertSettings'
import { type Centre, emptyCentre } from '#contract/centre'
import type { LinkState } from '#contract/link'
import type { Alert } from '#renderer/state/alerts/alert'
import { type AlertBook, emptyBook } from '#renderer/state/alerts/alertBook'
import { toAlerts } from '#renderer/state/alerts/alerts'
import { queueOf, startMs } from '#tests/renderer/state/floorParts'

export const linked: LinkState = { kind: 'connected', sinceMs: startMs, failure: null, roundTripMs: 5 }
export const lost: LinkState = { ...linked, kind: 'disconnected' }

export const settingsOf = (change: object = {}): AlertSettings => AlertSettingsSchema.parse(change)

/** Of `asked` callers in the last half hour, `inTime` were answered in time. */
export const levelOf = (inTime: number, asked: number) => ({
  recent: { handled: asked, handledInTime: inTime, abandoned: 0, abandonedShort: 0 },
})

export interface AlertRoom {
  centre: Centre
  settings: AlertSettings
  gateway: LinkState
  nowMs: number
  /** Looks over once, now. */
  look(): readonly Alert[]
  /** Looks over every second until so much time has passed; answers the last look. */
  pass(ms: number): readonly Alert[]
  ids(): string[]
}

export function openAlertRoom(change: Partial<Centre> = {}): AlertRoom {
  let book: AlertBook = emptyBook
  let alerts: readonly Alert[] = []
  const room: AlertRoom = {
    centre: { ...emptyCentre(linked), queues: [queueOf('support')], ...change },
    settings: settingsOf(),
    gateway: linked,
    nowMs: startMs,
    look() {
      const links = { bridge: linked, gateway: room.gateway, offsetMs: 0 }
      const { centre, settings, nowMs } = room
      const next = toAlerts(book, { centre, links, settings, nowMs })
      book = next.book
      alerts = next.alerts
      return alerts
    },
    pass(ms) {
      for (let step = 0; step < ms; step += 1000) {
        room.nowMs += 1000
        room.look()
      }
      return alerts
    },
    ids: () => alerts.map(({ id }) => id),
  }
  return room
}
