/** Reads what a switch does from its own command line, independent of the manager interface, in comparable lines. */
import { toPresence } from '#contract/agent'
import type { Centre } from '#contract/centre'
import type { AsteriskLab } from '#tools/lab/asteriskLab'

/** What is compared, by what it concerns: `queue support`, `phone 1001`… */
export type Facts = ReadonlyMap<string, string>

interface Channel {
  readonly name: string
  readonly isUp: boolean
  readonly isDialling: boolean
  readonly isRinging: boolean
  readonly application: string
  readonly bridge: string
  readonly uniqueId: string
}

export async function readSwitch(lab: AsteriskLab, extensions: readonly string[]): Promise<Facts> {
  const queues = await lab.cli('queue show')
  // Somebody of the house who was sent into a queue waits there as a caller, and is shown in its line.
  const isCaller = ({ name }: Channel) => queues.includes(`. ${name} (wait:`)
  const all = toChannels(await lab.cli('core show channels concise'))
  const channels = all.filter((channel) => !isCaller(channel))
  const contacts = await lab.cli('pjsip show contacts')
  return new Map([
    ...toQueueFacts(queues, all),
    ...extensions.map(
      (extension) => [`phone ${extension}`, toPhoneFact(extension, channels, contacts)] as const,
    ),
  ])
}

/** The same lines from the model as a desk has it. */
export function toModelFacts(centre: Centre, extensions: readonly string[]): Facts {
  const facts = new Map<string, string>()
  for (const queue of centre.queues) {
    const waiting = centre.calls
      .filter((call) => call.queueId === queue.id && call.state.kind === 'waiting')
      .toSorted((a, b) => placeOf(a) - placeOf(b))
    // A colleague waits by a channel of theirs, which the call they were sent there in is not named after.
    const names = waiting.map(({ id, direction }) => (direction === 'inbound' ? id : 'colleague'))
    facts.set(`queue ${queue.id} waiting`, names.join(' '))
    const members = queue.members.map(({ agentId, penalty, pausedReason }) => {
      const agent = centre.agents.find(({ id }) => id === agentId)
      return `${agent?.extension}:${penalty}:${pausedReason ?? ''}`
    })
    facts.set(`queue ${queue.id} members`, members.sort().join(' '))
  }
  for (const extension of extensions) {
    const agent = centre.agents.find((each) => each.extension === extension)
    if (agent === undefined) continue
    const presence = toPresence(agent)
    const does =
      { talking: 'up', held: 'up', ringing: 'rings', dialling: 'dials' }[String(presence)] ?? 'idle'
    facts.set(`phone ${extension}`, `${agent.phone} ${does}`)
  }
  return facts
}

function placeOf({ state }: Centre['calls'][number]): number {
  return state.kind === 'waiting' ? state.position : 0
}

/** Fields of `core show channels concise`, separated by `!`; a number or name cannot hold one here. */
function toChannels(text: string): Channel[] {
  return text
    .split('\n')
    .map((line) => line.split('!'))
    .filter((fields) => fields.length >= 14)
    .map((fields) => ({
      name: fields[0] ?? '',
      isUp: fields[4] === 'Up',
      isDialling: fields[4] === 'Ring',
      isRinging: fields[4] === 'Ringing',
      application: fields[5] ?? '',
      bridge: fields[12] ?? '',
      uniqueId: fields[13] ?? '',
    }))
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
const colour = /\u001b\[[0-9;]*m/g

function toQueueFacts(text: string, channels: readonly Channel[]): [string, string][] {
  const facts = new Map<string, string[]>()
  let queue = ''
  for (const line of text.replace(colour, '').split('\n')) {
    const head = /^(\S+) has \d+ calls/.exec(line)
    if (head?.[1] !== undefined) {
      queue = head[1]
      facts.set(`queue ${queue} waiting`, [])
      facts.set(`queue ${queue} members`, [])
    }
    const caller = /^\s+\d+\. (\S+) \(wait:/.exec(line)?.[1]
    if (caller !== undefined) {
      const isColleague = /^PJSIP\/\d+-/.test(caller)
      const id = channels.find(({ name }) => name === caller)?.uniqueId ?? caller
      facts.get(`queue ${queue} waiting`)?.push(isColleague ? 'colleague' : id)
    }
    const member = /^\s+(?:.* \()?PJSIP\/(\d+)\)?(?: with penalty (\d+))? \(/.exec(line)
    if (member === null) continue
    // `(paused:lunch was 3 secs ago)`; without a reason only `(paused was …`.
    const pause = /\(paused(?::(.*?))? was \d+ secs? ago\)/.exec(line)
    const reason = pause === null ? '' : (pause[1] ?? 'pause')
    facts.get(`queue ${queue} members`)?.push(`${member[1]}:${member[2] ?? 0}:${reason}`)
  }
  return [...facts].map(([key, each]) => [key, (key.endsWith('members') ? each.sort() : each).join(' ')])
}

function toPhoneFact(extension: string, channels: readonly Channel[], contacts: string): string {
  const own = channels.filter(({ name }) => name.startsWith(`PJSIP/${extension}-`))
  const registered = isThere(extension, contacts) ? 'registered' : 'absent'
  // `Down` is a phone that was not told yet, `Up` outside a bridge mostly one whose other side has just gone.
  const does = new Set(own.map(toDeed).filter((deed) => deed !== null))
  return [...(does.size === 0 ? ['idle'] : does)].map((deed) => `${registered} ${deed}`).join(' or ')
}

/** A phone in two calls may be shown in either. */
function toDeed({ isUp, isRinging, isDialling, application, bridge }: Channel): string | null {
  // Answered before, and sent on by a transfer: it hears another phone ring.
  if (isUp && bridge === '') return application === 'Dial' ? 'dials' : null
  if (isUp) return 'up'
  if (isRinging) return 'rings'
  return isDialling ? 'dials' : null
}

/** Address, hash and status of a contact: only one that answers the switch's OPTIONS is offered calls. */
function isThere(extension: string, contacts: string): boolean {
  const status = new RegExp(` ${extension}/sip:\\S+\\s+\\S+\\s+(\\w+)`).exec(contacts)?.[1]
  return status === 'Avail'
}

/** One line per difference; empty when the two agree. */
export function compareFacts(model: Facts, reading: Facts): string[] {
  const keys = new Set([...model.keys(), ...reading.keys()])
  return [...keys].flatMap((key) => {
    const [told, is] = [model.get(key) ?? 'nothing', reading.get(key) ?? 'nothing']
    return is.split(' or ').includes(told) ? [] : [`${key}: the model says "${told}", the switch "${is}"`]
  })
}
