/** The page the phone's own benches run in: one phone, and counts of what it holds that keep nothing alive themselves. */
import type { SipCredentials } from '#contract/session'
import { createPhone } from '#renderer/phone/createPhone'
import type { Phone } from '#renderer/phone/phone'
import { createBrowserClock } from '#renderer/state/browserEnvironment'

export interface Held {
  readonly timers: number
  readonly connections: number
  readonly tracks: number
}

declare global {
  interface Window {
    bench: {
      readonly phone: Phone
      /** When the link came to be connected, epoch milliseconds. */
      readonly connectedAtMs: number[]
      readonly errors: string[]
      start(credentials: SipCredentials): void
      held(): Held
    }
  }
}

const timers = new Set<number>()
const setLater = window.setTimeout.bind(window)
const clearLater = window.clearTimeout.bind(window)
window.setTimeout = ((task: () => void, delayMs?: number) => {
  const id = setLater(() => {
    timers.delete(id)
    task()
  }, delayMs)
  timers.add(id)
  return id
}) as typeof window.setTimeout
window.clearTimeout = (id) => {
  timers.delete(Number(id))
  clearLater(id)
}

let connections = 0
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration)
    connections += 1
  }
  override close(): void {
    if (this.signalingState !== 'closed') connections -= 1
    super.close()
  }
}

const tracks: WeakRef<MediaStreamTrack>[] = []
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
navigator.mediaDevices.getUserMedia = async (constraints) => {
  const stream = await open(constraints)
  tracks.push(...stream.getTracks().map((track) => new WeakRef(track)))
  return stream
}

const errors: string[] = []
window.addEventListener('error', (event) => errors.push(event.message))
window.addEventListener('unhandledrejection', (event) => errors.push(String(event.reason)))

const phone = createPhone({
  clock: createBrowserClock(),
  random: Math.random,
  iceServers: [],
  report: (error) => void errors.push(String(error)),
})
const connectedAtMs: number[] = []
let last = ''
phone.onChange(({ link }) => {
  if (link.kind === 'connected' && last !== 'connected') connectedAtMs.push(Date.now())
  last = link.kind
})

window.bench = {
  phone,
  connectedAtMs,
  errors,
  start: (credentials) => phone.setCredentials(credentials),
  held: () => ({
    timers: timers.size,
    connections,
    tracks: tracks.filter((track) => track.deref()?.readyState === 'live').length,
  }),
}
