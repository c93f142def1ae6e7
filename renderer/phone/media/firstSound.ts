/** Notices the moment the caller is first heard. */
import type { CallMedia } from '#renderer/phone/media/callMedia'

const lookEveryMs = 5
/** Without sound by then there is nothing worth measuring. */
const giveUpMs = 10_000

/**
 * Once the first sound of the caller was handed to the loudspeaker, at most 5 ms after it happened: sets the
 * performance mark `najva:audio` and calls `onHeard`. Neither happens for a call without sound.
 */
export function markFirstSound(media: CallMedia, onHeard: () => void): void {
  const startedMs = performance.now()
  const look = () => {
    if (media.lastHeardAtMs() !== null) {
      performance.mark('najva:audio')
      onHeard()
    } else if (performance.now() - startedMs < giveUpMs) setTimeout(look, lookEveryMs)
  }
  look()
}
