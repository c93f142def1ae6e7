/** An agent, a queue and a call of a floor, ordinary but for what a test changes. */
import { Agent } from '#contract/agent'
import { Call } from '#contract/call'
import { Queue } from '#contract/queue'

export const startMs = Date.UTC(2026, 10, 23, 6)

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
