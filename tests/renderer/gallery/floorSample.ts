/** A floor as a supervisor sees it, for the gallery: everything that can stand in a row, at least once. */
import { type Activity, Agent, type AgentStatus } from '#contract/agent'
import { Call } from '#contract/call'
import type { Centre } from '#contract/centre'
import { toFailure } from '#contract/failure'
import { Monitor } from '#contract/monitor'
import { Queue } from '#contract/queue'
import { defaultSettings, type FloorView } from '#contract/settings'
import type { Locale } from '#renderer/i18n/messages'
import type { DeskModel } from '#renderer/state/deskModel'

const minuteMs = 60_000
const words = {
  en: {
    first: ['Arash', 'Elham', 'Hana', 'Nasrin', 'Omid', 'Parisa', 'Reza', 'Shirin', 'Yasaman', 'Dariush'],
    last: ['Moradi', 'Ebrahimi', 'Farahani', 'Yousefi'],
    queues: ['Support', 'Sales', 'Billing', 'Complaints', 'Delivery', 'Partners'],
    callers: ['Mina Rahimi', 'Kaveh Sohrabi', null, 'Leila Nazari', null],
    supervisor: 'Nima Sadeghi',
    help: 'The caller is angry about a refund',
  },
  fa: {
    first: ['آرش', 'الهام', 'هانا', 'نسرین', 'امید', 'پریسا', 'رضا', 'شیرین', 'یاسمن', 'داریوش'],
    last: ['مرادی', 'ابراهیمی', 'فراهانی', 'یوسفی'],
    queues: ['پشتیبانی', 'فروش', 'امور مالی', 'شکایت‌ها', 'تحویل', 'همکاران'],
    callers: ['مینا رحیمی', 'کاوه سهرابی', null, 'لیلا نظری', null],
    supervisor: 'نیما صادقی',
    help: 'تماس‌گیرنده از بازپرداخت عصبانی است',
  },
} as const

export interface FloorLook {
  readonly locale: Locale
  readonly nowMs: number
}

/** `idle` is a desk of the gallery; the floor takes the place of its centre. */
export function toFloorDesk(idle: DeskModel, look: FloorLook, view: Partial<FloorView> = {}): DeskModel {
  if (idle.desk?.session == null) return idle
  const centre = sampleFloor(idle, look)
  const me = centre.agents[0] ?? null
  return {
    ...idle,
    centre,
    me,
    desk: {
      ...idle.desk,
      session: { ...idle.desk.session, role: 'supervisor', name: words[look.locale].supervisor },
      settings: {
        ...idle.desk.settings,
        floor: { ...defaultSettings.floor, tab: 'floor', ...view },
      },
    },
  }
}

/** The gateway has been away for a while. */
export function withoutGateway(model: DeskModel, nowMs: number): DeskModel {
  if (model.desk === null) return model
  const gateway = {
    kind: 'disconnected',
    sinceMs: nowMs - 83_000,
    failure: toFailure('gateway-away'),
    roundTripMs: null,
  } as const
  return { ...model, desk: { ...model.desk, gateway } }
}

/** A floor where nothing has happened yet. */
export function emptyFloor(model: DeskModel): DeskModel {
  return {
    ...model,
    centre: model.centre && { ...model.centre, agents: [], queues: [], calls: [], monitors: [] },
  }
}

function sampleFloor(idle: DeskModel, look: FloorLook): Centre {
  const { locale, nowMs } = look
  const pauseReasons = idle.centre?.pauseReasons ?? []
  const agents = Array.from({ length: 40 }, (_, index) => toAgent(look, index))
  const me = Agent.parse({
    ...agents[1],
    id: idle.me?.id,
    name: words[locale].supervisor,
    role: 'supervisor',
    queueIds: [],
    help: undefined,
  })
  const all = [me, ...agents]
  return {
    agents: all,
    queues: words[locale].queues.map((name, index) => toQueue(name, index, all)),
    calls: [
      ...Array.from({ length: 12 }, (_, index) => toWaiting(look, index)),
      ...agents.flatMap((agent) => toTalk(look, agent)),
    ],
    monitors: [
      Monitor.parse({
        id: 'monitor-1',
        supervisorId: 'other',
        supervisorName: words[locale].first[4],
        target: { kind: 'agent', agentId: 'agent-5' },
        mode: 'listen',
        state: { kind: 'hearing', callId: 'talk-5', agentId: 'agent-5', sinceMs: nowMs - 20_000 },
        isTold: true,
      }),
    ],
    messages: [],
    strangers: [],
    pauseReasons,
    pbx: { kind: 'connected', sinceMs: nowMs - 43 * minuteMs, failure: null, roundTripMs: 4 },
  }
}

