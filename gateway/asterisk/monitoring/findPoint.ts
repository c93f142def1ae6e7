/** Finds where a leg is to go: the call, the agent's phone in it, and the switch the supervisor's own phone is on. */
import { type Answer, done, failed } from '#contract/failure'
import type { MonitorPoint } from '#contract/pbx'
import type { Channel } from '#gateway/asterisk/events/switchState'
import type { Found } from '#gateway/asterisk/floor/rescue'
import type { Centre } from '#gateway/asterisk/link/composeNodes'
import type { NodeLink } from '#gateway/asterisk/link/nodeLink'
import { findPhone } from '#gateway/asterisk/monitoring/agentSide'
import type { Place } from '#gateway/asterisk/monitoring/leg'
import { isPlainName } from '#gateway/asterisk/monitoring/legSteps'

export interface Point {
  readonly found: Found
  readonly phone: Channel
  readonly place: Place
}

/** `not-found` for a call nobody has, `wrong-state` for an extension that is not in it. */
export function findPoint(centre: Centre, { callId, extension }: MonitorPoint): Answer<Point> {
  const where = centre.find(callId)
  const state = where?.node.tracker?.state
  const call = where === null ? undefined : state?.calls.get(where.localId)
  const anchor = call === undefined ? undefined : state?.channels.get(call.anchorId)
  if (where === null || state === undefined || call === undefined || anchor === undefined)
    return failed('not-found', callId)
  const phone = findPhone(state, call, extension)
  if (phone === null || !isPlainName(phone)) return failed('wrong-state', extension)
  const place = { callId: call.memory.callId, extension, phoneId: phone.block.id }
  return done({ found: { node: where.node, call, anchor }, phone, place })
}

/** The switch the leg is to be on: the call's, or wherever the supervisor's phone is. */
export function chooseNode(centre: Centre, extension: string, on: NodeLink | null): Answer<NodeLink> {
  const known = centre.nodes.filter((node) => node.knows(extension))
  if (known.length === 0) return failed('not-found', extension)
  const own = on === null ? known : known.filter((node) => node === on)
  const isThere = (node: NodeLink) => node.tracker?.state.reachable.get(extension) === true
  const node = own.find((each) => each.state.kind === 'live' && isThere(each))
  if (node !== undefined) return done(node)
  const isAway = own.length > 0 && own.every((each) => each.state.kind !== 'live')
  return isAway ? failed('switch-away', own[0]?.name ?? extension) : failed('wrong-state', extension)
}
