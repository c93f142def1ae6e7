/** What is done to a supervisor's leg on the switch, one action each, and awaited until it is so. */
import { type Answer, done, type Failure, failed } from '#contract/failure'
import type { MonitorMode } from '#contract/monitor'
import type { Channel } from '#gateway/asterisk/events/switchState'
import { order, setVariable } from '#gateway/asterisk/floor/rescue'
import type { Leg } from '#gateway/asterisk/monitoring/leg'
import type { Waits } from '#gateway/asterisk/monitoring/waits'

/** Where the shipped dialplan keeps supervisors' legs; reachable from no phone. */
export const legContext = 'desk-leg'
/** ChanSpy begins 100 ms after it was told to, a busy switch needs longer. */
const changeWithinMs = 2000
/** A leg that was sent elsewhere a moment ago takes no order before it has gone. */
const orderAgainMs = 50
const mostOrders = 20

export interface LegSteps {
  /** Out of everything: hears nothing, is heard by nobody. */
  toWaiting(leg: Leg): Promise<Answer<null>>
  /** Listens or whispers to this phone and no other. */
  toHearing(leg: Leg, phone: Channel, mode: Exclude<MonitorMode, 'barge'>): Promise<Answer<null>>
  /** One of the conversation the phone is in. */
  toBarge(leg: Leg, phone: Channel): Promise<Answer<null>>
}

/** q: no tone; u: exactly this channel; d: the gateway's digits change the mode; E, S: over when there is nobody to hear. */
export function toSpyOptions(mode: MonitorMode): string {
  return mode === 'whisper' ? 'qudwES' : 'qudES'
}

/** Names that cannot be mistaken for arguments of an application, a pattern, or a second channel. */
export function isPlainName({ block }: Channel): boolean {
  return /^[A-Za-z0-9][\w.+@:;/-]*$/.test(block.name) && /^[\w.-]+$/.test(block.id)
}

/** The end of its last place is told before it has left: until then the switch calls it "not up", as one that hangs up. */
const isOnItsWay = ({ subject }: Failure): boolean => /not up/i.test(subject ?? '')

export function createLegSteps(waits: Waits): LegSteps {
  const channelOf = ({ node, channelId }: Leg) => node.tracker?.state.channels.get(channelId)
  const bridgeOf = (leg: Leg) => channelOf(leg)?.bridgeId ?? null

  async function go(leg: Leg, exten: string): Promise<Answer<null>> {
    for (let orders = 1; ; orders += 1) {
      const channel = channelOf(leg)
      if (channel === undefined) return failed('not-found', leg.monitorId)
      const sent = await order(leg.node, 'Redirect', [
        ['Channel', channel.block.name],
        ['Context', legContext],
        ['Exten', exten],
        ['Priority', 1],
      ])
      if (sent.ok || !isOnItsWay(sent.failure) || orders === mostOrders) return sent
      await waits.until(() => channelOf(leg) === undefined, orderAgainMs)
    }
  }

  async function arrive(leg: Leg, hasArrived: () => boolean): Promise<Answer<null>> {
    const isThere = await waits.until(() => channelOf(leg) === undefined || hasArrived(), changeWithinMs)
    if (channelOf(leg) === undefined) return failed('not-found', leg.monitorId)
    return isThere ? done(null) : failed('timed-out', leg.monitorId)
  }

  /** From listening to whispering and back without a pause in what the supervisor hears. */
  async function switchMode(leg: Leg, mode: Exclude<MonitorMode, 'barge'>): Promise<Answer<null>> {
    const channel = channelOf(leg)
    if (channel === undefined) return failed('not-found', leg.monitorId)
    return order(leg.node, 'PlayDTMF', [
      ['Channel', channel.block.name],
      ['Digit', mode === 'whisper' ? '5' : '4'],
      ['Duration', 100],
      ['Receive', true],
    ])
  }

  return {
    async toWaiting(leg) {
      if (bridgeOf(leg) === null && leg.spyeeId === null && leg.place === null) return done(null)
      const sent = await go(leg, 'idle')
      if (!sent.ok) return sent
      const out = await arrive(leg, () => bridgeOf(leg) === null && leg.spyeeId === null)
      // One that cannot get out is still where it was.
      if (out.ok) leg.place = null
      return out
    },

    async toHearing(leg, phone, mode) {
      const channel = channelOf(leg)
      if (channel === undefined) return failed('not-found', leg.monitorId)
      if (channel.bridgeId === null && leg.spyeeId === phone.block.id) {
        if (leg.mode === mode) return done(null)
        const switched = await switchMode(leg, mode)
        if (switched.ok) leg.mode = mode
        return switched
      }
      const options = await setVariable(leg.node, channel, 'SPY_OPTS', toSpyOptions(mode))
      if (!options.ok) return options
      const target = await setVariable(leg.node, channel, 'SPY_TARGET', phone.block.id)
      if (!target.ok) return target
      leg.mode = mode
      const sent = await go(leg, 'spy')
      if (!sent.ok) return sent
      return arrive(leg, () => bridgeOf(leg) === null && leg.spyeeId === phone.block.id)
    },

    async toBarge(leg, phone) {
      const channel = channelOf(leg)
      if (channel === undefined) return failed('not-found', leg.monitorId)
      const bridgeId = phone.bridgeId
      if (bridgeId === null) return failed('wrong-state', leg.monitorId)
      if (channel.bridgeId === bridgeId) return done(null)
      const target = await setVariable(leg.node, channel, 'DESK_JOIN', phone.block.name)
      if (!target.ok) return target
      leg.mode = 'barge'
      const sent = await go(leg, 'join')
      if (!sent.ok) return sent
      const isIn = () => bridgeOf(leg) !== null && bridgeOf(leg) === phone.bridgeId
      return arrive(leg, isIn)
    },
  }
}
