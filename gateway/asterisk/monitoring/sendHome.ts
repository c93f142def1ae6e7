/** Parts a leg from the caller it has taken over: they go to the head of their queue, or are hung up where there is none. */
import { type Answer, done, failed } from '#contract/failure'
import { order, type Rescue } from '#gateway/asterisk/floor/rescue'
import type { Leg } from '#gateway/asterisk/monitoring/leg'
import type { Waits } from '#gateway/asterisk/monitoring/waits'

const leaveWithinMs = 1500

/** Done at once for a leg that has no caller. */
export async function sendHome(
  { node, channelId }: Leg,
  rescue: Rescue,
  waits: Waits,
): Promise<Answer<null>> {
  const state = () => node.tracker?.state
  const bridgeId = state()?.channels.get(channelId)?.bridgeId ?? null
  if (bridgeId === null || state()?.talkingLegs.has(channelId) !== true) return done(null)
  const inside = [...(state()?.bridges.get(bridgeId) ?? [])]
  const callId = inside.map((id) => state()?.anchors.get(id)).find((id) => id !== undefined)
  const call = state()?.calls.get(callId ?? '')
  const anchor = state()?.channels.get(call?.anchorId ?? '')
  if (call === undefined || anchor === undefined) return done(null)
  const found = { node, call, anchor }
  const queue = rescue.queueOf(found)
  const sent = queue === null ? await endCaller() : await goHome()
  if (!sent.ok) return sent
  const isApart = () => state()?.channels.get(channelId)?.bridgeId !== bridgeId
  return (await waits.until(isApart, leaveWithinMs)) ? done(null) : failed('timed-out', callId ?? null)

  function endCaller(): Promise<Answer<null>> {
    const name = anchor?.block.name ?? ''
    return order(node, 'Hangup', [
      ['Channel', name],
      ['Cause', 16],
    ])
  }

  async function goHome(): Promise<Answer<null>> {
    const ahead = await rescue.goAhead(found)
    if (!ahead.ok) return ahead
    const named = await rescue.name(found)
    if (!named.ok) return named
    return order(node, 'Redirect', [
      ['Channel', found.anchor.block.name],
      ['Context', 'desk-xfer'],
      ['Exten', 'queue'],
      ['Priority', 1],
    ])
  }
}
