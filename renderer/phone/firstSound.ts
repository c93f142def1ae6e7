/** Marks the moment the caller is first heard, for the benches. */
import type { CallMedia } from '#renderer/phone/callMedia'

const lookEveryMs = 5
/** Without sound by then there is nothing worth measuring. */
const giveUpMs = 10_000

/**
 * Sets the performance mark `najva:audio` once the first sound of the caller was handed to the loudspeaker, at most
 * 5 ms after it happened.
 */
export function markFirstSound(media: CallMedia): void {
  const startedMs = performance.now()
  const look = () => {
    if (media.lastHeardAtMs() !== null) performance.mark('najva:audio')
    else if (performance.now() - startedMs < giveUpMs) setTimeout(look, lookEveryMs)
  }
  look()
}
