/** Mixes calls of this desk with Web Audio: each other side hears all others and the agent, the agent hears them all. */
import { pullSound } from '#renderer/phone/media/pullSound'

export interface MixedCall {
  readonly id: string
  readonly remote: MediaStream
}

export interface CallMix {
  /** What this call is to be sent; null for one that is not in the mix. */
  outgoing(id: string): MediaStreamTrack | null
  /** All the other sides together. */
  readonly heard: MediaStream
  close(): void
}

/** `microphone` null where it is closed; `report` receives what the sound card refuses. */
export function createCallMix(
  calls: readonly MixedCall[],
  microphone: MediaStreamTrack | null,
  report: (error: unknown) => void,
): CallMix {
  const context = new AudioContext({ latencyHint: 'interactive' })
  context.resume().catch(report)
  const pulls = calls.map(({ remote }) => pullSound(remote, report))
  const sources = calls.map(({ remote }) => context.createMediaStreamSource(remote))
  const own = microphone === null ? null : context.createMediaStreamSource(new MediaStream([microphone]))
  const ear = context.createMediaStreamDestination()
  for (const source of sources) source.connect(ear)
  const outgoing = new Map(
    calls.map(({ id }, place) => {
      const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })
      own?.connect(destination)
      sources.forEach((source, other) => {
        if (other !== place) source.connect(destination)
      })
      return [id, destination.stream.getAudioTracks()[0] ?? null] as const
    }),
  )
  return {
    heard: ear.stream,
    outgoing: (id) => outgoing.get(id) ?? null,
    close() {
      for (const stopPulling of pulls) stopPulling()
      for (const track of [...outgoing.values(), ...ear.stream.getTracks()]) track?.stop()
      context.close().catch(report)
    },
  }
}
