/** Waits for this machine's own network addresses, but never longer than they are worth. */

/** A host without any usable address answers without one after this; the other side's checks may still find it. */
const withoutAnyMs = 1000

/** Settles when all addresses are known, or `enoughMs` have passed and there is at least one. */
export function gatherAddresses(peer: RTCPeerConnection, enoughMs: number): Promise<void> {
  if (peer.iceGatheringState === 'complete') return Promise.resolve()
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(enough)
      clearTimeout(late)
      peer.removeEventListener('icegatheringstatechange', onState)
      peer.removeEventListener('icecandidate', settle)
      resolve()
    }
    const onState = () => {
      if (peer.iceGatheringState === 'complete') settle()
    }
    const enough = setTimeout(() => {
      if (peer.localDescription?.sdp.includes('a=candidate:')) settle()
      else peer.addEventListener('icecandidate', settle)
    }, enoughMs)
    const late = setTimeout(settle, withoutAnyMs)
    peer.addEventListener('icegatheringstatechange', onState)
  })
}
