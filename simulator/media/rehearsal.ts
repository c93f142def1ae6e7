/** Connects two peers of our own once at the start, so that the first real call finds every path already run. */
import { createMediaPeer, type MediaPeer, type MediaPeerOptions } from '#simulator/media/mediaPeer'
import { frameSamples } from '#simulator/telephony'

export interface Rehearsal {
  /** Resolves when sound has come through (true) or it was given up (false); never rejects. */
  readonly played: Promise<boolean>
  /** Waits for the end if it is near, then leaves nothing behind. */
  close(): Promise<void>
}

/** Enough for the compiler to take the paths of sound seriously. */
const frames = 20
/** A handshake cut in the middle would be repeated to nobody for half a minute, so its end is waited for. */
const patienceMs = 1000

export function startRehearsal(options: Omit<MediaPeerOptions, 'checks'>): Rehearsal {
  const server = createMediaPeer({ ...options, checks: 'answered' })
  const phone = createMediaPeer({ ...options, checks: 'made' })
  const { promise: played, resolve: finish } = Promise.withResolvers<boolean>()

  const play = async () => {
    const connected = Promise.all([untilConnected(server), untilConnected(phone)])
    await server.acceptAnswer(await phone.answer(await server.offer()))
    await connected
    phone.onSound(() => finish(true))
    const silence = new Int16Array(frameSamples)
    for (let i = 0; i < frames; i++) server.send(silence)
  }
  play().catch((cause) => {
    finish(false)
    options.onSurprise(cause)
  })
  const closed = played.then(() => Promise.all([server.close(), phone.close()]))
  closed.catch(options.onSurprise)

  return {
    played,
    async close() {
      const timer = setTimeout(() => finish(false), patienceMs)
      await closed.finally(() => clearTimeout(timer))
    },
  }
}

function untilConnected(peer: MediaPeer): Promise<void> {
  return new Promise((resolve) => peer.onConnected(resolve))
}