function toAgent({ locale, nowMs }: FloorLook, index: number): Agent {
  const { first, last, help } = words[locale]
  const sinceMs = nowMs - (index * 47 + 9) * 1000
  const [status, activity] = toState(index, sinceMs, nowMs)
  return Agent.parse({
    id: `agent-${index}`,
    name: `${first[index % 10]} ${last[Math.floor(index / 10)]}`,
    extension: String(1010 + index),
    role: 'agent',
    queueIds: [`queue-${index % 6}`, `queue-${(index * 5 + 1) % 6}`].filter(
      (id, at, all) => all.indexOf(id) === at,
    ),
    status,
    nextStatus: null,
    activity,
    phone: index === 12 ? 'absent' : 'registered',
    ...(index === 6 ? { help: { reason: help, sinceMs: nowMs - 40_000 } } : {}),
    ...(index === 10
      ? { breakRequest: { reasonId: 'coffee', askedAtMs: nowMs - 90_000, state: 'asked', decidedBy: null } }
      : {}),
    ...(index === 15 ? { leavesAfterCall: true } : {}),
    ...(index === 21 ? { isLost: true } : {}),
    today: {
      handled: (index * 7) % 30,
      missed: index % 5 === 0 ? index % 4 : 0,
      talkMs: ((index * 7) % 30) * (150_000 + index * 3000),
      wrapUpMs: 0,
      finished: (index * 7) % 30,
      wrappedUp: 0,
    },
  })
}

function toState(index: number, sinceMs: number, nowMs: number): readonly [AgentStatus, Activity] {
  const available: AgentStatus = { kind: 'available', sinceMs }
  const idle: Activity = { kind: 'idle', sinceMs }
  const callId = `talk-${index}` as Call['id']
  switch (index % 8) {
    case 0:
    case 5:
    case 7:
      return [available, { kind: 'talking', callId, sinceMs }]
    case 1:
    case 4:
      return [available, idle]
    case 2:
      return [
        index % 3 === 0 ? { kind: 'offline', sinceMs } : { kind: 'break', reasonId: 'lunch', sinceMs },
        idle,
      ]
    case 3:
      return [available, toWrapUp(index, sinceMs, nowMs)]
    default:
      return [available, { kind: 'held', callId, sinceMs }]
  }
}

function toWrapUp(index: number, sinceMs: number, nowMs: number): Activity {
  return {
    kind: 'wrapUp',
    sinceMs,
    wrapUp: {
      callId: `done-${index}` as Call['id'],
      queueId: 'queue-1' as Queue['id'],
      caller: { number: '+989121110000', name: null },
      dialledNumber: null,
      startedAtMs: sinceMs,
      endsAtMs: nowMs + 20_000,
      extendedTimes: 0,
      waitedMs: 9000,
      talkedMs: 120_000,
    },
  }
}

function toTalk({ locale }: FloorLook, agent: Agent): Call[] {
  const { activity } = agent
  if (activity.kind !== 'talking' && activity.kind !== 'held') return []
  const index = Number(agent.id.split('-')[1])
  const { sinceMs } = activity
  return [
    Call.parse({
      ...waitingShape(activity.callId, agent.queueIds[0] ?? null, sinceMs - 30_000),
      caller: { number: `+98912333${String(1000 + index)}`, name: words[locale].callers[index % 5] ?? null },
      answeredAtMs: sinceMs,
      state:
        activity.kind === 'held'
          ? { kind: 'held', agentId: agent.id, sinceMs, talkingSinceMs: sinceMs - 60_000 }
          : { kind: 'talking', agentId: agent.id, sinceMs },
    }),
  ]
}

const waitedSeconds = [185, 130, 64, 41, 30, 22, 18, 15, 9, 6, 3, 1]

function toWaiting({ nowMs }: FloorLook, index: number): Call {
  const queuedAtMs = nowMs - (waitedSeconds[index] ?? 1) * 1000
  return Call.parse({
    ...waitingShape(`wait-${index}`, `queue-${index % 3}`, queuedAtMs),
    caller: { number: index === 4 ? null : `+98912000${String(1001 + index)}`, name: null },
    priority: index === 2 ? 5 : 0,
    state: { kind: 'waiting', position: Math.floor(index / 3) + 1, offeredTo: [], offeredAtMs: null },
  })
}

function waitingShape(id: string, queueId: string | null, queuedAtMs: number) {
  return {
    id,
    direction: 'inbound',
    dialledNumber: '+982191001234',
    queueId,
    priority: 0,
    enteredAtMs: queuedAtMs - 3000,
    queuedAtMs,
    answeredAtMs: null,
  }
}

const levels = [0.93, 0.82, 0.61, null, 1, 0.78]

function toQueue(name: string, index: number, agents: readonly Agent[]): Queue {
  const level = levels[index] ?? null
  const handled = level === null ? 0 : 40 + index * 13
  const counts = {
    handled,
    handledInTime: Math.round(handled * (level ?? 0)),
    abandoned: level === null ? 0 : index,
    abandonedShort: 0,
  }
  const id = `queue-${index}`
  return Queue.parse({
    id,
    name,
    strategy: 'least-recent',
    ringTimeoutMs: 15_000,
    wrapUpMs: minuteMs,
    maxWaitMs: null,
    serviceLevelMs: 20_000,
    dispositions: [],
    members: agents
      .filter((agent) => agent.queueIds.some((each) => each === id))
      .map((agent) => ({
        agentId: agent.id,
        penalty: 0,
        ...(agent.status.kind === 'break' ? { pausedReason: agent.status.reasonId } : {}),
      })),
    today: { ...counts, offered: handled + index + 4, timedOut: 0, waitedMs: handled * 12_000 },
    ...(level === null
      ? {}
      : { recent: { ...counts, handledInTime: Math.round(handled * Math.min(1, level + 0.05)) } }),
  })
}
