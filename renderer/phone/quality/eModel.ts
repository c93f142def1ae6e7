/** The E-model (ITU-T G.107) in its simplified form: what listeners would say of a call, from what the network does to it. */

export interface CallImpairments {
  /** Packets that did not come, or came too late to be played; 0 to 100. */
  readonly lossPercent: number
  /** Interarrival jitter (RFC 3550 section 6.4.1). */
  readonly jitterMs: number
  readonly roundTripMs: number
  /** As SDP names it, for example `opus` or `PCMA`; null while it is not known. */
  readonly codec: string | null
}

/** What a codec itself costs (Ie), how well it bears loss (Bpl), and how long it and one packet take. */
interface CodecFigures {
  readonly ie: number
  readonly bpl: number
  readonly delayMs: number
}

/**
 * G.711 with concealment of loss: G.113 appendix I. For opus and G.722 there is no figure on this narrow-band scale, and
 * theirs are ours: without loss neither is judged worse than G.711, and with loss opus bears it as well, G.722 less.
 */
const g711: CodecFigures = { ie: 0, bpl: 25.1, delayMs: 20 }
const codecs: Readonly<Record<string, CodecFigures>> = {
  pcmu: g711,
  pcma: g711,
  opus: { ie: 0, bpl: 25.1, delayMs: 26.5 },
  g722: { ie: 0, bpl: 17, delayMs: 21.5 },
}
/** What is not known is judged by neither virtue. */
const unknown: CodecFigures = { ie: 5, bpl: 10, delayMs: 25 }

/** R without any impairment, all other values at their defaults (G.107 table 2). */
const bestR = 93.2
/** A buffer that plays nearly every packet in time holds about twice the jitter. */
const bufferPerJitter = 2
/** From here on people begin to talk into each other (Cole and Rosenbluth's reading of G.107). */
const conversationMs = 177.3

/** From 1 to 4.5; never better for more loss, more jitter or a longer way. */
export function toMos(impairments: CallImpairments): number {
  return toScore(toRating(impairments))
}

/** The transmission rating R = 93.2 − Id − Ie,eff. */
function toRating({ lossPercent, jitterMs, roundTripMs, codec }: CallImpairments): number {
  const { ie, bpl, delayMs } = codecs[codec?.toLowerCase() ?? ''] ?? unknown
  const oneWayMs = roundTripMs / 2 + jitterMs * bufferPerJitter + delayMs
  const delay = 0.024 * oneWayMs + 0.11 * Math.max(0, oneWayMs - conversationMs)
  // Loss is taken as random (BurstR 1): G.107 clause 7.5.
  const equipment = ie + (95 - ie) * (lossPercent / (lossPercent + bpl))
  return bestR - delay - equipment
}

/** G.107 annex B. Below R 6.5 its cubic dips under 1, which is the least anybody can say. */
function toScore(rating: number): number {
  if (rating <= 0) return 1
  if (rating >= 100) return 4.5
  const score = 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6
  return Math.min(4.5, Math.max(1, score))
}
