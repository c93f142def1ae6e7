/** The door of the live model: makes what a PBX sends safe and whole, or turns it away. */
import type { CallerIdentity } from '#contract/call'
import type { PbxCall, PbxEvent, PbxExtension, PbxMember, PbxQueue } from '#contract/pbx'
import { Disposition } from '#contract/reason'
import { toDialString, toDisplayText } from '#contract/text'

/** The longest id and extension the contract carries. */
const maxIdLength = 128
const maxExtensionLength = 32

/** The event as the model may believe it; null when it names nothing the model could keep. */
export function admitEvent(event: PbxEvent): PbxEvent | null {
  const atMs = whole(event.atMs)
  if ('callId' in event && !isId(event.callId)) return null
  if ('queueId' in event && !isId(event.queueId)) return null
  if ('extension' in event && event.extension !== null && !isExtension(event.extension)) return null
  switch (event.kind) {
    case 'snapshot':
      return {
        ...event,
        atMs,
        queues: event.queues.filter(({ id }) => isId(id)).map(admitQueue),
        extensions: event.extensions.filter(({ extension }) => isExtension(extension)).map(admitExtension),
        calls: event.calls.filter(isAdmissible).map(admitCall),
      }
    case 'memberAdded':
      return isExtension(event.member.extension)
        ? { ...event, atMs, member: admitMember(event.member) }
        : null
    case 'memberPauseChanged':
    case 'extensionChanged':
      return { ...event, atMs, pausedReason: admitReason(event.pausedReason) }
    case 'callEntered':
      return {
        ...event,
        atMs,
        caller: admitCaller(event.caller),
        dialledNumber: admitNumber(event.dialledNumber),
      }
    case 'strangerSpies': {
      const spy = toDisplayText(event.spy, maxIdLength)
      return spy === '' ? null : { ...event, atMs, spy }
    }
    case 'callQueued':
      return { ...event, atMs, position: whole(event.position), priority: toInteger(event.priority) }
    default:
      return { ...event, atMs }
  }
}

/** Control characters could forge log lines and hide in lists; ids and extensions never hold them. */
function isId(id: string): boolean {
  return id.length > 0 && id.length <= maxIdLength && toDisplayText(id, maxIdLength) === id
}

function isExtension(extension: string): boolean {
  return extension.length <= maxExtensionLength && /^[\w.+*#-]+$/.test(extension)
}

function isAdmissible(call: PbxCall): boolean {
  if (!isId(call.callId) || (call.queueId !== null && !isId(call.queueId))) return false
  return call.state.kind === 'waiting' || isExtension(call.state.extension)
}

function admitQueue(queue: PbxQueue): PbxQueue {
  return {
    ...queue,
    name: toDisplayText(queue.name),
    ringTimeoutMs: whole(queue.ringTimeoutMs),
    wrapUpMs: whole(queue.wrapUpMs),
    maxWaitMs: queue.maxWaitMs === null ? null : whole(queue.maxWaitMs),
    serviceLevelMs: whole(queue.serviceLevelMs),
    dispositions: queue.dispositions.filter((each) => Disposition.safeParse(each).success),
    members: queue.members.filter(({ extension }) => isExtension(extension)).map(admitMember),
  }
}

function admitMember(member: PbxMember): PbxMember {
  const { extension, penalty, pausedReason } = member
  return { extension, penalty: whole(penalty), pausedReason: admitReason(pausedReason) }
}

function admitExtension(extension: PbxExtension): PbxExtension {
  const name = toDisplayText(extension.name)
  return {
    ...extension,
    name: name === '' ? extension.extension : name,
    pausedReason: admitReason(extension.pausedReason),
  }
}

function admitCall(call: PbxCall): PbxCall {
  return {
    ...call,
    caller: admitCaller(call.caller),
    dialledNumber: admitNumber(call.dialledNumber),
    priority: toInteger(call.priority),
    enteredAtMs: whole(call.enteredAtMs),
    queuedAtMs: call.queuedAtMs === null ? null : whole(call.queuedAtMs),
    answeredAtMs: call.answeredAtMs === null ? null : whole(call.answeredAtMs),
    state:
      call.state.kind === 'waiting'
        ? {
            kind: 'waiting',
            position: whole(call.state.position),
            offeredTo: call.state.offeredTo.filter(isExtension),
          }
        : { ...call.state, sinceMs: whole(call.state.sinceMs) },
    others: (call.others ?? []).filter(({ extension }) => isExtension(extension)),
  }
}

function admitCaller(caller: CallerIdentity): CallerIdentity {
  const name = caller.name === null ? '' : toDisplayText(caller.name)
  return { number: admitNumber(caller.number), name: name === '' ? null : name }
}

function admitNumber(raw: string | null): string | null {
  const number = raw === null ? '' : toDialString(raw)
  return number === '' ? null : number
}

/** A pause without words is still a pause. */
function admitReason(reason: string | null): string | null {
  if (reason === null) return null
  return toDisplayText(reason, 64) || 'pause'
}

function whole(value: number): number {
  return Math.max(0, toInteger(value))
}

function toInteger(value: number): number {
  return Number.isFinite(value) ? Math.round(value) : 0
}
