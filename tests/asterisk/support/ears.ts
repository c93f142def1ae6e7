/** Judges by tones who hears whom: frame by frame, by a margin no echo or noise can bridge. */
import { toneLevelDb } from '#simulator/media/toneLevel'
import type { HeardFrame } from '#tests/support/sip/rtpSound'
import type { SipPhone } from '#tests/support/sip/sipPhone'

/** Louder is heard, 20 dB quieter is not; a full voice is at -16 dB or above. */
export const heardDb = -35
const deafDb = heardDb - 20

/** The names of the tones in the newest 200 ms at a phone or in one call of it, or what is between heard and not, as it is. */
export function earsOf(at: Pick<SipPhone, 'levelDb'>, tones: Readonly<Record<string, number>>): string {
  return Object.entries(tones)
    .flatMap(([name, hz]) => {
      const level = at.levelDb(hz)
      if (level < deafDb) return []
      return level > heardDb ? [name] : [`${name} at ${Math.round(level)} dB`]
    })
    .join(' ')
}

/** The loudest frame of a tone. */
export function loudestDb(frames: readonly HeardFrame[], hz: number): number {
  return Math.max(-120, ...frames.map(({ frame }) => toneLevelDb(frame, hz)))
}

/** The longest time, in ms, in which none of the tones was heard; frames that did not come count as silence. */
export function longestGapMs(
  frames: readonly HeardFrame[],
  tones: readonly number[],
  fromMs: number,
  toMs: number,
): number {
  let lastMs = fromMs
  let longest = 0
  for (const { atMs, frame } of frames) {
    if (!tones.some((hz) => toneLevelDb(frame, hz) > heardDb)) continue
    // One frame after the other is no gap.
    longest = Math.max(longest, atMs - lastMs - 20)
    lastMs = atMs
  }
  return Math.max(longest, toMs - lastMs - 20)
}
