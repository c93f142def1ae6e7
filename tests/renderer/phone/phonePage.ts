/** The page the phone is tested in: makes one phone and lets the test drive it through `window.najva`. */
import type { SipCredentials } from '#contract/session'
import type { Clock } from '#contract/time'
import { createPhone } from '#renderer/phone/createPhone'
import type { Phone, PhoneEvent, PhoneSnapshot } from '#renderer/phone/phone'

export interface PhonePage {
  readonly phone: Phone
  readonly events: PhoneEvent[]
  readonly links: string[]
  readonly errors: string[]
  snapshot(): PhoneSnapshot
  start(credentials: SipCredentials): void
  /** Tracks of microphones that are open now. */
  openMicrophones(): number
  /** How many of them are heard by whoever they are sent to. */
  openVoices(): number
  /** What the browser says when the newest microphone is pulled out. */
  pullMicrophone(): void
  /** Names of the microphones that are open now. */
  microphoneNames(): string[]
  /** Connections that are open now. */
  livePeers(): number
  /** The newest connection: whether sound can flow over it, and how many packets of it have left; null without one. */
  newestWay(): Promise<{ state: RTCPeerConnectionState; sent: number } | null>
  /** What is wrong with this machine: it hears nothing of what comes in, or its mute mutes nothing. */
  spoil: 'deaf' | 'unmuted' | null
  /** The ICE names (ufrag) of both sides of the newest connection. */
  iceNames(): { local: string | null; remote: string | null }
  /** What is heard from the caller: level from 0 to 1 and the strongest tone in hertz. */
  hear(milliseconds: number): Promise<{ level: number; hz: number }>
  /** How loud each of these tones is in all that is played to the agent now, in dB below full scale. */
  playedDb(tonesHz: readonly number[], milliseconds: number): Promise<number[]>
  /** The same of what the page itself makes for a sound card: rings and tones. The loudest moment counts. */
  madeDb(hz: number, milliseconds: number): Promise<number>
}

declare global {
  interface Window {
    najva: PhonePage
  }
}

const clock: Clock = {
  nowMs: () => Date.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs)
    return () => clearTimeout(timer)
  },
}

const errors: string[] = []
const events: PhoneEvent[] = []
const links: string[] = []
window.addEventListener('error', (event) => errors.push(`uncaught: ${event.message}`))
window.addEventListener('unhandledrejection', (event) => errors.push(`unhandled: ${String(event.reason)}`))

const tracks: MediaStreamTrack[] = []
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
navigator.mediaDevices.getUserMedia = async (constraints) => {
  const stream = await open(constraints)
  tracks.push(...stream.getTracks())
  return stream
}

const peers: RTCPeerConnection[] = []
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration)
    peers.push(this)
  }
}
const listenTo = AudioContext.prototype.createMediaStreamSource
AudioContext.prototype.createMediaStreamSource = function (this: AudioContext, stream) {
  const source = listenTo.call(this, stream)
  if (window.najva.spoil === 'deaf') source.connect = () => source as never
  return source
}
const enabled = Object.getOwnPropertyDescriptor(MediaStreamTrack.prototype, 'enabled')
Object.defineProperty(MediaStreamTrack.prototype, 'enabled', {
  ...enabled,
  set(this: MediaStreamTrack, isEnabled: boolean) {
    if (window.najva.spoil !== 'unmuted') enabled?.set?.call(this, isEnabled)
  },
})
const ufragOf = (sdp: string | undefined) => /^a=ice-ufrag:(\S+)/m.exec(sdp ?? '')?.[1] ?? null

const played: MediaStream[] = []
const elements = new Set<HTMLMediaElement>()
const play = HTMLMediaElement.prototype.play
HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
  elements.add(this)
  if (this.srcObject instanceof MediaStream) played.push(this.srcObject)
  return play.call(this)
}

const makers = new Set<AnalyserNode>()
const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode) => AudioNode
AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode) {
  if (to instanceof AudioDestinationNode) {
    const analyser = new AnalyserNode(this.context, { fftSize: 2048, smoothingTimeConstant: 0 })
    makers.add(analyser)
    connect.call(this, analyser)
  }
  return connect.call(this, to)
} as typeof AudioNode.prototype.connect

