/** A supervisor who has barged in is in the call only as long as caller and agent are: never left with one of them. */
import { type Answer, done } from '#contract/failure'
import type { Fact } from '#gateway/asterisk/events/fact'
import type { Channel } from '#gateway/asterisk/events/switchState'
import { order } from '#gateway/asterisk/floor/rescue'
import { membersOf } from '#gateway/asterisk/monitoring/agentSide'
import type { Leg } from '#gateway/asterisk/monitoring/leg'
import type { LegSteps } from '#gateway/asterisk/monitoring/legSteps'

type InTurn = (run: () => Promise<Answer<null>>) => Promise<Answer<null>>

/** To be asked behind each fact. */
export function watchBarge(leg: Leg, fact: Fact, inTurn: InTurn, steps: LegSteps): void {
  const mayHaveLeft = fact.kind === 'bridgeLeft' || fact.kind === 'channelEnded'
  if (!mayHaveLeft || leg.isMoving || findRest(leg) === null) return
  void inTurn(async () => {
    const rest = findRest(leg)
    if (rest === null) return done(null)
    const out = await steps.toWaiting(leg)
    // Of a call that was between two, who is alone is in none: the switch would keep them in silence.
    for (const each of rest) {
      await order(leg.node, 'Hangup', [
        ['Channel', each.block.name],
        ['Cause', 16],
      ])
    }
    return out
  })
}

/**
 * null while the call goes on, or the leg is in none. Otherwise who is left alone with the supervisor: the agent whose
 * caller is gone, or the caller whose agent has hung up; nobody where the call goes on between others.
 */
function findRest({ node, channelId, place }: Leg): Channel[] | null {
  const state = node.tracker?.state
  const channel = state?.channels.get(channelId)
  if (state === undefined || channel === undefined || channel.bridgeId === null) return null
  if (state.talkingLegs.has(channelId)) return null
  const inside = membersOf(state, channel)
  const isWithAgent = inside.some(({ block }) => block.id === place?.phoneId)
  if (isWithAgent && inside.length > 1) return null
  const isAgentGone = place !== null && !state.channels.has(place.phoneId)
  return inside.length === 1 && (isWithAgent || isAgentGone) ? inside : []
}
