/** Reads a pressed key from the body of an INFO request, the way older phones send it. */

export interface DtmfPress {
  readonly digit: string
  readonly durationMs: number
}

const defaultDurationMs = 160
const longestDurationMs = 10_000

/** `application/dtmf-relay` has `Signal=` and `Duration=` lines, `application/dtmf` the key alone; null for others. */
export function readDtmfInfo(mediaType: string, body: string): DtmfPress | null {
  if (mediaType === 'application/dtmf') return toPress(body.trim(), undefined)
  if (mediaType !== 'application/dtmf-relay') return null
  const signal = /^\s*signal\s*=\s*(\S+)\s*$/im.exec(body)?.[1]
  const duration = /^\s*duration\s*=\s*(\d{1,6})\s*$/im.exec(body)?.[1]
  return signal === undefined ? null : toPress(signal, duration)
}

function toPress(signal: string, duration: string | undefined): DtmfPress | null {
  const digit = signal.toUpperCase()
  if (!/^[0-9*#A-D]$/.test(digit)) return null
  const durationMs =
    duration === undefined ? defaultDurationMs : Math.min(Number(duration), longestDurationMs)
  return { digit, durationMs }
}
