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
  /** What the browser says when the newest microphone is pulled out. */
  pullMicrophone(): void
  /** Names of the microphones that are open now. */
  microphoneNames(): string[]
  /** What is heard from the caller: level from 0 to 1 and the strongest tone in hertz. */
  hear(milliseconds: number): Promise<{ level: number; hz: number }>
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

const played: MediaStream[] = []
const play = HTMLMediaElement.prototype.play
HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
  if (this.srcObject instanceof MediaStream) played.push(this.srcObject)
  return play.call(this)
}

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
  pullMicrophone() {
    const track = tracks.at(-1)
    track?.stop()
    track?.dispatchEvent(new Event('ended'))
  },
  microphoneNames: () => tracks.filter((track) => track.readyState === 'live').map((track) => track.label),
  hear,
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

function measure(analyser: AnalyserNode, rate: number): { level: number; hz: number } {
  const wave = new Float32Array(analyser.fftSize)
  analyser.getFloatTimeDomainData(wave)
  const spectrum = new Float32Array(analyser.frequencyBinCount)
  analyser.getFloatFrequencyData(spectrum)
  const strongest = spectrum.indexOf(Math.max(...spectrum))
  const level = Math.sqrt(wave.reduce((sum, value) => sum + value * value, 0) / wave.length)
  return { level, hz: (strongest * rate) / analyser.fftSize }
}
