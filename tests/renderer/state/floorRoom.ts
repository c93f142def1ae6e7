/** A small floor for the tests of what is made of it, and a way to change it as the live stream does. */
import type { Agent } from '#contract/agent'
import type { Call } from '#contract/call'
import { type Centre, emptyCentre } from '#contract/centre'
import { Monitor } from '#contract/monitor'
import type { Queue } from '#contract/queue'
import { agentOf, callOf, queueOf } from '#tests/renderer/state/floorParts'

export const nowMs = Date.UTC(2026, 10, 23, 9, 0, 0)

export function agent(id: string, change: Partial<Record<keyof Agent, unknown>> = {}): Agent {
  return agentOf(id, {
    queueIds: ['sales'],
    status: { kind: 'available', sinceMs: nowMs },
    activity: { kind: 'idle', sinceMs: nowMs },
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
  return queueOf(id, { members: members.map((agentId) => ({ agentId, penalty: 0 })), ...change })
}

export function waiting(id: string, change: Partial<Record<keyof Call, unknown>> = {}): Call {
  return callOf(id, {
    caller: { number: '+982112345678', name: null },
    queueId: 'sales',
    enteredAtMs: nowMs - 11_000,
    queuedAtMs: nowMs - 10_000,
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
