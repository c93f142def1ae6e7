/** Takes the caller's addresses out of an offer, so that it can be answered in advance without a packet being sent. */

export interface HeldBackCandidates {
  /** The offer without addresses. */
  readonly sdp: string
  /** What was taken out, for `RTCPeerConnection.addIceCandidate`. */
  readonly candidates: readonly RTCIceCandidateInit[]
}

/** More than any telephone system has addresses; a hostile offer shall not keep the page busy. */
const mostCandidates = 100

/** RFC 8839 section 5.1: a candidate is a line of its media section. Lines of no section stay where they are. */
export function holdBackCandidates(offerSdp: string): HeldBackCandidates {
  const kept: string[] = []
  const candidates: RTCIceCandidateInit[] = []
  let sdpMLineIndex = -1
  for (const line of offerSdp.split('\r\n')) {
    if (line.startsWith('m=')) sdpMLineIndex += 1
    const isHeldBack = sdpMLineIndex >= 0 && /^a=(candidate:|end-of-candidates)/.test(line)
    if (!isHeldBack) kept.push(line)
    else if (line.startsWith('a=candidate:') && candidates.length < mostCandidates)
      candidates.push({ candidate: line.slice('a='.length), sdpMLineIndex })
  }
  return { sdp: kept.join('\r\n'), candidates }
}
