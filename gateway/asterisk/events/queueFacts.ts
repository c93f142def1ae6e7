/** What facts of queues change: who waits in which line, who left it and how. */
import { beginCall } from '#gateway/asterisk/events/beginCall'
import { standsFor } from '#gateway/asterisk/events/callView'
import type { FactOf } from '#gateway/asterisk/events/fact'
import type { Scene } from '#gateway/asterisk/events/scene'
import {
  type Channel,
  joinLine,
  leaveLine,
  type SwitchState,
  stepOut,
} from '#gateway/asterisk/events/switchState'

export function applyQueueJoined({ state, begun, see, touch }: Scene, fact: FactOf<'queueJoined'>): void {
  const channel = waiterOf(state, see(fact.channel))
  if (channel === null) return
  touch(channel)
  if (channel.queue === fact.queue && !channel.hasLeftLine) return
  joinLine(state, channel, fact.queue, fact)
  if (!state.anchors.has(channel.block.id)) begun.push(beginCall(state, channel))
  setPriority(state, channel, fact.priority)
}

export function applyQueueAbandoned({ state, see, touch }: Scene, fact: FactOf<'queueAbandoned'>): void {
  const channel = waiterOf(state, see(fact.channel))
  touch(channel)
  if (channel !== null) channel.queueExit = channel.isWithdrawn ? 'withdrawn' : 'timed-out'
}

export function applyQueueLeft({ state, see, touch }: Scene, fact: FactOf<'queueLeft'>): void {
  const channel = waiterOf(state, see(fact.channel))
  touch(channel)
  if (channel?.queue !== fact.queue) return
  if (channel.queueExit === null) stepOut(state, channel)
  else leaveLine(state, channel)
  channel.isWithdrawn = false
}

/** Who asked first to hang up was seen before; a transfer is told by events of its own. */
export function applyTalkEnded({ concerned, see }: Scene, fact: FactOf<'talkEnded'>): void {
  see(fact.channel)
  for (const call of concerned) {
    if (call.anchorId === fact.channel.id && fact.reason !== 'transfer') call.whoEnded = fact.reason
  }
}

export function applyWithdrawal({ state }: Scene, fact: FactOf<'withdrawalAsked'>): void {
  const channel = state.channels.get(fact.id)
  if (channel !== undefined) channel.isWithdrawn = true
}

/** A channel that waits in its own right, or the caller it waits for. */
function waiterOf(state: SwitchState, channel: Channel | null): Channel | null {
  return channel === null || channel.queue !== null ? channel : standsFor(state, channel)
}

function setPriority(state: SwitchState, channel: Channel, priority: number): void {
  const call = state.calls.get(state.anchors.get(channel.block.id) ?? '')
  if (call !== undefined) call.memory = { ...call.memory, priority }
}