const phone = createPhone({
  clock,
  random: () => 0.1,
  iceServers: [],
  report: (error) => void errors.push(`reported: ${String(error)}`),
})
phone.onEvent((event) => events.push(event))
phone.onChange(({ link }) => {
  if (links.at(-1) !== link.kind) links.push(link.kind)
})

window.najva = {
  phone,
  events,
  links,
  errors,
  snapshot: () => phone.snapshot,
  start: (credentials) => phone.setCredentials(credentials),
  openMicrophones: () => tracks.filter((track) => track.readyState === 'live').length,
  openVoices: () => tracks.filter((track) => track.readyState === 'live' && track.enabled).length,
  pullMicrophone() {
    const track = tracks.at(-1)
    track?.stop()
    track?.dispatchEvent(new Event('ended'))
  },
  microphoneNames: () => tracks.filter((track) => track.readyState === 'live').map((track) => track.label),
  livePeers: () => peers.filter(({ signalingState }) => signalingState !== 'closed').length,
  async newestWay() {
    const peer = peers.at(-1)
    if (peer === undefined) return null
    let sent = 0
    for (const report of (await peer.getStats()).values())
      if (report.type === 'outbound-rtp') sent += report.packetsSent
    return { state: peer.connectionState, sent }
  },
  spoil: null,
  iceNames: () => ({
    local: ufragOf(peers.at(-1)?.localDescription?.sdp),
    remote: ufragOf(peers.at(-1)?.remoteDescription?.sdp),
  }),
  hear,
  playedDb,
  madeDb,
}

async function hear(milliseconds: number): Promise<{ level: number; hz: number }> {
  const stream = played.at(-1)
  if (stream === undefined || stream.getAudioTracks().length === 0) return { level: 0, hz: 0 }
  const context = new AudioContext()
  await context.resume()
  const analyser = context.createAnalyser()
  analyser.fftSize = 8192
  analyser.smoothingTimeConstant = 0
  context.createMediaStreamSource(stream).connect(analyser)
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
  const heard = measure(analyser, context.sampleRate)
  await context.close()
  return heard
}

async function playedDb(tonesHz: readonly number[], milliseconds: number): Promise<number[]> {
  const context = new AudioContext()
  await context.resume()
  const sum = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 })
  for (const element of elements) {
    const stream = element.srcObject
    if (element.muted || element.paused || !(stream instanceof MediaStream)) continue
    if (stream.getAudioTracks().length > 0) context.createMediaStreamSource(stream).connect(sum)
  }
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
  const levels = tonesHz.map((hz) => toneDb(sum, hz))
  await context.close()
  return levels
}

async function madeDb(hz: number, milliseconds: number): Promise<number> {
  let loudest = -200
  for (let waited = 0; waited < milliseconds; waited += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    for (const analyser of makers) {
      if (analyser.context.state === 'running') loudest = Math.max(loudest, toneDb(analyser, hz))
    }
  }
  return loudest
}

/** Goertzel over what the analyser holds now: the level of a sine of this pitch, in dB below full scale. */
function toneDb(analyser: AnalyserNode, hz: number): number {
  const wave = new Float32Array(analyser.fftSize)
  analyser.getFloatTimeDomainData(wave)
  const turn = (2 * Math.PI * hz) / analyser.context.sampleRate
  let real = 0
  let imaginary = 0
  wave.forEach((value, i) => {
    // Hann: a tone beside this one must not count for it.
    const weight = 1 - Math.cos((2 * Math.PI * i) / wave.length)
    real += value * weight * Math.cos(turn * i)
    imaginary += value * weight * Math.sin(turn * i)
  })
  return 20 * Math.log10(Math.max(1e-10, (2 * Math.hypot(real, imaginary)) / wave.length))
}

function measure(analyser: AnalyserNode, rate: number): { level: number; hz: number } {
  const wave = new Float32Array(analyser.fftSize)
  analyser.getFloatTimeDomainData(wave)
  const spectrum = new Float32Array(analyser.frequencyBinCount)
  analyser.getFloatFrequencyData(spectrum)
  const strongest = spectrum.indexOf(Math.max(...spectrum))
  const level = Math.sqrt(wave.reduce((sum, value) => sum + value * value, 0) / wave.length)
  return { level, hz: (strongest * rate) / analyser.fftSize }
}
