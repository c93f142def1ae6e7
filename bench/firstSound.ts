/** Times from the click on Answer to the first sound of the caller, by the same code in whatever page it runs. */

export interface AnswerTime {
  /** When the click reached the browser, and when the first sound was played; epoch milliseconds. */
  readonly clickedAtMs: number
  readonly heardAtMs: number
}

declare global {
  interface Window {
    /** One entry for each answered call that was heard, in order. */
    answerTimes: AnswerTime[]
  }
}

/**
 * Runs in the page ahead of its script. A sound counts as played when the browser says that it was handed on to what
 * plays the call (RTCRtpReceiver.getSynchronizationSources); looked for every 5 ms, told by the browser's own stamp.
 */
export function timeFirstSound(): void {
  const times: AnswerTime[] = []
  const peers = new Set<RTCPeerConnection>()
  window.answerTimes = times
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      peers.add(this)
    }
  }
  /** The newest sound of a call that is still up. The browser stamps sound by the system's clock. */
  const findSound = (): number | null => {
    for (const peer of peers) {
      if (peer.signalingState === 'closed') {
        peers.delete(peer)
        continue
      }
      const [heard] = peer.getReceivers().flatMap((receiver) => receiver.getSynchronizationSources())
      if (heard !== undefined) return heard.timestamp
    }
    return null
  }
  const look = (clickedAtMs: number): void => {
    const heardAtMs = findSound()
    if (heardAtMs === null) setTimeout(() => look(clickedAtMs), 5)
    else times.push({ clickedAtMs, heardAtMs })
  }
  const onClick = (event: Event): void => {
    const button = event.target instanceof Element ? event.target.closest('button') : null
    if (button?.textContent?.includes('Answer')) look(performance.timeOrigin + event.timeStamp)
  }
  document.addEventListener('click', onClick, { capture: true })
}
