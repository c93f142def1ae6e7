/** The lamps of the colleagues and queues somebody has pinned: what each is doing, and what a click would dial. Pure. */
import { type Agent, type Presence, presenceSinceMs, toPresence } from '#contract/agent'
import type { Centre } from '#contract/centre'
import type { Pin } from '#contract/pin'
import type { Queue } from '#contract/queue'

export interface Lamp {
  readonly key: string
  readonly pin: Pin
  /** As the live model has it; null for somebody it does not show. */
  readonly name: string | null
  /**
   * What is shown: a colleague's own presence; of a queue `available` while somebody could take a call, `talking` while all
   * are busy, `offline` while nobody is there; `unknown` for what the live model does not show, or while it is old.
   */
  readonly state: Presence | 'unknown'
  /** By the gateway's clock; null for queues and for what is not known. */
  readonly sinceMs: number | null
  /** Callers waiting in a queue; null for a colleague. */
  readonly waiting: number | null
  /** What a click dials, or transfers to; null for what cannot be reached. */
  readonly number: string | null
  /** Whether that is their voicemail, since they are not there. */
  readonly isVoicemail: boolean
}

export function toPinKey({ kind, id }: Pin): string {
  return `${kind} ${id}`
}

/** In the order they were pinned. Whoever looks is not shown to themselves. `isStale`: the model is not followed now. */
export function toLamps(
  pins: readonly Pin[],
  centre: Centre | null,
  meId: string | null,
  isStale: boolean,
): Lamp[] {
  const agents = findAgents(pins, centre)
  return pins
    .filter(({ id }) => id !== meId)
    .map((pin) => {
      const lamp =
        pin.kind === 'agent'
          ? toAgentLamp(pin, agents.get(pin.id), centre)
          : toQueueLamp(
              pin,
              centre?.queues.find(({ id }) => id === pin.id),
              centre,
              agents,
            )
      return isStale ? { ...lamp, state: 'unknown', sinceMs: null, waiting: null } : lamp
    })
}

/** One way through the people, however many are pinned: a floor may have thousands. */
function findAgents(pins: readonly Pin[], centre: Centre | null): Map<string, Agent> {
  const wanted = new Set<string>(pins.map(({ id }) => id))
  const queues = centre?.queues.filter(({ id }) => wanted.has(id)) ?? []
  for (const { members } of queues) for (const { agentId } of members) wanted.add(agentId)
  const found = new Map<string, Agent>()
  for (const agent of centre?.agents ?? []) if (wanted.has(agent.id)) found.set(agent.id, agent)
  return found
}

const blank = {
  name: null,
  state: 'unknown',
  sinceMs: null,
  waiting: null,
  number: null,
  isVoicemail: false,
} as const

function isHere({ phone, status }: Agent): boolean {
  return phone === 'registered' && status.kind !== 'offline'
}

function toAgentLamp(pin: Pin, agent: Agent | undefined, centre: Centre | null): Lamp {
  const key = toPinKey(pin)
  if (agent === undefined) return { ...blank, key, pin }
  const box = centre?.dialling?.voicemail?.replace('{extension}', agent.extension) ?? null
  const here = isHere(agent)
  return {
    ...blank,
    key,
    pin,
    name: agent.name,
    state: here ? toPresence(agent) : 'offline',
    sinceMs: here ? presenceSinceMs(agent) : null,
    number: here ? agent.extension : box,
    isVoicemail: !here && box !== null,
  }
}

function toQueueLamp(
  pin: Pin,
  queue: Queue | undefined,
  centre: Centre | null,
  agents: ReadonlyMap<string, Agent>,
): Lamp {
  const key = toPinKey(pin)
  if (queue === undefined || centre === null) return { ...blank, key, pin }
  const people = queue.members.flatMap(({ agentId }) => agents.get(agentId) ?? []).filter(isHere)
  const isFree = people.some((agent) => toPresence(agent) === 'available')
  const waiting = centre.calls.filter(
    (call) => call.queueId === queue.id && call.state.kind === 'waiting',
  ).length
  const number = centre.dialling?.queueNumbers.find(({ queueId }) => queueId === queue.id)?.number ?? null
  return {
    ...blank,
    key,
    pin,
    name: queue.name,
    state: isFree ? 'available' : people.length > 0 ? 'talking' : 'offline',
    waiting,
    number: people.length > 0 ? number : null,
  }
}

export function isSameLamps(one: readonly Lamp[], other: readonly Lamp[]): boolean {
  return one.length === other.length && one.every((lamp, at) => isSameLamp(lamp, other[at]))
}

function isSameLamp(one: Lamp, other: Lamp | undefined): boolean {
  return (
    other !== undefined &&
    (['key', 'name', 'state', 'sinceMs', 'waiting', 'number', 'isVoicemail'] as const).every(
      (field) => one[field] === other[field],
    )
  )
}
