/** Pauses an agent whose caller is about to be taken, and lets those go whom the gateway holds no seat for. */
import { type Answer, done } from '#contract/failure'
import type { PbxLink } from '#contract/pbx'
import type { PbxSync } from '#gateway/commands/pbxSync'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'
import { takeOverReason, toWish } from '#gateway/model/pbxWish'
import type { Place } from '#gateway/monitoring/monitorRights'

export interface AgentPauses {
  /** Done as well for an agent who is paused or signed out already: nothing would be offered to them. */
  pause(place: Place): Promise<Answer<null>>
  /** Once the take-over is over, one way or the other. A person's pause ends by itself, with what the model wants. */
  release(place: Place): Promise<void>
}

export function createAgentPauses(
  centre: LiveCentre,
  pbx: Pick<PbxLink, 'execute'>,
  sync: Pick<PbxSync, 'ask'>,
): AgentPauses {
  /** Extensions without a person, which no wish of the model would unpause. */
  const held = new Set<string>()
  return {
    async pause({ agentId, extension }) {
      const { floor } = centre
      const wish = toWish(floor, agentId)
      if (wish !== null) {
        const isNeeded = wish.signedIn && wish.pausedReason === takeOverReason
        return isNeeded
          ? sync.ask(
              agentId,
              wish,
              () => {},
              () => false,
            )
          : done(null)
      }
      if (floor.agents.get(agentId)?.status.kind !== 'available') return done(null)
      held.add(extension)
      return pbx.execute({ kind: 'pause', extension, reason: takeOverReason })
    },
    async release({ extension }) {
      if (held.delete(extension)) await pbx.execute({ kind: 'unpause', extension })
    },
  }
}
