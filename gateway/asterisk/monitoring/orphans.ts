/** Legs on a switch that no session knows, of a gateway that was there before: ended, unless they have a caller. */
import type { Logger } from 'pino'
import type { Fact } from '#gateway/asterisk/events/fact'
import { supervisorPrefix } from '#gateway/asterisk/events/interfaces'
import type { NodeLink } from '#gateway/asterisk/link/nodeLink'

export interface Orphans {
  has(channelId: string): boolean
  /** A leg nobody wants any more, which the switch may still be making. */
  doom(channelId: string): void
  hear(node: NodeLink, fact: Fact): void
  /** Looks for them in a switch that was just read. */
  read(node: NodeLink): void
}

export interface OrphansOptions {
  isOwn(channelId: string): boolean
  readonly log: Logger
}

export function createOrphans({ isOwn, log }: OrphansOptions): Orphans {
  const doomed = new Set<string>()

  function endOne(node: NodeLink, channelId: string): void {
    const state = node.tracker?.state
    const channel = state?.channels.get(channelId)
    if (state === undefined || channel === undefined || state.talkingLegs.has(channelId)) return
    node
      .send('Hangup', [
        ['Channel', channel.block.name],
        ['Cause', 16],
      ])
      .catch((error: unknown) => log.error({ err: error }, 'a leg nobody knows could not be ended'))
  }

  return {
    has: (channelId) => doomed.has(channelId),
    doom: (channelId) => doomed.add(channelId),
    hear(node, fact) {
      if (doomed.size === 0) return
      if (fact.kind === 'channelEnded') doomed.delete(fact.channel.id)
      // With a caller it is left alone until it has none.
      else if ((fact.kind === 'channelSeen' || fact.kind === 'bridgeLeft') && doomed.has(fact.channel.id))
        endOne(node, fact.channel.id)
    },
    read(node) {
      for (const channelId of node.tracker?.state.channels.keys() ?? []) {
        if (!channelId.startsWith(supervisorPrefix) || isOwn(channelId)) continue
        doomed.add(channelId)
        endOne(node, channelId)
      }
    },
  }
}
