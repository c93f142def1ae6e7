/** A small floor for the tests of what is made of it, and a way to change it as the live stream does. */
import { Agent } from '#contract/agent'
import { Call } from '#contract/call'
import { type Centre, emptyCentre } from '#contract/centre'
import { Monitor } from '#contract/monitor'
import { Queue } from '#contract/queue'

export const nowMs = Date.UTC(2026, 10, 23, 9, 0, 0)

export function agent(id: string, change: Partial<Record<keyof Agent, unknown>> = {}): Agent {
  return Agent.parse({
    id,
    name: id,
    extension: '1001',
    role: 'agent',
    queueIds: ['sales'],
    status: { kind: 'available', sinceMs: nowMs },
    nextStatus: null,
    activity: { kind: 'idle', sinceMs: nowMs },
    phone: 'registered',
    today: { handled: 0, missed: 0, talkMs: 0, wrapUpMs: 0, finished: 0, wrappedUp: 0 },
    ...change,
  })
}

export function talking(
  id: string,
  callId: string,
  change: Partial<Record<keyof Agent, unknown>> = {},
): Agent {
  return agent(id, { activity: { kind: 'talking', callId, sinceMs: nowMs - 5000 }, ...change })
}

export function queue(
  id: string,
  members: readonly string[],
  change: Partial<Record<keyof Queue, unknown>> = {},
) {
  return Queue.parse({
    id,
    name: id,
    strategy: 'ring-all',
    ringTimeoutMs: 15_000,
    wrapUpMs: 0,
    maxWaitMs: null,
    serviceLevelMs: 20_000,
    dispositions: [],
    members: members.map((agentId) => ({ agentId, penalty: 0 })),
    today: { offered: 0, handled: 0, abandoned: 0, timedOut: 0, handledInTime: 0, waitedMs: 0 },
    ...change,
  })
}

export function waiting(id: string, change: Partial<Record<keyof Call, unknown>> = {}): Call {
  return Call.parse({
    id,
    direction: 'inbound',
    caller: { number: '+982112345678', name: null },
    dialledNumber: null,
    queueId: 'sales',
    priority: 0,
    enteredAtMs: nowMs - 11_000,
    queuedAtMs: nowMs - 10_000,
    answeredAtMs: null,
    state: { kind: 'waiting', position: 1, offeredTo: [], offeredAtMs: null },
    ...change,
  })
}

export function talk(id: string, agentId: string): Call {
  return waiting(id, {
    answeredAtMs: nowMs - 5000,
    state: { kind: 'talking', agentId, sinceMs: nowMs - 5000 },
  })
}

export function monitor(agentId: string, supervisorId: string, state: unknown = null): Monitor {
  return Monitor.parse({
    id: `monitor-${supervisorId}`,
    supervisorId,
    supervisorName: supervisorId,
    target: { kind: 'agent', agentId },
    mode: 'listen',
    state: state ?? { kind: 'waiting', sinceMs: nowMs },
    isTold: true,
  })
}

const linked = { kind: 'connected', sinceMs: nowMs, failure: null, roundTripMs: 1 } as const

export function centre(parts: Partial<Centre>): Centre {
  return {
    ...emptyCentre(linked),
    pauseReasons: [
      { id: 'lunch', kind: 'break', label: { en: 'Lunch' } },
      { id: 'training', kind: 'notReady', label: { en: 'Training' } },
    ],
    ...parts,
  }
}
