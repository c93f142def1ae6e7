/**
 * Two conversations are two calls, though the switch links them: joined channels take over the oldest id they are linked
 * by (channel.c oldest_linkedid), and a leg that has barged into one call brings its id into the next.
 */
import type { ChannelBlock } from '#gateway/asterisk/events/channelBlock'
import { isInnerChannel, supervisorPrefix } from '#gateway/asterisk/events/interfaces'

interface Shown {
  readonly block: ChannelBlock
  readonly bridgeId: string | null
}

/**
 * The same rows, where a conversation is linked with the one a call's own channel is in: linked by its own oldest channel
 * again, as before. Rows must come oldest first. Calls known from before (`isKnown`) need no link to be found.
 */
export function unlinkCalls<T extends Shown>(shown: readonly T[], isKnown: (id: string) => boolean): T[] {
  const bridges = Map.groupBy(
    shown.filter(({ bridgeId, block }) => bridgeId !== null && !block.id.startsWith(supervisorPrefix)),
    ({ bridgeId }) => bridgeId,
  )
  const talking = new Map(
    [...bridges].flatMap(([bridgeId, inside]) =>
      inside.length > 1 ? inside.map(({ block }) => [block.id, bridgeId] as const) : [],
    ),
  )
  const own = new Map<string, string>()
  for (const [bridgeId, inside] of bridges) {
    const [oldest] = inside
    if (oldest === undefined || inside.length < 2) continue
    const elsewhere = talking.get(oldest.block.linkedId)
    const isLinkedAway = inside.every(({ block }) => block.linkedId === oldest.block.linkedId)
    // Through Local channels one call is in several bridges, and is linked rightly.
    const isPlain = inside.every(({ block }) => !isInnerChannel(block.name) && !isKnown(block.id))
    if (elsewhere === undefined || elsewhere === bridgeId || !isLinkedAway || !isPlain) continue
    for (const { block } of inside) own.set(block.id, oldest.block.id)
  }
  return shown.map((each) => {
    const linkedId = own.get(each.block.id)
    return linkedId === undefined ? each : { ...each, block: { ...each.block, linkedId } }
  })
}
