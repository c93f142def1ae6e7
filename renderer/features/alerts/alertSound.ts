/** Two soft notes for a new alert: lower and quieter than the ring, so that neither is taken for the other. */

export interface AlertSound {
  /** `deviceId` null for the system's default; volume 0 to 1. Silent for some seconds after it sounded. */
  play(deviceId: string | null, volume: number): void
  close(): void
}

/** Chromium routes an AudioContext to a device; the type library does not know it yet. */
interface RoutableAudioContext extends AudioContext {
  setSinkId?(id: string): Promise<void>
}

const notes = [
  { atSeconds: 0, hz: 392 },
  { atSeconds: 0.16, hz: 523.25 },
]
const noteSeconds = 0.5
/** On a floor where something happens every second a sound for each would be one that nobody hears any more. */
const apartMs = 5000
/** Of the ring's own volume. */
const softness = 0.25

export function createAlertSound(): AlertSound {
  let context: RoutableAudioContext | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let playedAtMs = Number.NEGATIVE_INFINITY

  // While a sound card is held open no microphone may open: it is let go after each alert.
  function close(): void {
    clearTimeout(timer)
    const open = context
    context = null
    void open?.close()
  }

  async function sound(deviceId: string, volume: number): Promise<void> {
    close()
    const opened: RoutableAudioContext = new AudioContext({ latencyHint: 'playback' })
    context = opened
    timer = setTimeout(close, 2000)
    // A device that is gone is no reason to keep silent.
    if (deviceId !== '') await opened.setSinkId?.(deviceId).catch(() => undefined)
    if (context !== opened) return
    for (const note of notes) ring(opened, note.hz, opened.currentTime + note.atSeconds, volume * softness)
    // Before the page was touched once the browser keeps it silent, and tells it by never resuming.
    await opened.resume()
  }

  return {
    play(deviceId, volume) {
      if (volume <= 0 || performance.now() - playedAtMs < apartMs) return
      playedAtMs = performance.now()
      // An alert is on the screen and read out as well: one that cannot sound is not worth a failure.
      void sound(deviceId ?? '', Math.min(1, volume)).catch(() => close())
    },
    close,
  }
}

function ring(context: AudioContext, hz: number, atSeconds: number, peak: number): void {
  const note = context.createOscillator()
  const gain = context.createGain()
  note.frequency.value = hz
  gain.gain.setValueAtTime(0, atSeconds)
  gain.gain.linearRampToValueAtTime(peak, atSeconds + 0.02)
  gain.gain.exponentialRampToValueAtTime(0.0001, atSeconds + noteSeconds)
  note.connect(gain).connect(context.destination)
  note.start(atSeconds)
  note.stop(atSeconds + noteSeconds)
}
