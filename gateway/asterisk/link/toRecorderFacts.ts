/** What a reading tells of recorders: for a gateway that has just come, and has seen none of them begin. */
import { toChannelBlock } from '#gateway/asterisk/events/channelBlock'
import type { Fact } from '#gateway/asterisk/events/fact'
import type { Reading } from '#gateway/asterisk/link/readSwitch'

/** A paused one keeps the time it was paused at. */
export function toRecorderFacts({ channels, recorded }: Reading, atMs: number): Fact[] {
  return channels.flatMap((message): Fact[] => {
    const channel = toChannelBlock(message)
    const recorder = channel === null ? undefined : recorded.get(channel.id)
    if (channel === null || recorder === undefined) return []
    const { pausedAtMs } = recorder
    const isMuted = pausedAtMs !== null
    return [{ kind: 'recorderKnown', atMs: pausedAtMs ?? atMs, channel, recorders: 1, isMuted }]
  })
}
