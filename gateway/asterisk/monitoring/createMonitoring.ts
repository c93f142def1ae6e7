/**
 * Supervisors' legs on Asterisk: one SIP call each, put to agents' phones and taken away again by the gateway alone.
 * A leg hears the calls of its own switch only: a supervisor needs a phone on each (`wrong-state` otherwise).
 */
import type { Logger } from 'pino'
import { type Answer, done, failed } from '#contract/failure'
import type { MonitorMode } from '#contract/monitor'
import type { MonitorPoint, PbxMonitorCommand } from '#contract/pbx'
import type { Clock } from '#contract/time'
import type { AmiMessage } from '#gateway/asterisk/ami/amiMessage'
import type { Fact } from '#gateway/asterisk/events/fact'
import { order, type Rescue } from '#gateway/asterisk/floor/rescue'
import type { Centre } from '#gateway/asterisk/link/composeNodes'
import type { NodeLink } from '#gateway/asterisk/link/nodeLink'
import { findPoint } from '#gateway/asterisk/monitoring/findPoint'
import type { Leg } from '#gateway/asterisk/monitoring/leg'
import { createLegSteps } from '#gateway/asterisk/monitoring/legSteps'
import { channelOf, createLegs } from '#gateway/asterisk/monitoring/legs'
import { openLeg } from '#gateway/asterisk/monitoring/openLeg'
import { createOrphans } from '#gateway/asterisk/monitoring/orphans'
import { sendHome } from '#gateway/asterisk/monitoring/sendHome'
import { createStrangers, type Strangers } from '#gateway/asterisk/monitoring/strangers'
import { takeOver } from '#gateway/asterisk/monitoring/takeOver'
import { createWaits } from '#gateway/asterisk/monitoring/waits'
import { watchBarge } from '#gateway/asterisk/monitoring/watchBarge'

export interface Monitoring {
  execute(command: PbxMonitorCommand): Promise<Answer<null>>
  /** Behind each fact of a switch, when its model has taken it in. */
  hear(index: number, fact: Fact): void
  /** Behind each reading of a switch. */
  read(index: number, channels: readonly AmiMessage[], isFirst: boolean): void
  close(): void
}

export interface MonitoringOptions {
  readonly centre: Centre
  readonly rescue: Rescue
  readonly clock: Clock
  readonly log: Logger
}

const appearWithinMs = 1000
const endWithinMs = 2000

