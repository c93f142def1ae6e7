/** A floor with a few phones, its time moved by hand, and its outcome written as short lines. */
import { CallId, QueueId } from '#contract/ids'
import type { PbxEvent } from '#contract/pbx'
import type { QueueStrategy } from '#contract/queue'
import { createRandom } from '#simulator/people/random'
import { createFloor, type Floor } from '#simulator/queue/floor'
import type { FloorQueue, Line } from '#simulator/queue/floorState'
import type { FloorAction, FloorInput } from '#simulator/queue/floorStep'
import type { PhoneEvent } from '#simulator/telephony'

export const support = QueueId.parse('support')
export const sales = QueueId.parse('sales')

export function toQueue(
  id: string,
  number: string,
  members: readonly string[],
  more: Partial<FloorQueue> = {},
): FloorQueue {
  return {
    id: QueueId.parse(id),
    number,
    name: id,
    strategy: 'linear' as QueueStrategy,
    ringTimeoutMs: 20_000,
    retryMs: 2_000,
    wrapUpMs: 30_000,
    maxWaitMs: null,
    serviceLevelMs: 20_000,
    dispositions: [],
    members: members.map((extension) => ({ extension, penalty: 0 })),
    ...more,
  }
}

export function toLine(extension: string, more: Partial<Line> = {}): Line {
  return {
    extension,
    name: `Person ${extension}`,
    registered: true,
    signedIn: true,
    pausedReason: null,
    pausedIn: new Map(),
    wrapUpEndsAtMs: null,
    ...more,
  }
}

export interface FloorBench {
  readonly floor: Floor
  readonly events: PbxEvent[]
  readonly actions: FloorAction[]
  readonly nowMs: number
  do(input: FloorInput): void
  /** The answer to a command: `done`, or the code of the failure. */
  ask(command: Extract<FloorInput, { kind: 'command' }>['command']): string
  /** Moves time, letting everything due happen at its own instant. */
  pass(ms: number): void
  callIn(name: string, queueId?: QueueId, priority?: number): CallId
  /** What the phone now ringing at `extension` does. */
  phone(extension: string, kind: 'ringing' | 'answered' | 'hungUp' | 'held' | 'resumed'): void
  refuse(extension: string, sipStatus: number): void
  tell(event: PhoneEvent): void
  /** The newest leg of the extension, rung or dialled. */
  legOf(extension: string): string
  dial(extension: string, target: string): string
  /** Events since the last time asked, one short line each. */
  story(): string[]
  /** Actions since the last time asked, without those of sound. */
  orders(): string[]
}

const startMs = 1_000_000

export function createFloorBench(queues: readonly FloorQueue[], lines: readonly Line[]): FloorBench {
  let nowMs = startMs
  let calls = 0
  let legs = 0
  let told = 0
  let ordered = 0
  const events: PbxEvent[] = []
  const actions: FloorAction[] = []
  const answers: string[] = []
  const newest = new Map<string, string>()
  const floor = createFloor({
    queues,
    lines,
    random: createRandom(7, 'floor bench'),
    newCallId() {
      calls += 1
      return CallId.parse(`d${calls}`)
    },
    newLegId() {
      legs += 1
      return `leg${legs}`
    },
  })
  const handle = (input: FloorInput) => {
    for (const output of floor.handle(input, nowMs)) {
      if (output.kind === 'event') events.push(output.event)
      if (output.kind === 'answer') answers.push(output.answer.ok ? 'done' : output.answer.failure.code)
      if (output.kind !== 'action') continue
      actions.push(output.action)
      if (output.action.kind === 'ring') {
        newest.set(output.action.request.extension, output.action.request.legId)
      }
    }
  }
  const legOf = (extension: string) => newest.get(extension) ?? `no leg of ${extension}`
  return {
    floor,
    events,
    actions,
    get nowMs() {
      return nowMs
    },
    do: handle,
    ask(command) {
      handle({ kind: 'command', command })
      return answers.at(-1) ?? 'nothing'
    },
    pass(ms) {
      const untilMs = nowMs + ms
      for (let due = floor.nextDueMs(); due !== null && due <= untilMs; due = floor.nextDueMs()) {
        if (due < nowMs) throw new Error(`something was due at ${due} and is still due at ${nowMs}`)
        nowMs = due
        handle({ kind: 'tick' })
        if (floor.nextDueMs() === due) throw new Error('a tick did not do what was due')
      }
      nowMs = untilMs
    },
    callIn(name, queueId = support, priority = 0) {
      const callId = CallId.parse(name)
      const caller = { number: '+989120000000', name }
      handle({ kind: 'callerEnters', callId, caller, dialledNumber: '+98210', queueId, priority })
      return callId
    },
    phone: (extension, kind) => handle({ kind: 'phone', event: { kind, legId: legOf(extension) } }),
    refuse: (extension, sipStatus) =>
      handle({ kind: 'phone', event: { kind: 'refused', legId: legOf(extension), sipStatus } }),
    tell: (event) => handle({ kind: 'phone', event }),
    legOf,
    dial(extension, target) {
      legs += 1
      const legId = `dialled${legs}`
      newest.set(extension, legId)
      handle({ kind: 'phone', event: { kind: 'dialled', legId, extension, target } })
      return legId
    },
    story() {
      const fresh = events.slice(told).map(toLineOfStory)
      told = events.length
      return fresh
    },
    orders() {
      const fresh = actions.slice(ordered).flatMap(toOrder)
      ordered = actions.length
      return fresh
    },
  }
}

function toLineOfStory(event: PbxEvent): string {
  const { kind, atMs: _atMs, ...rest } = event
  if (kind === 'callEntered' && 'direction' in rest) return `${rest.callId} entered ${rest.direction}`
  if (kind === 'snapshot') return kind
  const words = Object.entries(rest)
    .filter(([key, value]) => key !== 'priority' && value !== null)
    .map(([, value]) => String(value))
  return [kind, ...words].join(' ')
}

function toOrder(action: FloorAction): string[] {
  switch (action.kind) {
    case 'ring':
      return [`ring ${action.request.extension}`]
    case 'hangUp':
      return [`hangUp ${action.extension} ${action.reason}`]
    case 'refuse':
    case 'reportTransfer':
      return [`${action.kind} ${action.extension} ${action.sipStatus}`]
    case 'progress':
    case 'accept':
      return [`${action.kind} ${action.extension}`]
    case 'dialOutside':
      return [`dialOutside ${action.number}`]
    case 'cancelOutside':
      return ['cancelOutside']
    default:
      return []
  }
}
