/** Reads the sound of a call out of a peer connection's statistics: one sample of counters and levels. */

/** Which ways the two sides have agreed on. */
export interface SoundWays {
  readonly receives: boolean
  readonly sends: boolean
}

/** Counters grow from the beginning of the call; energies are those of webrtc-stats, in seconds of full scale. */
export interface SoundSample extends SoundWays {
  /** Of the page's clock. */
  readonly atMs: number
  readonly received: number
  /** Never came, or too late to be played. */
  readonly lost: number
  readonly sent: number
  readonly heardEnergy: number
  readonly spokenEnergy: number
  readonly jitterMs: number
  /** null before the other side has answered a report. */
  readonly roundTripMs: number | null
  /** For example `opus`; null while nothing was received. */
  readonly codec: string | null
  /** What the other side says of what it receives; null while it says nothing. */
  readonly far: { readonly lossPercent: number; readonly jitterMs: number } | null
}

/** The fields used here, of any entry (W3C WebRTC statistics). */
interface Entry {
  readonly type: string
  readonly kind?: string
  readonly nominated?: boolean
  readonly state?: string
  readonly codecId?: string
  readonly mimeType?: string
  readonly packetsReceived?: number
  readonly packetsLost?: number
  readonly packetsDiscarded?: number
  readonly packetsSent?: number
  readonly totalAudioEnergy?: number
  readonly jitter?: number
  readonly roundTripTime?: number
  readonly currentRoundTripTime?: number
  readonly fractionLost?: number
}

export function toSoundSample(
  entries: ReadonlyMap<string, unknown>,
  ways: SoundWays,
  atMs: number,
): SoundSample {
  const all = [...entries.values()] as Entry[]
  const first = (type: string) => all.find((entry) => entry.type === type && entry.kind !== 'video') ?? null
  const inbound = first('inbound-rtp')
  const far = first('remote-inbound-rtp')
  return {
    ...ways,
    atMs,
    received: inbound?.packetsReceived ?? 0,
    lost: Math.max(0, inbound?.packetsLost ?? 0) + (inbound?.packetsDiscarded ?? 0),
    sent: first('outbound-rtp')?.packetsSent ?? 0,
    heardEnergy: inbound?.totalAudioEnergy ?? 0,
    spokenEnergy: first('media-source')?.totalAudioEnergy ?? 0,
    jitterMs: (inbound?.jitter ?? 0) * 1000,
    roundTripMs: toRoundTripMs(all, far),
    codec: toCodec(entries, inbound?.codecId),
    far:
      far === null
        ? null
        : { lossPercent: (far.fractionLost ?? 0) * 100, jitterMs: (far.jitter ?? 0) * 1000 },
  }
}

/** By the reports of the sound itself; by the pair of addresses it travels on while there are none. */
function toRoundTripMs(all: readonly Entry[], far: Entry | null): number | null {
  const pair = all.find(
    ({ type, nominated, state }) => type === 'candidate-pair' && nominated === true && state === 'succeeded',
  )
  const seconds = far?.roundTripTime ?? pair?.currentRoundTripTime
  return seconds === undefined ? null : seconds * 1000
}

function toCodec(entries: ReadonlyMap<string, unknown>, codecId: string | undefined): string | null {
  const codec = codecId === undefined ? undefined : (entries.get(codecId) as Entry | undefined)
  return codec?.mimeType?.split('/')[1]?.slice(0, 40) ?? null
}