export function createMonitoring({ centre, rescue, clock, log }: MonitoringOptions): Monitoring {
  const waits = createWaits(clock)
  const steps = createLegSteps(waits)
  const legs = createLegs({ centre, onLeftOver: (leg) => void hangUp(leg) })
  const orphans = createOrphans({ isOwn: legs.isOwn, log })
  const strangers = new Map<NodeLink, Strangers>()
  /** Calls that are being taken over. */
  const wanted = new Set<string>()

  function strangersOf(node: NodeLink): Strangers {
    const known = strangers.get(node)
    if (known !== undefined) return known
    const made = createStrangers({
      isOwn: (id) => legs.isOwn(id) || orphans.has(id),
      stateNow: () => node.tracker?.state ?? null,
      nowMs: node.nowMs,
      tell: centre.tell,
    })
    strangers.set(node, made)
    return made
  }

  const isTalking = ({ node, channelId }: Leg) => node.tracker?.state.talkingLegs.has(channelId) === true

  function steer(leg: Leg, on: MonitorPoint | null, mode: MonitorMode): Promise<Answer<null>> {
    return legs.inTurn(leg, async () => {
      if (channelOf(leg) === null) return failed('not-found', leg.monitorId)
      if (isTalking(leg)) return failed('wrong-state', leg.monitorId)
      if (on === null) return steps.toWaiting(leg)
      const point = findPoint(centre, on)
      if (!point.ok) return point
      const { found, phone, place } = point.value
      if (found.node !== leg.node) return failed('wrong-state', on.extension)
      leg.place = place
      if (mode !== 'barge') return steps.toHearing(leg, phone, mode)
      const joined = await steps.toBarge(leg, phone)
      // Half way in may be heard already: out of it, whatever was asked.
      if (!joined.ok) await steps.toWaiting(leg)
      return joined
    })
  }

  function seize(leg: Leg): Promise<Answer<null>> {
    return legs.inTurn(leg, async () => {
      const { place, told } = leg
      if (place === null || isTalking(leg)) return failed('wrong-state', leg.monitorId)
      const callId = centre.nameCall(leg.node, told?.kind === 'hearing' ? told.callId : place.callId)
      const point = findPoint(centre, { callId, extension: place.extension })
      if (!point.ok) return point
      // Two at once would each wait for the other's leg to step out.
      if (wanted.has(callId)) return failed('wrong-state', callId)
      wanted.add(callId)
      const clear = (bridgeId: string) => stepOut(leg, bridgeId)
      const taken = takeOver({ leg, ...point.value, rescue, waits, clock, clear })
      return taken.finally(() => wanted.delete(callId))
    })
  }

  /** The leg that takes over steps out within its own turn, the others each in theirs. */
  async function stepOut(own: Leg, bridgeId: string): Promise<Answer<null>> {
    for (const leg of legs.list(own.node)) {
      if (channelOf(leg)?.bridgeId !== bridgeId) continue
      const { place } = leg
      const out = await (leg === own ? steps.toWaiting(leg) : legs.inTurn(leg, () => steps.toWaiting(leg)))
      if (leg === own) leg.place = place
      if (!out.ok && channelOf(leg) !== null) return out
    }
    return done(null)
  }

  function end(leg: Leg): Promise<Answer<null>> {
    leg.isClosing = true
    const ending = async () => {
      const home = await sendHome(leg, rescue, waits)
      return home.ok ? hangUp(leg) : home
    }
    // A phone that still rings is not waited for.
    return leg.told === null ? hangUp(leg) : legs.inTurn(leg, ending)
  }

  async function hangUp(leg: Leg): Promise<Answer<null>> {
    await waits.until(() => channelOf(leg) !== null || !legs.isThere(leg), appearWithinMs)
    const channel = channelOf(leg)
    if (channel === null) {
      legs.forget(leg, 'closed')
      orphans.doom(leg.channelId)
      return done(null)
    }
    const sent = await order(leg.node, 'Hangup', [
      ['Channel', channel.block.name],
      ['Cause', 16],
    ])
    if (!sent.ok && sent.failure.code !== 'not-found') return sent
    const isGone = await waits.until(() => channelOf(leg) === null, endWithinMs)
    return isGone ? done(null) : failed('timed-out', leg.monitorId)
  }

  /** Whoever asked for the legs was told that the switch is away: they end, with their caller where they have one. */
  function takeBack(node: NodeLink): void {
    for (const leg of legs.list(node)) {
      leg.isOrphan = true
      if (channelOf(leg) !== null && !isTalking(leg)) void hangUp(leg)
    }
    orphans.read(node)
  }

  return {
    execute(command) {
      if (command.kind === 'monitorOpen') return openLeg({ centre, legs, waits }, command)
      const leg = legs.get(command.monitorId)
      if (leg === undefined) return Promise.resolve(failed('not-found', command.monitorId))
      if (leg.node.state.kind !== 'live') return Promise.resolve(failed('switch-away', leg.node.name))
      switch (command.kind) {
        case 'monitorSteer':
          return steer(leg, command.on, command.mode)
        case 'monitorTakeOver':
          return seize(leg)
        case 'monitorClose':
          return end(leg)
      }
    },
    hear(index, fact) {
      const node = centre.nodes[index]
      if (node === undefined) return
      if (fact.kind === 'spyBegan') strangersOf(node).began(fact.spyer, fact.spyee)
      if (fact.kind === 'spyEnded') strangersOf(node).ended(fact.spyer.id)
      if (fact.kind === 'channelEnded') strangersOf(node).ended(fact.channel.id)
      const own = legs.list(node)
      for (const leg of own) legs.hear(leg, fact)
      waits.look()
      for (const leg of own) {
        legs.settle(leg)
        watchBarge(leg, fact, (run) => legs.inTurn(leg, run), steps)
      }
      orphans.hear(node, fact)
    },
    read(index, channels, isFirst) {
      const node = centre.nodes[index]
      if (node === undefined) return
      if (isFirst) {
        takeBack(node)
        // Who begins while the switch is watched is told by its own events.
        strangersOf(node).read(channels)
      }
      for (const leg of legs.list(node)) {
        if (channelOf(leg) !== null) legs.settle(leg)
        else if (leg.isSeen || isFirst) legs.forget(leg, leg.isClosing ? 'closed' : 'lost')
      }
      waits.look()
    },
    close: () => waits.stop(),
  }
}
