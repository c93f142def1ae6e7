/** Reads from a session description (RFC 8866) what this room must know before WebRTC may have it. */

/** RFC 3264 section 5.1, seen from who wrote the description. */
export type SdpDirection = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

export type SdpReading =
  | { readonly ok: true; readonly direction: SdpDirection }
  /** `reason` is fit for a SIP Warning header (RFC 3261 section 20.43). */
  | { readonly ok: false; readonly reason: string }

const directions: readonly SdpDirection[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive']

/** Accepts a description that can be a call here: one audio line with G.711 over DTLS-SRTP. */
export function readAudioSdp(sdp: string): SdpReading {
  const lines = sdp.split(/\r\n|\n/)
  if (lines[0] !== 'v=0') return refuse('Not a session description')
  const sections = splitSections(lines)
  const session = sections[0] ?? []
  const audio = sections.find((section) => section[0]?.startsWith('m=audio ') && !isRejected(section[0]))
  if (audio === undefined) return refuse('No audio')
  const all = [...session, ...audio]
  if (!/^m=audio \d{1,5} UDP\/TLS\/RTP\/SAVPF /.test(audio[0] ?? '')) return refuse('Audio is not DTLS-SRTP')
  if (!speaksG711(audio)) return refuse('No G.711')
  if (!all.some((line) => /^a=fingerprint:\S+ [0-9A-Fa-f:]+$/.test(line))) return refuse('No fingerprint')
  if (!hasIce(all)) return refuse('No ICE credentials')
  return { ok: true, direction: directionOf(audio, session) }
}

/**
 * Without the candidates only multicast DNS could resolve, and without the promise that no more will come: the
 * phone's own checks then tell where it is (peer-reflexive, RFC 8445 section 7.3.1.3).
 */
export function withoutHiddenCandidates(sdp: string): string {
  return sdp
    .split('\r\n')
    .filter((line) => line !== 'a=end-of-candidates' && !/^a=candidate:.*\.local /i.test(line))
    .join('\r\n')
}

/**
 * `a=ice-lite` belongs to the whole session (RFC 8839 section 5.3), but WebRTC writes it below the audio line, where a
 * browser does not look: both sides would then begin in the same role, and lose a tenth of a second over it.
 */
export function withIceLiteFirst(sdp: string): string {
  const lines = sdp.split('\r\n')
  if (!lines.includes('a=ice-lite')) return sdp
  const others = lines.filter((line) => line !== 'a=ice-lite')
  const timing = others.findLastIndex((line) => line.startsWith('t='))
  return others.toSpliced(timing + 1, 0, 'a=ice-lite').join('\r\n')
}

function splitSections(lines: readonly string[]): string[][] {
  const sections: string[][] = [[]]
  for (const line of lines) {
    if (line.startsWith('m=')) sections.push([])
    sections.at(-1)?.push(line)
  }
  return sections
}

function isRejected(mediaLine: string): boolean {
  return /^m=audio 0[ /]/.test(mediaLine)
}

function speaksG711(audio: readonly string[]): boolean {
  const payloadTypes = audio[0]?.split(' ').slice(3) ?? []
  return payloadTypes.includes('0') || payloadTypes.includes('8')
}

function hasIce(lines: readonly string[]): boolean {
  return (
    lines.some((line) => /^a=ice-ufrag:\S{4,256}$/.test(line)) &&
    lines.some((line) => /^a=ice-pwd:\S{22,256}$/.test(line))
  )
}

function directionOf(audio: readonly string[], session: readonly string[]): SdpDirection {
  const find = (lines: readonly string[]) =>
    directions.find((direction) => lines.includes(`a=${direction}`)) ?? null
  return find(audio) ?? find(session) ?? 'sendrecv'
}

function refuse(reason: string): SdpReading {
  return { ok: false, reason }
}
