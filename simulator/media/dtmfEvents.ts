/** Reads pressed keys from RTP telephone events (RFC 4733). */

export interface DtmfPacket {
  /** RTP timestamp of the key's beginning, 8 kHz: the same in every packet of one press. */
  readonly timestamp: number
  readonly payload: Uint8Array
}

export interface DtmfReader {
  push(packet: DtmfPacket): void
  /** Sound came after the key: a press whose end was lost is over now. */
  soundCame(): void
}

const keys = '0123456789*#ABCD'

/** `onDigit` is called once a press, with its length in milliseconds. */
export function createDtmfReader(onDigit: (digit: string, durationMs: number) => void): DtmfReader {
  let open: { timestamp: number; digit: string; durationMs: number } | null = null
  let lastTimestamp: number | null = null
  const finish = () => {
    if (open === null) return
    const { timestamp, digit, durationMs } = open
    open = null
    lastTimestamp = timestamp
    onDigit(digit, durationMs)
  }
  return {
    push({ timestamp, payload }) {
      const event = readEvent(payload)
      // The end is sent three times (section 2.5.1.4): what has been told is not told again.
      if (event === null || timestamp === lastTimestamp) return
      if (open !== null && open.timestamp !== timestamp) finish()
      open = { timestamp, digit: event.digit, durationMs: event.durationMs }
      if (event.ended) finish()
    },
    soundCame: finish,
  }
}

function readEvent(payload: Uint8Array): { digit: string; durationMs: number; ended: boolean } | null {
  const [code, flags, high, low] = payload
  if (code === undefined || flags === undefined || high === undefined || low === undefined) return null
  const digit = keys[code]
  if (digit === undefined) return null
  return { digit, durationMs: ((high << 8) | low) / 8, ended: (flags & 0x80) !== 0 }
}
