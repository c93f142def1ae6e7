/** Who of the centre can be called or transferred to, as the live model knows them, and which of them a search finds. Pure. */
import { type Agent, type Presence, presenceSinceMs, toPresence } from '#contract/agent'
import type { Centre } from '#contract/centre'
import type { AgentId, QueueId } from '#contract/ids'
import { hasWords, toSearchText, toSearchWords } from '#renderer/state/floor/floorSearch'

/** A person with a phone. */
export interface Colleague {
  readonly kind: 'colleague'
  readonly id: AgentId
  readonly name: string
  /** What is dialled. */
  readonly number: string
  readonly presence: Presence
  /** By the gateway's clock. */
  readonly sinceMs: number
  /** Their voicemail; null where the site has none. */
  readonly voicemail: string | null
}

/** A queue somebody serves now. */
export interface Serving {
  readonly kind: 'queue'
  readonly id: QueueId
  readonly name: string
  readonly number: string
  readonly waiting: number
  /** Members who could be offered a call now. */
  readonly free: number
}

/**
 * Everybody but me who is signed in with a phone, by name; who is free comes first at the moment it is asked. Others cannot
 * be reached and are not in it, unless their voicemail can.
 */
export function toColleagues(centre: Centre, me: Agent | null, text: string, locale: string): Colleague[] {
  const words = toSearchWords(text)
  const voicemail = centre.dialling?.voicemail ?? null
  const collator = new Intl.Collator(locale)
  return centre.agents
    .filter((agent) => agent.id !== me?.id)
    .filter((agent) => isHere(agent) || (voicemail !== null && words.length > 0))
    .filter(({ name, extension }) => hasWords(toSearchText(`${name} ${extension}`), words))
    .map((agent) => toColleague(agent, voicemail))
    .toSorted((a, b) => toRank(a) - toRank(b) || collator.compare(a.name, b.name))
}

function toColleague(agent: Agent, voicemail: string | null): Colleague {
  const { id, name, extension } = agent
  const box = voicemail?.replace('{extension}', extension) ?? null
  const isThere = isHere(agent)
  return {
    kind: 'colleague',
    id,
    name,
    number: isThere ? extension : (box ?? extension),
    presence: isThere ? toPresence(agent) : 'offline',
    sinceMs: presenceSinceMs(agent),
    voicemail: box,
  }
}

/** Signed in, with a phone that rings. */
function isHere({ phone, status }: Agent): boolean {
  return phone === 'registered' && status.kind !== 'offline'
}

function toRank({ presence }: Colleague): number {
  if (presence === 'available') return 0
  return presence === 'offline' ? 2 : 1
}

/** Queues that have a number and somebody to answer it, by name. */
export function toServing(centre: Centre, text: string, locale: string): Serving[] {
  const words = toSearchWords(text)
  const numbers = new Map(centre.dialling?.queueNumbers.map(({ queueId, number }) => [queueId, number]))
  const agents = new Map(centre.agents.map((agent) => [agent.id, agent]))
  const collator = new Intl.Collator(locale)
  return centre.queues
    .flatMap(({ id, name, members }): Serving[] => {
      const number = numbers.get(id)
      const people = members.flatMap((member) => agents.get(member.agentId) ?? [])
      const here = people.filter(isHere)
      if (number === undefined || here.length === 0) return []
      const waiting = centre.calls.filter(
        (call) => call.queueId === id && call.state.kind === 'waiting',
      ).length
      const free = here.filter((agent) => toPresence(agent) === 'available').length
      return [{ kind: 'queue', id, name, number, waiting, free }]
    })
    .filter(({ name, number }) => hasWords(toSearchText(`${name} ${number}`), words))
    .toSorted((a, b) => collator.compare(a.name, b.name))
}
