/** Rings on one device. */
import { toRingTone } from '#renderer/phone/devices/ringTone'
import type { RoutableAudioContext } from '#renderer/phone/devices/routableContext'

/** The sound card is let go a little later: while it is closed, no microphone opens. */
const sleepAfterMs = 1000

/** Opening the sound card keeps the page busy for up to 10 ms, drawing the tone for 20: the caller's card is painted first. */
const soundAfterMs = 40

interface Ring {
  readonly endless: boolean
  /** Its tone; null before that sounds. */
  source: AudioBufferSourceNode | null
}

export class Bell {
  readonly #report: (error: unknown) => void
  readonly #context: RoutableAudioContext
  readonly #volume: GainNode
  #ring: Ring | null = null
  #tone: AudioBuffer | null = null
  #deviceId = ''
  /** The change of device last asked for: a ring waits for it rather than sound on the wrong one. */
  #routed: Promise<void> = Promise.resolve()
  #sleepTimer: ReturnType<typeof setTimeout> | undefined

  constructor(report: (error: unknown) => void) {
    this.#report = report
    this.#context = new AudioContext({ latencyHint: 'interactive' })
    this.#volume = this.#context.createGain()
    this.#volume.connect(this.#context.destination)
    this.#sleep()
  }

  route(deviceId: string | null, volume: number): void {
    this.#volume.gain.value = Math.min(1, Math.max(0, volume))
    if ((deviceId ?? '') === this.#deviceId || this.#context.setSinkId === undefined) return
    this.#deviceId = deviceId ?? ''
    // A ringer that cannot be opened must not silence the ring: it sounds on the device it had.
    this.#routed = this.#context.setSinkId(this.#deviceId).catch((error: unknown) => {
      if (this.#context.state !== 'closed') this.#report(error)
    })
  }

  start(endless: boolean): void {
    this.stop()
    const ring: Ring = { endless, source: null }
    this.#ring = ring
    setTimeout(() => void this.#routed.then(() => this.#sound(ring)), soundAfterMs)
  }

  /** Made only now: what a sound card that sleeps is given it keeps until it wakes, and a ring may be over before it sounds. */
  #sound(ring: Ring): void {
    if (this.#ring !== ring) return
    const source = this.#context.createBufferSource()
    source.loop = ring.endless
    source.buffer = this.#tone ??= this.#draw()
    source.connect(this.#volume)
    // An endless tone never ends by itself, and what listened to it would outlive the ring.
    if (!ring.endless)
      source.addEventListener('ended', () => {
        if (this.#ring === ring) this.stop()
      })
    ring.source = source
    source.start()
    this.wake()
  }

  stop(): void {
    const source = this.#ring?.source ?? null
    this.#ring = null
    if (source === null) return
    source.disconnect()
    source.stop()
    this.#sleepTimer = setTimeout(() => this.#sleep(), sleepAfterMs)
  }

  /** Of no use before the tone: it wakes the sound card itself. */
  wake(): void {
    if ((this.#ring?.source ?? null) === null) return
    clearTimeout(this.#sleepTimer)
    this.#context.resume().catch(this.#report)
  }

  async close(): Promise<void> {
    this.stop()
    clearTimeout(this.#sleepTimer)
    if (this.#context.state !== 'closed') await this.#context.close()
  }

  #sleep(): void {
    this.#context.suspend().catch(this.#report)
  }

  #draw(): AudioBuffer {
    const samples = toRingTone(this.#context.sampleRate)
    const buffer = this.#context.createBuffer(1, samples.length, this.#context.sampleRate)
    buffer.copyToChannel(samples, 0)
    return buffer
  }
}
