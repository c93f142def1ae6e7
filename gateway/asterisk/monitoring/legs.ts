/** The supervisors' legs there are: what each is told to be, its steps one after the other, and its end told once. */
import type { Answer } from '#contract/failure'
import type { MonitorId } from '#contract/ids'
import type { MonitorLeg } from '#contract/pbx'
import type { Fact } from '#gateway/asterisk/events/fact'
import type { Channel } from '#gateway/asterisk/events/switchState'
import type { Centre } from '#gateway/asterisk/link/composeNodes'
import type { NodeLink } from '#gateway/asterisk/link/nodeLink'
import { isSameStanding, type Leg, readStanding } from '#gateway/asterisk/monitoring/leg'

export interface Legs {
  get(monitorId: MonitorId): Leg | undefined
  add(leg: Leg): void
  /** Without a word: it never came to be. */
  drop(leg: Leg): void
  /** Of all switches, or of one. */
  list(node?: NodeLink): Leg[]
  isOwn(channelId: string): boolean
  isThere(leg: Leg): boolean
  /** Takes in what a fact says of the leg itself. */
  hear(leg: Leg, fact: Fact): void
  /** Tells what the leg has come to be, if that is new. */
  settle(leg: Leg): void
  forget(leg: Leg, why: 'refused' | 'lost' | 'closed'): void
  /** One thing after the other; what a step passes through is not told, where it ends is. */
  inTurn(leg: Leg, run: () => Promise<Answer<null>>): Promise<Answer<null>>
}

export interface LegsOptions {
  readonly centre: Pick<Centre, 'tell' | 'nameCall'>
  /** A leg whose caller is gone, with no session that wants it any more. */
  onLeftOver(leg: Leg): void
}

/** null before the switch has made it, and after its end. */
export function channelOf({ node, channelId }: Leg): Channel | null {
  return node.tracker?.state.channels.get(channelId) ?? null
}

export function createLegs({ centre, onLeftOver }: LegsOptions): Legs {
  const legs = new Map<MonitorId, Leg>()
  const isThere = (leg: Leg) => legs.get(leg.monitorId) === leg

  function settle(leg: Leg): void {
    const state = leg.node.tracker?.state
    const standing = state === undefined || !isThere(leg) ? null : readStanding(state, leg)
    if (standing === null || isSameStanding(leg.told, standing)) return
    leg.told = standing
    // It is put anywhere else by a command only, also when the agent comes back.
    if (standing.kind === 'waiting') leg.place = null
    if (standing.kind === 'waiting' && leg.isOrphan) onLeftOver(leg)
    if (standing.kind === 'gone') legs.delete(leg.monitorId)
    tell(leg, standing)
  }

  function tell({ node, monitorId }: Leg, leg: MonitorLeg): void {
    const told = 'callId' in leg ? { ...leg, callId: centre.nameCall(node, leg.callId) } : leg
    centre.tell({ kind: 'monitorLeg', atMs: node.nowMs(), monitorId, leg: told })
  }

  function forget(leg: Leg, why: 'refused' | 'lost' | 'closed'): void {
    if (!isThere(leg)) return
    legs.delete(leg.monitorId)
    tell(leg, { kind: 'gone', why })
  }

  return {
    get: (monitorId) => legs.get(monitorId),
    add: (leg) => legs.set(leg.monitorId, leg),
    drop: (leg) => legs.delete(leg.monitorId),
    list: (node) => [...legs.values()].filter((leg) => node === undefined || leg.node === node),
    isOwn: (channelId) => [...legs.values()].some((leg) => leg.channelId === channelId),
    isThere,
    hear(leg, fact) {
      if (fact.kind === 'spyBegan' && fact.spyer.id === leg.channelId) leg.spyeeId = fact.spyee.id
      if (fact.kind === 'spyEnded' && fact.spyer.id === leg.channelId) leg.spyeeId = null
      if (fact.kind === 'channelEnded' && fact.channel.id === leg.spyeeId) leg.spyeeId = null
      if (channelOf(leg) !== null) leg.isSeen = true
      else if (fact.kind === 'ringingFailed' && fact.actionId === leg.actionId)
        forget(leg, leg.isClosing ? 'closed' : 'refused')
    },
    settle,
    forget,
    inTurn(leg, run) {
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
    },
  }
}
