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
  const books: Books = { calls: new Map(), queues: new Map(), complaints: [], longestWaitMs: 0, ringAll }
  let lastMs = 0
  return {
    take(event) {
      if (event.atMs < lastMs) books.complaints.push(`time went back at ${event.kind}`)
      lastMs = event.atMs
      enter(books, event)
      checkCounts(books, event.kind)
    },
    queues: books.queues,
    complaints: books.complaints,
    get longestWaitMs() {
      return books.longestWaitMs
    },
    get waiting() {
      return [...books.calls.values()].filter((call) => call.queueId !== null).length
    },
  }
}

interface Books {
  readonly calls: Map<string, TalliedCall>
  readonly queues: Map<string, QueueCount>
  readonly complaints: string[]
  readonly ringAll: ReadonlySet<string>
  longestWaitMs: number
}

function enter(books: Books, event: PbxEvent): void {
  if (event.kind === 'callEntered') {
    const dialler = event.extension === null ? [] : [event.extension]
    const call = { queueId: null, queuedAtMs: 0, ringing: new Set<string>(), talking: new Set(dialler) }
    books.calls.set(event.callId, call)
    return
  }
  if (!('callId' in event)) return
  const call = books.calls.get(event.callId)
  if (call === undefined) books.complaints.push(`${event.kind} of ${event.callId}, which is not there`)
  else follow(books, call, event)
}

type CallEvent = Exclude<Extract<PbxEvent, { callId: unknown }>, { kind: 'callEntered' }>

function follow(books: Books, call: TalliedCall, event: CallEvent): void {
  switch (event.kind) {
    case 'callQueued':
      queueOf(books, event.queueId).offered += 1
      call.queueId = event.queueId
      call.queuedAtMs = event.atMs
      return
    case 'callOffered':
      // Told again when who asked for a transfer leaves early: the call waits for that phone from now on.
      if (!call.ringing.has(event.extension)) checkOffer(books, call, event.callId, event.extension)
      call.ringing.add(event.extension)
      return
    case 'offerEnded':
      if (!call.ringing.delete(event.extension)) books.complaints.push('an offer ended that never began')
      return
    case 'callConnected':
      connect(books, call, event)
      return
    case 'callTransferred':
      if (!call.talking.delete(event.extension))
        books.complaints.push(`${event.extension} was not in the call`)
      return
    case 'callUnqueued':
      if (event.why === 'timed-out') unqueue(books, call, 'timedOut', event.atMs)
      else withdraw(books, call)
      return
    case 'callEnded':
      if (call.ringing.size > 0) books.complaints.push(`${event.callId} ended while phones rang`)
      unqueue(books, call, 'abandoned', event.atMs)
      books.calls.delete(event.callId)
      return
  }
}

function connect(
  books: Books,
  call: TalliedCall,
  event: Extract<CallEvent, { kind: 'callConnected' }>,
): void {
  const { extension, callId } = event
  if (call.queueId !== null && !call.ringing.has(extension)) {
    books.complaints.push(`${extension} answered ${callId} without being asked`)
  }
  call.ringing.delete(extension)
  call.talking.add(extension)
  unqueue(books, call, 'handled', event.atMs)
}

function checkOffer(books: Books, call: TalliedCall, callId: string, extension: string): void {
  for (const [other, { ringing, talking }] of books.calls) {
    if (ringing.has(extension) || talking.has(extension)) {
      books.complaints.push(`${extension} is offered ${callId} while in ${other}`)
    }
  }
  const isMany = call.queueId !== null && books.ringAll.has(call.queueId)
  if (!isMany && call.ringing.size > 0) books.complaints.push(`${callId} rings at two phones`)
}

function queueOf({ queues }: Books, id: string): QueueCount {
  const count = queues.get(id) ?? { offered: 0, handled: 0, abandoned: 0, timedOut: 0 }
  queues.set(id, count)
  return count
}

function unqueue(books: Books, call: TalliedCall, how: keyof QueueCount, atMs: number): void {
  if (call.queueId === null) return
  queueOf(books, call.queueId)[how] += 1
  books.longestWaitMs = Math.max(books.longestWaitMs, atMs - call.queuedAtMs)
  call.queueId = null
}

/** Brought elsewhere by somebody's command: in the end never offered to this queue. */
function withdraw(books: Books, call: TalliedCall): void {
  if (call.queueId === null) books.complaints.push('a caller was withdrawn who did not wait')
  else queueOf(books, call.queueId).offered -= 1
  call.queueId = null
}

function checkCounts({ calls, queues, complaints }: Books, after: string): void {
  for (const [id, { offered, handled, abandoned, timedOut }] of queues) {
    const waiting = [...calls.values()].filter((call) => call.queueId === id).length
    if (offered !== handled + abandoned + timedOut + waiting) complaints.push(`${id} lost count at ${after}`)
  }
}
