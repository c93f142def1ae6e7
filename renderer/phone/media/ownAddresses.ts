/** Finds out which networks this machine is in, by the addresses the browser would name in a call. */

/** A page that may not use the microphone is told that there is an address, and not which (RFC 8828 section 5.2). */
export const hiddenAddress = 'hidden'

/** A machine without any network has no end of the search to tell of. */
const giveUpMs = 2000

/** Each address once and in order, `hiddenAddress` for each that is kept from the page. */
export async function readOwnAddresses(): Promise<readonly string[]> {
  const peer = new RTCPeerConnection()
  try {
    peer.createDataChannel('')
    await peer.setLocalDescription()
    await untilComplete(peer)
    return toAddresses(peer.localDescription?.sdp ?? '')
  } finally {
    peer.close()
  }
}

/** Those of a description's host candidates that carry sound: `a=candidate:FOUNDATION 1 udp PRIORITY ADDRESS PORT typ host`. */
export function toAddresses(sdp: string): readonly string[] {
  const lines = sdp.split('\r\n').filter((line) => /^a=candidate:\S+ \d+ udp .* typ host\b/i.test(line))
  const found = lines.map((line) => line.split(' ')[4] ?? '')
  const told = new Set(found.filter((address) => !address.endsWith('.local')))
  const hidden = found.filter((address) => address.endsWith('.local'))
  return [...[...told].sort(), ...hidden.map(() => hiddenAddress)]
}

function untilComplete(peer: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, giveUpMs)
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState !== 'complete') return
      clearTimeout(timer)
      resolve()
    })
  })
}
