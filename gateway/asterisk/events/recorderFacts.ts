/** What recorders (MixMonitor) on channels mean for a conversation: whether it is recorded, and whether that is paused. */
import type { RecordingState } from '#contract/recording'
import type { FactOf } from '#gateway/asterisk/events/fact'
import type { Scene } from '#gateway/asterisk/events/scene'
import type { Channel } from '#gateway/asterisk/events/switchState'

export function applyRecorder(
  { see }: Scene,
  fact: FactOf<'recorderBegan' | 'recorderEnded' | 'recorderMuted' | 'recorderKnown'>,
): void {
  const channel = see(fact.channel)
  if (channel === null) return
  switch (fact.kind) {
    case 'recorderBegan':
      channel.recorders += 1
      // A recorder that begins later was not muted with the others.
      channel.isRecordingMuted = false
      return
    case 'recorderEnded':
      channel.recorders = Math.max(0, channel.recorders - 1)
      if (channel.recorders === 0) channel.isRecordingMuted = false
      return
    case 'recorderMuted':
      // What is muted is there, though its beginning was not seen.
      channel.recorders = Math.max(1, channel.recorders)
      channel.isRecordingMuted = fact.isMuted
      return
    case 'recorderKnown':
      channel.recorders = fact.recorders
      channel.isRecordingMuted = fact.isMuted
  }
}

/** Of several recorded channels one that is not muted is enough to be recorded. */
export function readRecording(channels: readonly Channel[]): RecordingState | null {
  const recorded = channels.filter(({ recorders }) => recorders > 0)
  if (recorded.length === 0) return null
  return recorded.every(({ isRecordingMuted }) => isRecordingMuted) ? 'paused' : 'running'
}
