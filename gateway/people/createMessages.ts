/** Puts lines, coaching cards and handed-over notes on people's screens, keeps them, and takes them away in time. */
import type { Logger } from 'pino'
import type { ActInput } from '#contract/acts'
import { type Answer, done, failed } from '#contract/failure'
import type { AgentId, CallId, MessageId } from '#contract/ids'
import { type DeskMessage, maxMessageLength } from '#contract/message'
import type { PbxEvent } from '#contract/pbx'
import { toDisplayLines, toDisplayText } from '#contract/text'
import type { Clock } from '#contract/time'
import { maxNoteLength } from '#contract/wrapUp'
import type { Asker } from '#gateway/commands/floorRights'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'
import { type Floor, homeOf } from '#gateway/model/floor'
import { isCallInScope } from '#gateway/model/scope'
import { hadCaller, isOver, isWithCall, toHolder } from '#gateway/people/callOfMessage'
import { judgeForPerson } from '#gateway/people/peopleRights'
import type { MessageRows } from '#gateway/store/messageRows'

export interface Sender extends Asker {
  readonly name: string
}

export interface Messages {
  send(from: Sender, input: ActInput<'messages', 'send'>): Answer<MessageId>
  putAside(by: AgentId, messageId: MessageId): Answer<null>
  handOver(from: Sender, input: ActInput<'messages', 'handOver'>): Answer<null>
  hear(event: PbxEvent): void
  close(): void
}

export interface MessagesOptions {
  readonly centre: LiveCentre
  readonly rows: MessageRows
  newId(): string
  readonly clock: Clock
  readonly log: Logger
}

/** More than this on one screen helps nobody. */
export const maxStanding = 50

export function createMessages({ centre, rows, newId, clock, log }: MessagesOptions): Messages {
  // After a restart the cards of calls that still run are kept: which those are, the first snapshot tells.
  let isTold = false

  function post(message: DeskMessage): Answer<MessageId> {
    if (!keep(() => rows.put(message))) return failed('cache-unwritable', 'gateway')
    centre.tell({ kind: 'messageChanged', message, atMs: message.atMs })
    return done(message.id)
  }

  function keep(write: () => void): boolean {
    try {
      write()
      return true
    } catch (error) {
      log.error({ err: error }, 'a message could not be written')
      return false
    }
  }

  function sweep(floor: Floor): void {
    if (!isTold) return
    for (const message of floor.messages.values()) {
      if (!isOver(floor, message)) continue
      const atMs = clock.nowMs()
      keep(() => rows.close(message.id, atMs))
      centre.tell({ kind: 'messageGone', messageId: message.id, atMs })
    }
  }

  const stop = centre.onStep((after, before) => {
    if (after.messages.size > 0 && (after.agents !== before.agents || after.owed !== before.owed))
      sweep(after)
  })

  return {
    send(from, { agentId, callId, text, field }) {
      const { floor } = centre
      const refusal = judgeForPerson(from, agentId, floor) ?? judgeCall(floor, from, agentId, callId)
      if (refusal !== null) return failed(refusal)
      const line = toDisplayText(text, maxMessageLength)
      const looksAt = field === null ? '' : toDisplayText(field, 120)
      if (line === '') return failed('invalid')
      // Nobody reads at an extension without a person.
      if (!floor.seats.has(agentId) || countStanding(floor, agentId) >= maxStanding)
        return failed('wrong-state')
      return post({
        id: newId() as MessageId,
        kind: callId === null ? 'message' : 'coaching',
        fromId: from.agentId,
        fromName: from.name,
        toId: agentId,
        callId,
        text: line,
        field: looksAt === '' ? null : looksAt,
        atMs: clock.nowMs(),
        seenAtMs: null,
      })
    },
    putAside(by, messageId) {
      if (centre.floor.messages.get(messageId)?.toId !== by) return failed('not-found')
      const atMs = clock.nowMs()
      if (!keep(() => rows.see(messageId, atMs))) return failed('cache-unwritable', 'gateway')
      centre.tell({ kind: 'messageGone', messageId, atMs })
      return done(null)
    },
    handOver(from, { callId, note }) {
      const { floor } = centre
      if (!hadCaller(floor, from.agentId, callId)) return failed('forbidden')
      const toId = toHolder(floor, callId)
      if (toId === null || toId === from.agentId) return failed('wrong-state')
      const text = toDisplayLines(note, maxNoteLength)
      if (text === '') return done(null)
      const before = [...floor.messages.values()].find(
        (each) =>
          each.kind === 'handover' &&
          each.callId === callId &&
          each.fromId === from.agentId &&
          each.toId === toId,
      )
      if (before === undefined && countStanding(floor, toId) >= maxStanding) return failed('wrong-state')
      const posted = post({
        id: before?.id ?? (newId() as MessageId),
        kind: 'handover',
        fromId: from.agentId,
        fromName: from.name,
        toId,
        callId,
        text,
        field: null,
        atMs: clock.nowMs(),
        seenAtMs: null,
      })
      return posted.ok ? done(null) : posted
    },
    hear(event) {
      if (event.kind !== 'snapshot') return
      isTold = true
      sweep(centre.floor)
    },
    close: stop,
  }
}

/** A card belongs to a call the agent is in, or writes about, and that the supervisor may see. */
function judgeCall(floor: Floor, from: Asker, agentId: AgentId, callId: CallId | null) {
  if (callId === null) return null
  if (!isWithCall(floor, agentId, callId)) return 'wrong-state'
  const call = floor.calls.get(callId)
  if (from.role !== 'supervisor' || from.scope === null || call === undefined) return null
  return isCallInScope(from.scope, call, homeOf(floor, call), floor.agents) ? null : 'forbidden'
}

function countStanding(floor: Floor, agentId: AgentId): number {
  let count = 0
  for (const { toId } of floor.messages.values()) if (toId === agentId) count += 1
  return count
}
