/** Handing a caller over: when it can be done, and whom a number means. Pure. */
import type { Centre } from '#contract/centre'
import type { HandedTo } from '#contract/history'
import type { PhoneCall } from '#renderer/state/deskModel'

/** It is talked in, asks about no other call, and is not on its way already. */
export function canHandOver(call: PhoneCall | null): boolean {
  if (call === null || (call.state !== 'talking' && call.state !== 'held')) return false
  const isOnItsWay = call.transfer !== null && call.transfer.state !== 'returned'
  return call.consultsFor === null && !isOnItsWay
}

/** Who is meant by what a call was transferred to: a person, their voicemail, a queue, or a number alone. */
export function toHandedTo(centre: Centre | null, to: string): HandedTo {
  const dialling = centre?.dialling
  const queueId = dialling?.queueNumbers.find(({ number }) => number === to)?.queueId
  const queue = centre?.queues.find(({ id }) => id === queueId || id === to)
  if (queue !== undefined) return { kind: 'queue', who: queue.name, queueId: queue.id }
  const person = centre?.agents.find(({ extension }) => extension === to)
  if (person !== undefined) return { kind: 'person', who: person.name }
  const box = dialling?.voicemail ?? null
  const owner = centre?.agents.find(({ extension }) => box?.replace('{extension}', extension) === to)
  return owner === undefined ? { kind: 'number', who: to } : { kind: 'voicemail', who: owner.name }
}
