/**
 * Listens to a muted microphone, to tell a person that nobody hears them. It has a copy of the track of its own, which
 * goes into a meter and nowhere else.
 */
import type { Clock } from '#contract/time'
import { createSoundMeter } from '#renderer/phone/devices/soundMeter'
import { isSpeech, noteLevel, quiet, speechEveryMs } from '#renderer/phone/quality/mutedSpeech'

/** The end of the sentence after which one muted is no mistake. */
const graceMs = 1000
/** How long it is still said after the last word. */
const saidForMs = 4000

export interface MutedEarParts {
  readonly track: MediaStreamTrack
  readonly clock: Clock
  readonly onSpeech: (isSpeaking: boolean) => void
  readonly report: (error: unknown) => void
}

/** The function returned ends it, and lets go of the copy; `onSpeech` is not called by that. */
export function listenMuted({ track, clock, onSpeech, report }: MutedEarParts): () => void {
  const copy = track.clone()
  copy.enabled = true
  const meter = createSoundMeter(copy, report)
  const beginsAtMs = clock.nowMs() + graceMs
  let memory = quiet
  let saidUntilMs: number | null = null
  const listen = (): void => {
    cancel = clock.after(speechEveryMs, listen)
    const nowMs = clock.nowMs()
    if (nowMs < beginsAtMs) return
    memory = noteLevel(memory, meter.levelDb())
    if (isSpeech(memory)) {
      if (saidUntilMs === null) onSpeech(true)
      saidUntilMs = nowMs + saidForMs
    } else if (saidUntilMs !== null && nowMs >= saidUntilMs) {
      saidUntilMs = null
      onSpeech(false)
    }
  }
  let cancel = clock.after(speechEveryMs, listen)
  return () => {
    cancel()
    meter.close()
    copy.stop()
  }
}
