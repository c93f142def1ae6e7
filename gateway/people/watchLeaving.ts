/** Signs out whoever was told to leave, as soon as they are in no call and have nothing to write. */
import type { AgentId } from '#contract/ids'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'
import type { Floor } from '#gateway/model/floor'

/** Returns how to stop watching. */
export function watchLeaving(centre: LiveCentre, signOut: (agentId: AgentId) => void): () => void {
  return centre.onStep((after, before) => {
    if (after.agents === before.agents) return
    for (const agentId of leaving(after)) signOut(agentId)
  })
}

function leaving(floor: Floor): AgentId[] {
  const ids: AgentId[] = []
  for (const id of floor.asking) {
    const agent = floor.agents.get(id)
    if (agent?.leavesAfterCall === true && agent.activity.kind === 'idle' && !floor.owed.has(id)) ids.push(id)
  }
  return ids
}
