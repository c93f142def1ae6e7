/** Connects two peers of our own once at the start, so that the first real call finds every path already run. */
import { createMediaPeer, type MediaPeerOptions } from '#simulator/media/mediaPeer'
import { frameSamples } from '#simulator/telephony'

export interface Rehearsal {
  /** Resolves when sound has come through, or when it was ended before; never rejects. */
  readonly finished: Promise<'played' | 'ended'>
  /** Ends it, finished or not. */
  close(): Promise<void>
}

/** Frames sent and received before it is enough. */
const frames = 5

export function startRehearsal(options: Omit<MediaPeerOptions, 'checks'>): Rehearsal {
  const server = createMediaPeer({ ...options, checks: 'answered' })
  const phone = createMediaPeer({ ...options, checks: 'made' })
  const { promise: finished, resolve: finish } = Promise.withResolvers<'played' | 'ended'>()
  let closing: Promise<void> | null = null
  const close = () => {
    finish('ended')
    closing ??= Promise.all([server.close(), phone.close()]).then(() => undefined)
    return closing
  }
  const silence = new Int16Array(frameSamples)
  let left = frames
  phone.onSound(() => {
    left -= 1
    if (left !== 0) return
    finish('played')
    close().catch(options.onSurprise)
  })
  server.onConnected(() => {
    for (let i = 0; i < frames; i++) server.send(silence)
  })
  const play = async () => {
    await server.acceptAnswer(await phone.answer(await server.offer()))
  }
  play().catch((cause) => {
    // Closed in the middle is the end, not a surprise.
    if (closing === null) options.onSurprise(cause)
  })
  return { finished, close }
}
