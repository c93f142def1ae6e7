/** One phone's mouth and ear in a conference, whatever state its media are in. */
import { createDtmfReader } from '#simulator/media/dtmfEvents'
import { createJitterBuffer } from '#simulator/media/jitterBuffer'
import type { MediaPeer } from '#simulator/media/mediaPeer'
import type { Ear, Mouth } from '#simulator/telephony'

export interface LegAudio extends Mouth, Ear {
  /** From now on sound goes through this peer. */
  attach(peer: MediaPeer): void
  /** What the phone agreed to: on hold it is neither heard nor does it hear (silence, no music). */
  setFlow(flow: { readonly isHeard: boolean; readonly hears: boolean }): void
}

/** `onFirstSound` is called once, when the first packet of sound has come. */
export function createLegAudio(
  onDigit: (digit: string, durationMs: number) => void,
  onFirstSound: () => void,
): LegAudio {
  const jitter = createJitterBuffer()
  const keys = createDtmfReader(onDigit)
  let peer: MediaPeer | null = null
  let isHeard = true
  let hears = true
  let hasSounded = false
  return {
    attach(newPeer) {
      peer = newPeer
      newPeer.onSound((packet) => {
        keys.soundCame()
        if (isHeard) jitter.push(packet)
        if (hasSounded) return
        hasSounded = true
        onFirstSound()
      })
      newPeer.onKey((timestamp, payload) => keys.push({ timestamp, payload }))
    },
    setFlow(flow) {
      isHeard = flow.isHeard
      hears = flow.hears
      if (!isHeard) jitter.clear()
    },
    speak: () => (isHeard ? jitter.pull() : null),
    hear(frame) {
      if (hears) peer?.send(frame)
      else peer?.pause()
    },
  }
}
