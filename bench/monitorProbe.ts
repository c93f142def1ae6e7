/** What the pages of the monitoring bench note by themselves: when a button was pressed, and when a tone was heard. */

declare global {
  interface Window {
    /** Epoch milliseconds of the newest press of a button, by the browser's own stamp of the event. */
    pressedAtMs?: number
    /** Milliseconds from the press to the first sound of a call that began with it; null before. */
    soundAfterMs?: number | null
    /** Notes from now on when a tone begins. */
    waitForTone?: (hz: number) => void
    /** Epoch milliseconds; null before. */
    toneAtMs?: number | null
  }
}

/**
 * Runs in a page ahead of its script. A sound counts as played when the browser says that it was handed on to what
 * plays it (RTCRtpReceiver.getSynchronizationSources); a tone, when 21 ms of what plays hold it above −26 dB. Both are
 * looked for every 5 ms.
 */
export function probePage(): void {
  const peers = new Set<RTCPeerConnection>()
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      peers.add(this)
    }
  }
  let played: MediaStream | null = null
  const play = HTMLMediaElement.prototype.play
  HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
    if (this.srcObject instanceof MediaStream) played = this.srcObject
    return play.call(this)
  }

  const soundOf = (peer: RTCPeerConnection): number | null => {
    if (peer.signalingState === 'closed') return null
    const [heard] = peer.getReceivers().flatMap((receiver) => receiver.getSynchronizationSources())
    return heard?.timestamp ?? null
  }
  /** The first sound of a call that is up and had not been heard at the press, whenever its connection was opened. */
  const findSound = (known: ReadonlySet<RTCPeerConnection>): number | null => {
    for (const peer of peers) {
      const heardAtMs = known.has(peer) ? null : soundOf(peer)
      if (heardAtMs !== null) return heardAtMs
    }
    return null
  }
  document.addEventListener(
    'click',
    (event) => {
      if (!(event.target instanceof Element) || event.target.closest('button') === null) return
      const pressedAtMs = performance.timeOrigin + event.timeStamp
      const known = new Set([...peers].filter((peer) => soundOf(peer) !== null))
      window.pressedAtMs = pressedAtMs
      window.soundAfterMs = null
      const look = () => {
        if (window.pressedAtMs !== pressedAtMs) return
        const heardAtMs = findSound(known)
        if (heardAtMs === null) setTimeout(look, 5)
        else window.soundAfterMs = heardAtMs - pressedAtMs
      }
      look()
    },
    { capture: true },
  )

  let ear: AnalyserNode | null = null
  let heardStream: MediaStream | null = null
  const listen = (stream: MediaStream): AnalyserNode => {
    if (ear !== null && heardStream === stream) return ear
    const context = new AudioContext()
    ear = new AnalyserNode(context, { fftSize: 1024 })
    heardStream = stream
    context.createMediaStreamSource(stream).connect(ear)
    return ear
  }
  const levelDb = (node: AnalyserNode, hz: number): number => {
    const wave = new Float32Array(node.fftSize)
    node.getFloatTimeDomainData(wave)
    const step = (2 * Math.PI * hz) / node.context.sampleRate
    let [real, imaginary] = [0, 0]
    for (const [i, value] of wave.entries()) {
      real += value * Math.cos(step * i)
      imaginary += value * Math.sin(step * i)
    }
    return 20 * Math.log10((2 * Math.hypot(real, imaginary)) / wave.length + 1e-9)
  }
  window.waitForTone = (hz) => {
    window.toneAtMs = null
    const look = () => {
      if (played !== null && played.getAudioTracks().length > 0 && levelDb(listen(played), hz) > -26)
        window.toneAtMs = performance.timeOrigin + performance.now()
      else setTimeout(look, 5)
    }
    look()
  }
}
