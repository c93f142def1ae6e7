/**
 * Supervisors' legs on Asterisk: one SIP call each, put to agents' phones and taken away again by the gateway alone.
 * A leg hears the calls of its own switch only: a supervisor needs a phone on each (`wrong-state` otherwise).
 */
import type { Logger } from 'pino'
import { type Answer, done, failed } from '#contract/failure'
import type { MonitorId } from '#contract/ids'
import { type MonitorMode, monitorHeader } from '#contract/monitor'
import type { MonitorPoint, PbxMonitorCommand } from '#contract/pbx'
import type { Clock } from '#contract/time'
import type { AmiMessage } from '#gateway/asterisk/ami/amiMessage'
import type { Fact } from '#gateway/asterisk/events/fact'
import { supervisorPrefix } from '#gateway/asterisk/events/interfaces'
import type { Channel } from '#gateway/asterisk/events/switchState'
import { type Found, order, type Rescue } from '#gateway/asterisk/floor/rescue'
import type { Centre } from '#gateway/asterisk/link/composeNodes'
import type { NodeLink } from '#gateway/asterisk/link/nodeLink'
import { toInterface } from '#gateway/asterisk/link/plan'
import { findPhone } from '#gateway/asterisk/monitoring/agentSide'
import { isSameStanding, type Leg, readStanding } from '#gateway/asterisk/monitoring/leg'
import { createLegSteps, isPlainName, legContext, toSpyOptions } from '#gateway/asterisk/monitoring/legSteps'
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

/** A page answers its leg by itself, or refuses it; one that does neither is not there. */
const ringMs = 10_000
const settleMs = 2000
/**
 * Joined channels take over the oldest id they are linked by, which Asterisk reads behind the last dash (channel.c
 * oldest_linkedid): as the youngest of all, a leg never gives its own to a call.
 */
const youngest = '2147483647.1'

