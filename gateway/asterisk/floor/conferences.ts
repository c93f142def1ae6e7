/**
 * Joins calls of one phone on Asterisk: whoever is in the other call is transferred into the bridge of this one, so that the
 * phone keeps one leg, and whoever hangs up leaves the others talking. Lets single members go.
 */
import { type Answer, done, failed } from '#contract/failure'
import type { CallId } from '#contract/ids'
import type { PbxFloorCommand } from '#contract/pbx'
import type { Clock } from '#contract/time'
import type { Channel } from '#gateway/asterisk/events/switchState'
import { actOnCall, untilSeen } from '#gateway/asterisk/floor/actOnCall'
import { type Found, order, setVariable } from '#gateway/asterisk/floor/rescue'
import type { Centre } from '#gateway/asterisk/link/composeNodes'
import { findPhone, findSwap } from '#gateway/asterisk/monitoring/agentSide'
import { isPlainName } from '#gateway/asterisk/monitoring/legSteps'

type JoinCalls = Extract<PbxFloorCommand, { readonly kind: 'joinCalls' }>

export interface Conferences {
  /** `wrong-state` where the phone is not up in both calls, or the other one is a conference itself. */
  join(command: JoinCalls): Promise<Answer<null>>
  /** `not-found` for who is not in it. */
  drop(callId: CallId, memberId: string): Promise<Answer<null>>
}

const context = 'najva-conference'
const joinWithinMs = 2000

export function createConferences(centre: Pick<Centre, 'find'>, clock: Clock): Conferences {
  const act = actOnCall(centre)

  async function join(found: Found, other: Found, { callId, extension }: JoinCalls): Promise<Answer<null>> {
    const { node, call, anchor } = found
    const state = node.tracker?.state
    if (state === undefined || other.node !== node) return failed('wrong-state', callId)
    const [own, leaving] = [findPhone(state, call, extension), findPhone(state, other.call, extension)]
    const swap = leaving === null ? null : findSwap(state, other.call, leaving)
    if (own === null || own === leaving || swap === null || anchor.bridgeId === null)
      return failed('wrong-state', callId)
    const { agentSide, caller: guest } = swap
    if (![anchor, agentSide, guest].every(isPlainName)) return failed('wrong-state', callId)
    const named = await nameWay(found, guest, {
      NAJVA_JOIN: anchor.block.name,
      NAJVA_SURE: '',
      NAJVA_BACK: extension,
    })
    if (!named.ok) return named
    node.note({ kind: 'joinAsked', atMs: node.nowMs(), callId: call.memory.callId })
    const sent = await order(node, 'BlindTransfer', [
      ['Channel', agentSide.block.name],
      ['Context', context],
      ['Exten', 'join'],
    ])
    if (!sent.ok) return sent
    const bridgeOf = (id: string) => node.tracker?.state.channels.get(id)?.bridgeId ?? null
    const isTogether = () =>
      bridgeOf(guest.block.id) !== null && bridgeOf(guest.block.id) === bridgeOf(own.block.id)
    const together = await untilSeen(clock, isTogether, { withinMs: joinWithinMs, subject: 'BridgeAdd' })
    // Whoever goes on from here does so because the conference is over.
    return together.ok ? setVariable(node, guest, 'NAJVA_SURE', 1) : together
  }

  return {
    join: (command) =>
      act(command.callId, async (found) =>
        act(command.otherCallId, async (other) => join(found, other, command)),
      ),
    drop: (callId, memberId) =>
      act(callId, async ({ node, call }) => {
        const member = call.view.conference.find(({ id }) => id === memberId)
        const channel = member === undefined ? undefined : node.tracker?.state.channels.get(memberId)
        if (channel === undefined || !isPlainName(channel)) return failed('not-found', callId)
        return order(node, 'Hangup', [
          ['Channel', channel.block.name],
          ['Cause', 16],
        ])
      }),
  }
}

async function nameWay(
  { node }: Found,
  guest: Channel,
  variables: Readonly<Record<string, string>>,
): Promise<Answer<null>> {
  for (const [variable, value] of Object.entries(variables)) {
    const named = await setVariable(node, guest, variable, value)
    if (!named.ok) return named
  }
  return done(null)
}
