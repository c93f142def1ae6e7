/** Joins a caller with a supervisor's leg and lets the agent go, in one step that leaves the caller in no gap. */
import { type Answer, done, failed } from '#contract/failure'
import type { Clock } from '#contract/time'
import type { Channel } from '#gateway/asterisk/events/switchState'
import { type Found, order, type Rescue, setVariable } from '#gateway/asterisk/floor/rescue'
import { findSwap, type Swap } from '#gateway/asterisk/monitoring/agentSide'
import type { Leg } from '#gateway/asterisk/monitoring/leg'
import { isPlainName } from '#gateway/asterisk/monitoring/legSteps'
import type { Waits } from '#gateway/asterisk/monitoring/waits'

export interface TakeOver {
  readonly leg: Leg
  readonly found: Found
  /** The agent's. */
  readonly phone: Channel
  readonly rescue: Rescue
  readonly waits: Waits
  readonly clock: Clock
  /** Whatever supervisor has barged into the call steps out of it: a transfer would take them along. */
  clear(bridgeId: string): Promise<Answer<null>>
}

/** The two are joined within 20 ms; a second is a switch in trouble. */
const joinWithinMs = 1000
const sureMs = 1500
const xferContext = 'desk-xfer'

export async function takeOver(task: TakeOver): Promise<Answer<null>> {
  const { leg, found, phone, rescue, waits, clock } = task
  const { node, call } = found
  const state = () => node.tracker?.state
  const { bridgeId } = found.anchor
  if (bridgeId === null) return failed('wrong-state', leg.monitorId)
  const cleared = await task.clear(bridgeId)
  if (!cleared.ok) return cleared
  const current = state()
  const swap = current === undefined ? null : findSwap(current, call, phone)
  const own = current?.channels.get(leg.channelId)
  if (swap === null || own === undefined || ![own, swap.caller, swap.agentSide].every(isPlainName))
    return failed('wrong-state', leg.monitorId)
  const named = await nameWays(task, swap, own)
  if (!named.ok) return named
  const ahead = await rescue.goAhead({ ...found, anchor: swap.caller })
  if (!ahead.ok) return ahead
  const callerId = swap.caller.block.id
  const before = swap.caller.bridgeId
  node.note({
    kind: 'takeOverAsked',
    atMs: node.nowMs(),
    callerId,
    legId: leg.channelId,
    agentSideId: swap.agentSide.block.id,
    extension: leg.extension,
  })
  const sent = await order(node, 'BlindTransfer', [
    ['Channel', swap.agentSide.block.name],
    ['Context', xferContext],
    ['Exten', 'leg'],
  ])
  const isJoined = () => {
    const [caller, mine] = [state()?.channels.get(callerId), state()?.channels.get(leg.channelId)]
    return caller?.bridgeId != null && caller.bridgeId !== before && caller.bridgeId === mine?.bridgeId
  }
  const isOver = () => state()?.channels.get(callerId) === undefined
  if (sent.ok) await waits.until(() => isJoined() || isOver(), joinWithinMs)
  node.note({ kind: 'takeOverDropped', atMs: node.nowMs(), callerId })
  if (isJoined()) {
    // Until then a leg that ends was lost, not hung up by a person: the dialplan takes the caller back.
    clock.after(sureMs, () => {
      const caller = state()?.channels.get(callerId)
      if (caller !== undefined && isJoined()) void setVariable(node, caller, 'DESK_SURE', 1)
    })
    // A reading of the switch in that very moment may not have known what was asked.
    if (state()?.talkingLegs.has(leg.channelId) !== true)
      node.note({ kind: 'legTalks', atMs: node.nowMs(), id: leg.channelId })
    return done(null)
  }
  if (!sent.ok) return sent
  return isOver() ? failed('not-found', call.memory.callId) : failed('timed-out', leg.monitorId)
}

/** What the dialplan reads on the caller's channel: the leg, and where to go should it be gone by then. */
async function nameWays({ found, rescue }: TakeOver, swap: Swap, own: Channel): Promise<Answer<null>> {
  const { node, call } = found
  const ways: readonly (readonly [string, string])[] = [
    ['DESK_LEG', own.block.name],
    ['DESK_SURE', ''],
    ['DESK_RESCUE_QUEUE', rescue.queueOf(found) ?? ''],
    // Who came from no queue has nobody but the agent they talked to.
    ['DESK_RESCUE_EXTEN', agentOf(call.view.parties, swap)],
  ]
  for (const [variable, value] of ways) {
    const named = await setVariable(node, swap.caller, variable, value)
    if (!named.ok) return named
  }
  return done(null)
}

function agentOf(parties: ReadonlyMap<string, string>, { agentSide }: Swap): string {
  const own = /^[A-Za-z0-9]+\/(\d+)[-@]/.exec(agentSide.block.name)?.[1]
  return own ?? [...parties.keys()].find((each) => /^\d+$/.test(each)) ?? ''
}
