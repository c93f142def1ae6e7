/** Plays the caller on the preferred loudspeaker, as loud as a call shall be. */

export interface Loudspeaker {
  play(stream: MediaStream): void
  stop(): void
  /** null for the system's default. A device that is gone leaves the sound where it is. */
  setDevice(id: string | null): void
  /** 0 silent to 1 full. */
  setVolume(volume: number): void
}

export function createLoudspeaker(report: (error: unknown) => void): Loudspeaker {
  const element = new Audio()
  element.autoplay = true
  return {
    play(stream) {
      element.srcObject = stream
      // Allowed by the click on Answer; a stop that comes first aborts it, which is no fault.
      element.play().catch((error: unknown) => {
        if (!isAborted(error)) report(error)
      })
    },
    stop() {
      element.pause()
      element.srcObject = null
    },
    setDevice(id) {
      element.setSinkId(id ?? '').catch(report)
    },
    setVolume(volume) {
      element.volume = Math.min(1, Math.max(0, volume))
    },
  }
}

function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}
