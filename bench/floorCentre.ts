/** The floor the floor benchmark plays: two thousand agents in a hundred queues, a thousand waiting, and what changes. */
import { Agent } from '#contract/agent'
import { Call } from '#contract/call'
import type { Centre, Change } from '#contract/centre'
import { Queue } from '#contract/queue'
import type { Random } from '#simulator/people/random'

export const agentCount = 2000
export const queueCount = 100
export const waitingCount = 1000
export const changesPerSecond = 500
/** As often as a gateway tells a supervisor's floor. */
export const messagesPerSecond = 20

/** The queue that stands first, in whose row each message leaves its number. */
const stampedQueue = 0

export interface BusyFloor {
  readonly centre: Centre
  /** The changes of one message; the first queue has `serial` calls offered after it. */
  next(serial: number, nowMs: number): Change[]
}

export function createBusyFloor(random: Random, startMs: number): BusyFloor {
  const agents = Array.from({ length: agentCount }, (_, index) => toAgent(index, startMs))
  const queues = Array.from({ length: queueCount }, (_, index) => toQueue(index, agents))
  const waiting = Array.from({ length: waitingCount }, (_, index) => toWaiting(index, startMs, random))
  const talks = new Map<number, Call>()
  for (const [index, agent] of agents.entries()) {
    if (agent.activity.kind === 'talking') talks.set(index, toTalk(index, agent, startMs))
  }
  let nextCall = waitingCount
  const centre: Centre = {
    agents: [...agents],
    queues: [...queues],
    calls: [...waiting, ...talks.values()],
    monitors: [],
    messages: [],
    strangers: [],
    pauseReasons: [{ id: 'lunch', kind: 'break', label: { en: 'Lunch' } }],
    pbx: { kind: 'connected', sinceMs: startMs, failure: null, roundTripMs: 1 },
  }
  const changeAgent = (nowMs: number): Change[] => {
    const index = random.below(agentCount)
    const agent = agents[index]
    if (agent === undefined) return []
    const talk = talks.get(index)
    if (talk === undefined) {
      const made: Agent = { ...agent, activity: { kind: 'talking', callId: toCallId(index), sinceMs: nowMs } }
      agents[index] = made
      const call = toTalk(index, made, nowMs)
      talks.set(index, call)
      return [
        { kind: 'agent', agent: made },
        { kind: 'call', call },
      ]
    }
    talks.delete(index)
    const { today } = agent
    const made: Agent = {
      ...agent,
      activity: { kind: 'idle', sinceMs: nowMs },
      today: { ...today, handled: today.handled + 1, finished: today.finished + 1 },
    }
    agents[index] = made
    return [
      { kind: 'agent', agent: made },
      { kind: 'callGone', callId: talk.id },
    ]
  }
  /** One caller is served or gives up, another comes: there are always as many. */
  const changeLine = (nowMs: number): Change[] => {
    const index = random.below(waiting.length)
    const gone = waiting[index]
    const come = toWaiting(nextCall, nowMs, random)
    nextCall += 1
    waiting[index] = come
    return [
      ...(gone === undefined ? [] : [{ kind: 'callGone', callId: gone.id } as const]),
      { kind: 'call', call: come },
    ]
  }
  const changeQueue = (index: number, offered?: number): Change[] => {
    const queue = queues[index]
    if (queue === undefined) return []
    const { today } = queue
    const made: Queue = {
      ...queue,
      today: { ...today, offered: offered ?? today.offered + 1, handled: today.handled + 1 },
    }
    queues[index] = made
    return [{ kind: 'queue', queue: made }]
  }
  return {
    centre,
    next(serial, nowMs) {
      const changes = changeQueue(stampedQueue, serial)
      while (changes.length < changesPerSecond / messagesPerSecond) {
        const kind = random.below(10)
        if (kind < 6) changes.push(...changeAgent(nowMs))
        else if (kind < 8) changes.push(...changeLine(nowMs))
        else changes.push(...changeQueue(1 + random.below(queueCount - 1)))
      }
      return changes
    },
  }
}

const toCallId = (index: number): Call['id'] => `talk-${index}` as Call['id']

function toAgent(index: number, nowMs: number): Agent {
  const kind = index % 5
  const sinceMs = nowMs - (index % 600) * 1000
  return Agent.parse({
    id: index === 0 ? 'agent-1' : `a${index}`,
    name: `Agent ${String(index).padStart(4, '0')}`,
    extension: String(10_000 + index),
    role: index === 0 ? 'admin' : 'agent',
    queueIds: [`q${index % queueCount}`, `q${(index * 7 + 3) % queueCount}`],
    status: kind === 4 ? { kind: 'break', reasonId: 'lunch', sinceMs } : { kind: 'available', sinceMs },
    nextStatus: null,
    activity: kind < 2 ? { kind: 'talking', callId: toCallId(index), sinceMs } : { kind: 'idle', sinceMs },
    phone: 'registered',
    today: { handled: index % 40, missed: 0, talkMs: 1, wrapUpMs: 1, finished: index % 40, wrappedUp: 0 },
  })
}

function toQueue(index: number, agents: readonly Agent[]): Queue {
  const id = `q${index}`
  return Queue.parse({
    id,
    name: `Queue ${String(index).padStart(3, '0')}`,
    strategy: 'least-recent',
    ringTimeoutMs: 15_000,
    wrapUpMs: 30_000,
    maxWaitMs: null,
    serviceLevelMs: 20_000,
    dispositions: [],
    members: agents
      .filter((agent) => agent.queueIds.some((queueId) => queueId === id))
      .map((agent) => ({ agentId: agent.id, penalty: 0 })),
    today: { offered: 0, handled: 90, abandoned: 7, timedOut: 0, handledInTime: 74, waitedMs: 900_000 },
    recent: { handled: 20, handledInTime: 17, abandoned: 1, abandonedShort: 0 },
  })
}

function toWaiting(index: number, nowMs: number, random: Random): Call {
  return Call.parse({
    ...callShape(`w${index}`, index),
    queueId: `q${random.below(queueCount)}`,
    enteredAtMs: nowMs - 1000,
    queuedAtMs: nowMs - random.below(120_000),
    state: { kind: 'waiting', position: 1 + (index % 10), offeredTo: [], offeredAtMs: null },
  })
}

function toTalk(index: number, agent: Agent, nowMs: number): Call {
  return Call.parse({
    ...callShape(toCallId(index), index),
    queueId: agent.queueIds[0],
    enteredAtMs: nowMs - 20_000,
    queuedAtMs: nowMs - 19_000,
    answeredAtMs: nowMs,
    state: { kind: 'talking', agentId: agent.id, sinceMs: nowMs },
  })
}

function callShape(id: string, index: number) {
  return {
    id,
    direction: 'inbound',
    caller: { number: `+98912${String(1_000_000 + (index % 900_000))}`, name: null },
    dialledNumber: '+982191001234',
    queueId: null,
    priority: 0,
    answeredAtMs: null,
  }
}
