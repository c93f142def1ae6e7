/** Rings a supervisor's own phone for a leg that goes straight to where it is to be. */
import { type Answer, done, failed } from '#contract/failure'
import { monitorHeader } from '#contract/monitor'
import type { PbxMonitorCommand } from '#contract/pbx'
import { supervisorPrefix } from '#gateway/asterisk/events/interfaces'
import type { Centre } from '#gateway/asterisk/link/composeNodes'
import type { NodeLink } from '#gateway/asterisk/link/nodeLink'
import { toInterface } from '#gateway/asterisk/link/plan'
import { chooseNode, findPoint, type Point } from '#gateway/asterisk/monitoring/findPoint'
import type { Leg } from '#gateway/asterisk/monitoring/leg'
import { legContext, toSpyOptions } from '#gateway/asterisk/monitoring/legSteps'
import { channelOf, type Legs } from '#gateway/asterisk/monitoring/legs'
import type { Waits } from '#gateway/asterisk/monitoring/waits'

export interface OpenLegOptions {
  readonly centre: Centre
  readonly legs: Legs
  readonly waits: Waits
}

type Opening = Extract<PbxMonitorCommand, { kind: 'monitorOpen' }>

/** A page answers its leg by itself, or refuses it; one that does neither is not there. */
const ringMs = 10_000
const settleMs = 2000
/**
 * Joined channels take over the oldest id they are linked by, which Asterisk reads behind the last dash (channel.c
 * oldest_linkedid): as the youngest of all, a leg never gives its own to a call.
 */
const youngest = '2147483647.1'

/** Done when the phone was asked. `wrong-state` where the supervisor has no phone on the switch of the call. */
export async function openLeg(options: OpenLegOptions, command: Opening): Promise<Answer<null>> {
  const { centre, legs } = options
  const { monitorId, extension, token, on } = command
  if (legs.get(monitorId) !== undefined) return failed('wrong-state', monitorId)
  if (!/^[\w.+*#-]+$/.test(extension) || !/^[\w.~+/=-]+$/.test(token)) return failed('invalid', extension)
  // A call that is over by now is no reason to refuse the session: its leg waits.
  const sought = on === null ? null : findPoint(centre, on)
  const point = sought?.ok === true ? sought.value : null
  const chosen = chooseNode(centre, extension, point?.found.node ?? null)
  if (!chosen.ok) return chosen
  const leg = toLeg(command, chosen.value, point)
  legs.add(leg)
  const asked = await ring(leg, command, point)
  if (!asked.ok) {
    legs.drop(leg)
    return asked
  }
  void legs.inTurn(leg, () => begin(options, leg))
  return done(null)
}

function toLeg({ monitorId, extension, mode }: Opening, node: NodeLink, point: Point | null): Leg {
  return {
    monitorId,
    node,
    channelId: `${supervisorPrefix}${monitorId.replace(/[^\w]/g, '_')}-${youngest}`,
    extension,
    actionId: null,
    isSeen: false,
    place: point?.place ?? null,
    mode,
    spyeeId: null,
    isMoving: false,
    isClosing: false,
    isOrphan: false,
    told: null,
    turn: Promise.resolve(),
  }
}

async function ring(
  leg: Leg,
  { extension, token, mode }: Opening,
  point: Point | null,
): Promise<Answer<null>> {
  const asked = await leg.node.send('Originate', [
    ['Channel', toInterface('PJSIP/{extension}', extension)],
    ['Context', legContext],
    ['Exten', point === null ? 'idle' : mode === 'barge' ? 'join' : 'spy'],
    ['Priority', 1],
    ['CallerID', `<${extension}>`],
    ['ChannelId', leg.channelId],
    ['Timeout', ringMs],
    ['Async', true],
    ['Variable', `PJSIP_HEADER(add,${monitorHeader})=${token}`],
    ['Variable', `SPY_OPTS=${toSpyOptions(mode)}`],
    ['Variable', `SPY_TARGET=${point?.phone.block.id ?? ''}`],
    ['Variable', `DESK_JOIN=${point?.phone.block.name ?? ''}`],
  ])
  if (!asked.ok) return asked
  leg.actionId = asked.value.response.get('ActionID')
  return done(null)
}

/** From ringing to where it was meant to be from the start. */
async function begin({ legs, waits }: OpenLegOptions, leg: Leg): Promise<Answer<null>> {
  const isUp = () => channelOf(leg)?.block.state === 'up'
  await waits.until(() => isUp() || !legs.isThere(leg), ringMs + settleMs)
  if (!isUp()) legs.forget(leg, leg.isClosing ? 'closed' : 'refused')
  if (!isUp() || leg.place === null) return done(null)
  const { phoneId } = leg.place
  const hasArrived = () => leg.spyeeId === phoneId || channelOf(leg)?.bridgeId != null
  await waits.until(() => hasArrived() || channelOf(leg) === null, settleMs)
  return done(null)
}
