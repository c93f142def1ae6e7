/** Small centres for tests of the live model: people, queues, and the events a PBX would tell. */
import type { AgentId, CallId, QueueId } from '#contract/ids'
import type { PbxEvent, PbxExtension, PbxQueue } from '#contract/pbx'
import type { Queue } from '#contract/queue'
import { createFloor, type Person } from '#gateway/model/createFloor'
import type { Floor } from '#gateway/model/floor'
import { reducePbx } from '#gateway/model/reduce'
import { defaultPauseReasons } from '#gateway/pauseReasons'

export const startMs = Date.UTC(2026, 10, 23, 6, 0, 0)
export const support = 'support' as QueueId
export const sales = 'sales' as QueueId
export const sara: Person = {
  id: 'user-sara' as AgentId,
  userName: 'sara',
  name: 'Sara',
  role: 'agent',
  extension: '1001',
}

export const callId = (name: string) => name as CallId
export const extensionId = (extension: string) => `ext-${extension}` as AgentId

export function pbxQueue(
  id: QueueId,
  extensions: readonly string[],
  rules: Partial<PbxQueue> = {},
): PbxQueue {
  return {
    id,
    name: id,
    strategy: 'ring-all',
    ringTimeoutMs: 15_000,
    wrapUpMs: 20_000,
    maxWaitMs: null,
    serviceLevelMs: 20_000,
    dispositions: [],
    members: extensions.map((extension) => ({ extension, penalty: 0, pausedReason: null })),
    ...rules,
  }
}

export function pbxExtension(extension: string, state: Partial<PbxExtension> = {}): PbxExtension {
  return {
    extension,
    name: `Line ${extension}`,
    registered: true,
    pausedReason: null,
    signedIn: true,
    ...state,
  }
}

export const snapshot = (changes: Partial<Extract<PbxEvent, { kind: 'snapshot' }>> = {}): PbxEvent => ({
  kind: 'snapshot',
  atMs: startMs,
  queues: [pbxQueue(support, ['1001', '2001', '2002']), pbxQueue(sales, ['2002'], { wrapUpMs: 0 })],
  extensions: ['1001', '2001', '2002'].map((extension) => pbxExtension(extension)),
  calls: [],
  ...changes,
})

/** Sara's seat is taken; 2001 and 2002 belong to nobody. */
export function openFloor(): Floor {
  const floor = createFloor({
    people: [sara],
    saved: new Map([
      [
        sara.id,
        {
          seat: { kind: 'here' },
          status: { kind: 'available', sinceMs: startMs },
          nextStatus: null,
          wrapUp: null,
        },
      ],
    ]),
    pauseReasons: defaultPauseReasons,
    day: '2026-11-23',
    agentDays: new Map(),
    queueDays: new Map(),
    nowMs: startMs,
  })
  return hear(floor, { kind: 'linkUp', atMs: startMs }, snapshot())
}

export function hear(floor: Floor, ...events: readonly PbxEvent[]): Floor {
  return events.reduce(reducePbx, floor)
}

/** An inbound caller who joins a queue, `atMs` after the start. */
export function joins(name: string, queueId: QueueId, position: number, afterMs = 0): PbxEvent[] {
  const atMs = startMs + afterMs
  return [
    {
      kind: 'callEntered',
      atMs,
      callId: callId(name),
      direction: 'inbound',
      caller: { number: '+989121234567', name: 'Mina' },
      dialledNumber: '+982188000000',
      extension: null,
    },
    { kind: 'callQueued', atMs, callId: callId(name), queueId, position, priority: 0 },
  ]
}

/** What the conservation rule says is missing; 0 when it holds. */
export function imbalance(floor: Floor, { id, today }: Queue): number {
  const waiting = [...floor.calls.values()].filter(
    (call) => call.queueId === id && call.state.kind === 'waiting',
  ).length
  return today.offered - (today.handled + today.abandoned + today.timedOut + waiting)
}

export function positions(floor: Floor, queueId: QueueId): Record<string, number> {
  const waiting = [...floor.calls.values()].flatMap((call) =>
    call.queueId === queueId && call.state.kind === 'waiting' ? [[call.id, call.state.position]] : [],
  )
  return Object.fromEntries(waiting)
}
