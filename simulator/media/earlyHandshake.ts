/** Keeps what a quick phone sends before its answer is here, so that DTLS need not wait for it to be repeated. */
import type { RTCDtlsTransport } from 'werift'

/** A ClientHello is one datagram or, with large key shares, two or three. */
const mostKept = 4

/**
 * The phone's first flight leaves as soon as its checks succeed, often before its 200 has been read; it would be
 * sent again only after 50 ms (RFC 9147 section 5.8.2).
 */
export function keepEarlyHandshake(transport: RTCDtlsTransport): void {
  const { onData } = transport.iceTransport.connection
  const kept: Buffer[] = []
  const { unSubscribe } = onData.subscribe((data) => {
    if (transport.state === 'new' && kept.length < mostKept && isDtls(data)) kept.push(Buffer.from(data))
  })
  transport.onStateChange.subscribe((state) => {
    if (state === 'new') return
    unSubscribe()
    // The handshake begins to listen within the same turn as its state changes, after this call.
    if (state === 'connecting')
      queueMicrotask(() => kept.splice(0).forEach((data) => void onData.execute(data)))
  })
}

/** RFC 7983 section 7. */
function isDtls(data: Buffer): boolean {
  const first = data[0] ?? 0
  return first >= 20 && first <= 63
}
