/** Counts queues and offers from events alone, and complains about anything a queue must never do. */
import type { PbxEvent } from '#contract/pbx'

export interface QueueCount {
  offered: number
  handled: number
  abandoned: number
  timedOut: number
}

export interface EventTally {
  take(event: PbxEvent): void
  /** Per queue; `offered = handled + abandoned + timedOut + waiting` is checked after every event. */
  readonly queues: ReadonlyMap<string, QueueCount>
  readonly longestWaitMs: number
  /** What was wrong, in words; empty when nothing was. */
  readonly complaints: readonly string[]
  readonly waiting: number
}

interface TalliedCall {
  queueId: string | null
  queuedAtMs: number
  ringing: Set<string>
  talking: Set<string>
}

/** `ringAll`: queues where several phones may ring for one caller. */
export function createEventTally(ringAll: ReadonlySet<string> = new Set()): EventTally {
  const calls = new Map<string, TalliedCall>()
  const queues = new Map<string, QueueCount>()
  const complaints: string[] = []
  let lastMs = 0
  let longestWaitMs = 0

  const queueOf = (id: string): QueueCount => {
    const known = queues.get(id)
    if (known !== undefined) return known
    const count = { offered: 0, handled: 0, abandoned: 0, timedOut: 0 }
    queues.set(id, count)
    return count
  }
  const unqueue = (call: TalliedCall, how: keyof QueueCount, atMs: number) => {
    if (call.queueId === null) return
    queueOf(call.queueId)[how] += 1
    longestWaitMs = Math.max(longestWaitMs, atMs - call.queuedAtMs)
    call.queueId = null
  }
  const busyWith = (extension: string) =>
    [...calls].filter(([, call]) => call.ringing.has(extension) || call.talking.has(extension))

  const checkOffer = (callId: string, call: TalliedCall, extension: string) => {
    const others = busyWith(extension)
    if (others.length > 0) complaints.push(`${extension} is offered ${callId} while in ${others[0]?.[0]}`)
    const isMany = call.queueId !== null && ringAll.has(call.queueId)
    if (!isMany && call.ringing.size > 0) complaints.push(`${callId} rings at two phones`)
  }

  const apply = (event: PbxEvent) => {
    if (event.kind === 'callEntered') {
      const dialler = event.extension === null ? [] : [event.extension]
      calls.set(event.callId, {
        queueId: null,
        queuedAtMs: 0,
        ringing: new Set(),
        talking: new Set(dialler),
      })
      return
    }
    if (!('callId' in event)) return
    const call = calls.get(event.callId)
    if (call === undefined) {
      complaints.push(`${event.kind} of ${event.callId}, which is not there`)
      return
    }
    switch (event.kind) {
      case 'callQueued':
        queueOf(event.queueId).offered += 1
        call.queueId = event.queueId
        call.queuedAtMs = event.atMs
        return
      case 'callOffered':
        checkOffer(event.callId, call, event.extension)
        call.ringing.add(event.extension)
        return
      case 'offerEnded':
        if (!call.ringing.delete(event.extension)) complaints.push(`an offer ended that never began`)
        return
      case 'callConnected':
        if (call.queueId !== null && !call.ringing.has(event.extension)) {
          complaints.push(`${event.extension} answered ${event.callId} without being asked`)
        }
        call.ringing.delete(event.extension)
        call.talking.add(event.extension)
        unqueue(call, 'handled', event.atMs)
        return
      case 'callTransferred':
        if (!call.talking.delete(event.extension)) complaints.push(`${event.extension} was not in the call`)
        return
      case 'callUnqueued':
        unqueue(call, 'timedOut', event.atMs)
        return
      case 'callEnded':
        if (call.ringing.size > 0) complaints.push(`${event.callId} ended while phones rang`)
        unqueue(call, 'abandoned', event.atMs)
        calls.delete(event.callId)
        return
    }
  }

  const waitingIn = (id: string) => [...calls.values()].filter((call) => call.queueId === id).length

  return {
    take(event) {
      if (event.atMs < lastMs) complaints.push(`time went back at ${event.kind}`)
      lastMs = event.atMs
      apply(event)
      for (const [id, { offered, handled, abandoned, timedOut }] of queues) {
        if (offered !== handled + abandoned + timedOut + waitingIn(id)) {
          complaints.push(`${id} lost count at ${event.kind}`)
        }
      }
    },
    queues,
    complaints,
    get longestWaitMs() {
      return longestWaitMs
    },
    get waiting() {
      return [...calls.values()].filter((call) => call.queueId !== null).length
    },
  }
}
