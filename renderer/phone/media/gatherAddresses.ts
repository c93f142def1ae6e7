/** Waits for this machine's own network addresses, but never longer than they are worth. */

/** A host without any usable address answers without one after this; the other side's checks may still find it. */
const withoutAnyMs = 1000

/**
 * Settles when all addresses are known, or when `quietMs` have passed since the newest UDP one. A browser goes on to
 * look for TCP addresses for a tenth of a second, which no telephone system uses (RFC 6544).
 */
export function gatherAddresses(peer: RTCPeerConnection, quietMs: number): Promise<void> {
  // After a restart of ICE it is still the last search that is complete: the new description holds nothing of it.
  if (peer.iceGatheringState === 'complete' && hasAddress(peer)) return Promise.resolve()
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer)
      peer.removeEventListener('icegatheringstatechange', onState)
      peer.removeEventListener('icecandidate', onCandidate)
      resolve()
    }
    const onState = () => {
      if (peer.iceGatheringState === 'complete') settle()
    }
    const onCandidate = ({ candidate }: RTCPeerConnectionIceEvent) => {
      if (candidate?.protocol !== 'udp') return
      clearTimeout(timer)
      timer = setTimeout(settle, quietMs)
    }
    let timer = setTimeout(settle, withoutAnyMs)
    peer.addEventListener('icegatheringstatechange', onState)
    peer.addEventListener('icecandidate', onCandidate)
  })
}

function hasAddress({ localDescription }: RTCPeerConnection): boolean {
  return localDescription?.sdp.includes('\na=candidate:') === true
}
