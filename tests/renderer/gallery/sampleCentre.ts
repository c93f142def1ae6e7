/** A small centre with queues, colleagues and waiting callers for the gallery. */
import { type Activity, Agent, type AgentStatus } from '#contract/agent'
import { Call } from '#contract/call'
import type { Centre } from '#contract/centre'
import type { LinkState } from '#contract/link'
import { Queue } from '#contract/queue'
import type { PauseReason } from '#contract/reason'
import type { Locale } from '#renderer/i18n/messages'

const minuteMs = 60_000

export function connected(nowMs: number, roundTripMs: number): LinkState {
  return { kind: 'connected', sinceMs: nowMs - 43 * minuteMs, failure: null, roundTripMs }
}

const reasons: PauseReason[] = [
  { id: 'lunch', kind: 'break', label: { en: 'Lunch', fa: 'ناهار' } },
  { id: 'coffee', kind: 'break', label: { en: 'Coffee', fa: 'چای' } },
  { id: 'prayer', kind: 'break', label: { en: 'Prayer', fa: 'نماز' } },
  { id: 'training', kind: 'notReady', label: { en: 'Training', fa: 'آموزش' } },
  { id: 'paperwork', kind: 'notReady', label: { en: 'Paperwork', fa: 'کارهای اداری' } },
]

const dispositions = [
  { id: 'solved', label: { en: 'Solved', fa: 'حل شد' }, needsFollowUp: false },
  { id: 'callback', label: { en: 'Call back', fa: 'تماس مجدد' }, needsFollowUp: true },
  { id: 'complaint', label: { en: 'Complaint', fa: 'شکایت' }, needsFollowUp: false },
  { id: 'sale', label: { en: 'Sale', fa: 'فروش' }, needsFollowUp: false },
  { id: 'passed', label: { en: 'Passed on', fa: 'ارجاع شد' }, needsFollowUp: false },
  { id: 'wrong', label: { en: 'Wrong number', fa: 'شماره اشتباه' }, needsFollowUp: false },
]

const names = {
  en: [
    'Arash Moradi',
    'Dariush Ebrahimi',
    'Elham Farahani',
    'Hana Yousefi',
    'Nasrin Jalali',
    'Omid Karimi',
    'Parisa Amini',
    'Reza Tavakoli',
    'Shirin Bagheri',
    'Yasaman Noori',
  ],
  fa: [
    'آرش مرادی',
    'الهام فراهانی',
    'امید کریمی',
    'پریسا امینی',
    'داریوش ابراهیمی',
    'رضا توکلی',
    'شیرین باقری',
    'نسرین جلالی',
    'هانا یوسفی',
    'یاسمن نوری',
  ],
} as const

const queueNames = { en: ['Support', 'Sales', 'Billing'], fa: ['پشتیبانی', 'فروش', 'امور مالی'] } as const

export interface CentreOptions {
  readonly locale: Locale
  readonly nowMs: number
  readonly status?: AgentStatus
  readonly activity?: Activity
  readonly nextStatus?: Agent['nextStatus']
}

export function sampleCentre(options: CentreOptions): { centre: Centre; me: Agent } {
  const { locale, nowMs } = options
  const me = toMe(options)
  const centre: Centre = {
    monitors: [],
    messages: [],
    strangers: [],
    agents: [me, ...names[locale].map((name, index) => toColleague(name, index, nowMs))],
    queues: queueNames[locale].map((name, index) => toQueue(name, index)),
    calls: [
      waitingCall('w1', 'queue-0', 1, nowMs - 2 * minuteMs - 10_000),
      waitingCall('w2', 'queue-0', 2, nowMs - 48_000),
      waitingCall('w3', 'queue-0', 3, nowMs - 9_000),
      waitingCall('w4', 'queue-2', 1, nowMs - 12_000),
    ],
    pauseReasons: reasons,
    pbx: connected(nowMs, 4),
  }
  return { centre, me }
}

function toMe({ locale, nowMs, status, activity, nextStatus }: CentreOptions): Agent {
  return Agent.parse({
    id: 'me',
    name: locale === 'fa' ? 'سارا احمدی' : 'Sara Ahmadi',
    extension: '1001',
    role: 'agent',
    queueIds: ['queue-0', 'queue-1', 'queue-2'],
    status: status ?? { kind: 'available', sinceMs: nowMs - 4 * minuteMs - 12_000 },
    nextStatus: nextStatus ?? null,
    activity: activity ?? { kind: 'idle', sinceMs: nowMs - 4 * minuteMs - 12_000 },
    phone: 'registered',
    today: {
      handled: 12,
      missed: 1,
      talkMs: 11 * 221_000,
      wrapUpMs: 11 * 38_000,
      finished: 11,
      wrappedUp: 11,
    },
  })
}

function toColleague(name: string, index: number, nowMs: number): Agent {
  const sinceMs = nowMs - (index * 97 + 20) * 1000
  const callId = `busy-${index}`
  const activities = [
    { kind: 'talking', callId, sinceMs },
    { kind: 'idle', sinceMs },
    { kind: 'held', callId, sinceMs },
    { kind: 'idle', sinceMs },
    { kind: 'ringing', callId, sinceMs: nowMs - 4000 },
  ] as const
  const statuses = [
    { kind: 'available', sinceMs },
    { kind: 'available', sinceMs },
    { kind: 'available', sinceMs },
    { kind: index === 3 ? 'break' : 'notReady', reasonId: 'lunch', sinceMs },
    { kind: 'available', sinceMs },
  ] as const
  const isOffline = index === 9
  return Agent.parse({
    id: `agent-${index}`,
    name,
    extension: String(1002 + index),
    role: 'agent',
    queueIds: ['queue-0'],
    status: isOffline ? { kind: 'offline', sinceMs } : statuses[index % 5],
    nextStatus: null,
    activity: isOffline ? { kind: 'idle', sinceMs } : activities[index % 5],
    phone: 'registered',
    today: { handled: 0, missed: 0, talkMs: 0, wrapUpMs: 0, finished: 0, wrappedUp: 0 },
  })
}

function toQueue(name: string, index: number): Queue {
  return Queue.parse({
    id: `queue-${index}`,
    name,
    strategy: 'least-recent',
    ringTimeoutMs: 15_000,
    wrapUpMs: minuteMs,
    maxWaitMs: null,
    serviceLevelMs: 20_000,
    dispositions,
    members: [],
    today: { offered: 0, handled: 0, abandoned: 0, timedOut: 0, handledInTime: 0, waitedMs: 0 },
  })
}

function waitingCall(id: string, queueId: string, position: number, queuedAtMs: number): Call {
  return Call.parse({
    id,
    direction: 'inbound',
    caller: { number: `+98912000000${position}`, name: null },
    dialledNumber: '+982191001234',
    queueId,
    priority: 0,
    enteredAtMs: queuedAtMs - 3000,
    queuedAtMs,
    answeredAtMs: null,
    state: { kind: 'waiting', position, offeredTo: [], offeredAtMs: null },
  })
}
