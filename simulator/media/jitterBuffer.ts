/** Puts received sound back in order and hands it out 20 ms at a time. */
import { type Frame, frameSamples } from '#simulator/telephony'

export interface SoundPacket {
  /** RTP sequence number, 0–65535 (RFC 3550 section 5.1). */
  readonly sequence: number
  /** RTP synchronisation source: another one is another stream. */
  readonly source: number
  readonly samples: Int16Array
}

export interface JitterBuffer {
  push(packet: SoundPacket): void
  /** The next 20 ms; null when nothing has come in time. */
  pull(): Frame | null
  clear(): void
}

/** Sound waits until this much is here, so that a packet 20 ms late is not missed. */
const startSamples = 2 * frameSamples
/** Never more than this is kept: older sound is dropped, so that delay cannot grow. */
const mostSamples = 3 * frameSamples

export function createJitterBuffer(): JitterBuffer {
  let waiting = new Map<number, Int16Array>()
  let source: number | null = null
  let next: number | null = null
  let ready: number[] = []
  let playing = false

  const restart = (newSource: number | null) => {
    waiting = new Map()
    ready = []
    source = newSource
    next = null
    playing = false
  }
  const takeOrdered = () => {
    for (;;) {
      if (next === null) return
      const samples = waiting.get(next)
      if (samples === undefined) return
      waiting.delete(next)
      ready.push(...samples)
      next = (next + 1) & 0xffff
    }
  }
  const skipLost = () => {
    // What comes after a gap is here and nothing else to play: the lost packet is given up.
    const first = oldest(waiting.keys(), next)
    if (first !== null) next = first
    takeOrdered()
  }

  return {
    push(packet) {
      if (packet.source !== source) restart(packet.source)
      next ??= packet.sequence
      const ahead = distance(next, packet.sequence)
      if (ahead < 0) return
      // A jump of more than a second is a new beginning, not reordering.
      if (ahead > 50) restart(packet.source)
      next ??= packet.sequence
      waiting.set(packet.sequence, packet.samples)
      takeOrdered()
      if (waiting.size > 3) skipLost()
      if (ready.length > mostSamples) ready.splice(0, ready.length - startSamples)
    },
    pull() {
      if (ready.length < frameSamples) skipLost()
      if (!playing && ready.length < startSamples) return null
      playing = ready.length >= frameSamples
      return playing ? Int16Array.from(ready.splice(0, frameSamples)) : null
    },
    clear() {
      restart(source)
    },
  }
}

/** How far `to` is after `from` on the 16-bit circle; negative when it is before. */
function distance(from: number, to: number): number {
  const ahead = (to - from) & 0xffff
  return ahead < 0x8000 ? ahead : ahead - 0x1_0000
}

function oldest(sequences: Iterable<number>, next: number | null): number | null {
  let found: number | null = null
  for (const sequence of sequences) {
    if (next !== null && distance(next, sequence) < 0) continue
    if (found === null || distance(sequence, found) > 0) found = sequence
  }
  return found
}