export function createMonitoring({ centre, rescue, clock, log }: MonitoringOptions): Monitoring {
  const legs = new Map<MonitorId, Leg>()
  const waits = createWaits(clock)
  const steps = createLegSteps(waits)
  const strangers = new Map<NodeLink, Strangers>()
  const ownOf = (channelId: string) => [...legs.values()].find((leg) => leg.channelId === channelId)
  const orphans = createOrphans({ isOwn: (id) => ownOf(id) !== undefined, log })

  function strangersOf(node: NodeLink): Strangers {
    const known = strangers.get(node)
    if (known !== undefined) return known
    const made = createStrangers({
      isOwn: (id) => ownOf(id) !== undefined || orphans.has(id),
      stateNow: () => node.tracker?.state ?? null,
      nowMs: node.nowMs,
      tell: centre.tell,
    })
    strangers.set(node, made)
    return made
  }

  function settle(leg: Leg): void {
    if (legs.get(leg.monitorId) !== leg) return
    const state = leg.node.tracker?.state
    const standing = state === undefined ? null : readStanding(state, leg)
    if (standing === null || isSameStanding(leg.told, standing)) return
    leg.told = standing
    if (standing.kind === 'gone') legs.delete(leg.monitorId)
    // What has come to be is where it is from now on: it is put anywhere else by a command only.
    if (standing.kind === 'waiting') leg.place = null
    if (standing.kind === 'waiting' && leg.isOrphan) void hangUp(leg)
    const told =
      'callId' in standing ? { ...standing, callId: centre.nameCall(leg.node, standing.callId) } : standing
    centre.tell({ kind: 'monitorLeg', atMs: leg.node.nowMs(), monitorId: leg.monitorId, leg: told })
  }

  function forget(leg: Leg, why: 'refused' | 'lost' | 'closed'): void {
    if (legs.get(leg.monitorId) !== leg) return
    legs.delete(leg.monitorId)
    const atMs = leg.node.nowMs()
    centre.tell({ kind: 'monitorLeg', atMs, monitorId: leg.monitorId, leg: { kind: 'gone', why } })
  }

  /** One thing after the other; what a step passes through is not told, where it ends is. */
  function inTurn(leg: Leg, run: () => Promise<Answer<null>>): Promise<Answer<null>> {
    const mine = leg.turn.then(async () => {
      leg.isMoving = true
      try {
        return await run()
      } finally {
        leg.isMoving = false
        settle(leg)
      }
    })
    leg.turn = mine.catch(() => undefined)
    return mine
  }

  function find({ callId, extension }: MonitorPoint): Answer<{ found: Found; phone: Channel }> {
    const place = centre.find(callId)
    const state = place?.node.tracker?.state
    const call = place === null ? undefined : state?.calls.get(place.localId)
    const anchor = call === undefined ? undefined : state?.channels.get(call.anchorId)
    if (place === null || state === undefined || call === undefined || anchor === undefined)
      return failed('not-found', callId)
    const phone = findPhone(state, call, extension)
    if (phone === null || !isPlainName(phone)) return failed('wrong-state', extension)
    return done({ found: { node: place.node, call, anchor }, phone })
  }

  /** The switch the leg is to be on: the call's, or wherever the supervisor's phone is. */
  function chooseNode(extension: string, on: NodeLink | null): Answer<NodeLink> {
    const known = centre.nodes.filter((node) => node.knows(extension))
    if (known.length === 0) return failed('not-found', extension)
    const own = on === null ? known : known.filter((node) => node === on)
    const isThere = (node: NodeLink) => node.tracker?.state.reachable.get(extension) === true
    const node = own.find((each) => each.state.kind === 'live' && isThere(each))
    if (node !== undefined) return done(node)
    const live = own.find((each) => each.state.kind === 'live')
    return live === undefined && own.length > 0
      ? failed('switch-away', own[0]?.name ?? extension)
      : failed('wrong-state', extension)
  }

  async function open(command: Extract<PbxMonitorCommand, { kind: 'monitorOpen' }>): Promise<Answer<null>> {
    const { monitorId, extension, token, on, mode } = command
    if (legs.has(monitorId)) return failed('wrong-state', monitorId)
    if (!/^[\w.+*#-]+$/.test(extension) || !/^[\w.~+/=-]+$/.test(token)) return failed('invalid', extension)
    const point = on === null ? null : find(on)
    if (point !== null && !point.ok) return point
    const chosen = chooseNode(extension, point?.value.found.node ?? null)
    if (!chosen.ok) return chosen
    const node = chosen.value
    const phone = point?.value.phone ?? null
    const leg: Leg = {
      monitorId,
      node,
      channelId: `${supervisorPrefix}${monitorId.replace(/[^\w]/g, '_')}-${youngest}`,
      extension,
      actionId: null,
      isSeen: false,
      place: toPlace(point?.value ?? null, extensionIn(on)),
      mode,
      spyeeId: null,
      isMoving: false,
      isClosing: false,
      isOrphan: false,
      told: null,
      turn: Promise.resolve(),
    }
    legs.set(monitorId, leg)
    const asked = await node.send('Originate', [
      ['Channel', toInterface('PJSIP/{extension}', extension)],
      ['Context', legContext],
      ['Exten', phone === null ? 'idle' : mode === 'barge' ? 'join' : 'spy'],
      ['Priority', 1],
      ['CallerID', `<${extension}>`],
      ['ChannelId', leg.channelId],
      ['Timeout', ringMs],
      ['Async', true],
      ['Variable', `PJSIP_HEADER(add,${monitorHeader})=${token}`],
      ['Variable', `SPY_OPTS=${toSpyOptions(mode)}`],
      ['Variable', `SPY_TARGET=${phone?.block.id ?? ''}`],
      ['Variable', `DESK_JOIN=${phone?.block.name ?? ''}`],
    ])
    if (!asked.ok) {
      legs.delete(monitorId)
      return asked
    }
    leg.actionId = asked.value.response.get('ActionID')
    void inTurn(leg, () => begin(leg))
    return done(null)
  }

  const extensionIn = (on: MonitorPoint | null) => on?.extension ?? ''

  /** From ringing to where it was meant to be from the start. */
  async function begin(leg: Leg): Promise<Answer<null>> {
    const isUp = () => channelOf(leg)?.block.state === 'up'
    await waits.until(() => isUp() || legs.get(leg.monitorId) !== leg, ringMs + settleMs)
    if (legs.get(leg.monitorId) !== leg) return done(null)
    if (!isUp()) forget(leg, 'refused')
    if (!isUp() || leg.place === null) return done(null)
    const { phoneId } = leg.place
    const isThere = () => leg.spyeeId === phoneId || channelOf(leg)?.bridgeId != null
    await waits.until(() => isThere() || channelOf(leg) === undefined, settleMs)
    return done(null)
  }

  const channelOf = (leg: Leg) => leg.node.tracker?.state.channels.get(leg.channelId)

  function steer(leg: Leg, on: MonitorPoint | null, mode: MonitorMode): Promise<Answer<null>> {
    return inTurn(leg, async () => {
      const channel = channelOf(leg)
      if (channel === undefined) return failed('not-found', leg.monitorId)
      if (leg.node.tracker?.state.talkingLegs.has(leg.channelId) === true)
        return failed('wrong-state', leg.monitorId)
      if (on === null) return steps.toWaiting(leg)
      const point = find(on)
      if (!point.ok) return point
      if (point.value.found.node !== leg.node) return failed('wrong-state', on.extension)
      leg.place = toPlace(point.value, on.extension)
      const { phone } = point.value
      const moved =
        mode === 'barge' ? await steps.toBarge(leg, phone) : await steps.toHearing(leg, phone, mode)
      // Half way in may be heard already: out of it, whatever was asked.
      if (!moved.ok && mode === 'barge') await steps.toWaiting(leg)
      return moved
    })
  }

  async function seize(leg: Leg): Promise<Answer<null>> {
    return inTurn(leg, async () => {
      const { place } = leg
      if (place === null) return failed('wrong-state', leg.monitorId)
      const standing = leg.told?.kind === 'hearing' ? leg.told.callId : place.callId
      const callId = centre.nameCall(leg.node, standing)
      const point = find({ callId, extension: place.extension })
      if (!point.ok) return point
      return takeOver({
        leg,
        ...point.value,
        rescue,
        waits,
        clock,
        clear: (bridgeId) => clear(leg, bridgeId),
      })
    })
  }

  /** The leg that takes over steps out within its own turn, the others each in theirs. */
  async function clear(own: Leg, bridgeId: string): Promise<Answer<null>> {
    for (const leg of [...legs.values()]) {
      if (channelOf(leg)?.bridgeId !== bridgeId) continue
      const { place } = leg
      const out = leg === own ? await steps.toWaiting(leg) : await inTurn(leg, () => steps.toWaiting(leg))
      if (leg === own) leg.place = place
      if (!out.ok && channelOf(leg) !== undefined) return out
    }
    return done(null)
  }

  async function end(leg: Leg): Promise<Answer<null>> {
    leg.isClosing = true
    return inTurn(leg, async () => {
      const home = await sendHome(leg, rescue, waits)
      if (!home.ok) return home
      return hangUp(leg)
    })
  }

  async function hangUp(leg: Leg): Promise<Answer<null>> {
    const { node } = leg
    await waits.until(() => channelOf(leg) !== undefined || legs.get(leg.monitorId) !== leg, settleMs / 2)
    const channel = channelOf(leg)
    if (channel === undefined) {
      forget(leg, 'closed')
      orphans.doom(leg.channelId)
      return done(null)
    }
    const sent = await order(node, 'Hangup', [
      ['Channel', channel.block.name],
      ['Cause', 16],
    ])
    if (!sent.ok && sent.failure.code !== 'not-found') return sent
    const isGone = await waits.until(() => channelOf(leg) === undefined, settleMs)
    return isGone ? done(null) : failed('timed-out', leg.monitorId)
  }

  function hearLeg(leg: Leg, fact: Fact): void {
    if (fact.kind === 'spyBegan' && fact.spyer.id === leg.channelId) leg.spyeeId = fact.spyee.id
    if (fact.kind === 'spyEnded' && fact.spyer.id === leg.channelId) leg.spyeeId = null
    if (fact.kind === 'channelEnded' && fact.channel.id === leg.spyeeId) leg.spyeeId = null
    if (fact.kind === 'ringingFailed' && fact.actionId === leg.actionId && channelOf(leg) === undefined)
      forget(leg, leg.isClosing ? 'closed' : 'refused')
    if (channelOf(leg) !== undefined) leg.isSeen = true
  }

  return {
    execute(command) {
      if (command.kind === 'monitorOpen') return open(command)
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
      const own = [...legs.values()].filter((leg) => leg.node === node)
      for (const leg of own) hearLeg(leg, fact)
      waits.look()
      for (const leg of own) settle(leg)
      for (const leg of own) watchBarge(leg, fact, (run) => inTurn(leg, run), steps)
      orphans.hear(node, fact)
    },
    read(index, channels, isFirst) {
      const node = centre.nodes[index]
      if (node === undefined) return
      strangersOf(node).read(channels)
      for (const leg of [...legs.values()].filter((each) => each.node === node)) {
        // Whoever asked for it has been told that the switch is away, and asks for a new one.
        if (isFirst && channelOf(leg) !== undefined) {
          leg.isOrphan = true
          if (node.tracker?.state.talkingLegs.has(leg.channelId) !== true) void hangUp(leg)
        }
        if (leg.isSeen || isFirst) settleRead(leg)
      }
      if (isFirst) orphans.read(node)
      waits.look()
    },
    close: () => waits.stop(),
  }

  function settleRead(leg: Leg): void {
    if (channelOf(leg) === undefined) forget(leg, leg.isClosing ? 'closed' : 'lost')
    else settle(leg)
  }
}

function toPlace(point: { readonly found: Found; readonly phone: Channel } | null, extension: string) {
  if (point === null) return null
  return { callId: point.found.call.memory.callId, extension, phoneId: point.phone.block.id }
}
