/** A floor for tests of the alerts: two queues, some agents, and the alerts followed from second to second. */
import { Agent } from '#contract/agent'
import { type AlertSettings, AlertSettings as AlertSettingsSchema } from '#contract/alertSettings'
import { Call } from '#contract/call'
import { type Centre, emptyCentre } from '#contract/centre'
import type { LinkState } from '#contract/link'
import { Queue } from '#contract/queue'
import type { Alert } from '#renderer/state/alert'
import { type AlertBook, emptyBook } from '#renderer/state/alertBook'
import { toAlerts } from '#renderer/state/alerts'

export const startMs = Date.UTC(2026, 10, 23, 6)
export const linked: LinkState = { kind: 'connected', sinceMs: startMs, failure: null, roundTripMs: 5 }
export const lost: LinkState = { ...linked, kind: 'disconnected' }

export const settingsOf = (change: object = {}): AlertSettings => AlertSettingsSchema.parse(change)

export function agentOf(id: string, change: object = {}): Agent {
  return Agent.parse({
    id,
    name: id,
    extension: '1001',
    role: 'agent',
    queueIds: ['support'],
    status: { kind: 'available', sinceMs: startMs },
    nextStatus: null,
    activity: { kind: 'idle', sinceMs: startMs },
    phone: 'registered',
    today: { handled: 0, missed: 0, talkMs: 0, wrapUpMs: 0, finished: 0, wrappedUp: 0 },
    ...change,
  })
}

export function queueOf(id: string, change: object = {}): Queue {
  return Queue.parse({
    id,
    name: id,
    strategy: 'ring-all',
    ringTimeoutMs: 15_000,
    wrapUpMs: 0,
    maxWaitMs: null,
    serviceLevelMs: 20_000,
    dispositions: [],
    members: [],
    today: { offered: 0, handled: 0, abandoned: 0, timedOut: 0, handledInTime: 0, waitedMs: 0 },
    ...change,
  })
}

/** Of `asked` callers in the last half hour, `inTime` were answered in time. */
export const levelOf = (inTime: number, asked: number) => ({
  recent: { handled: asked, handledInTime: inTime, abandoned: 0, abandonedShort: 0 },
})

export function callOf(id: string, change: object = {}): Call {
  return Call.parse({
    id,
    direction: 'inbound',
    caller: { number: null, name: null },
    dialledNumber: null,
    queueId: 'support',
    priority: 0,
    enteredAtMs: startMs,
    queuedAtMs: startMs,
    answeredAtMs: null,
    state: { kind: 'waiting', position: 1, offeredTo: [], offeredAtMs: null },
    ...change,
  })
}

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
