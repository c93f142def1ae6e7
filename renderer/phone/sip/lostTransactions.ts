/** Ends what was asked over a socket that is gone: no answer can come any more, and waiting 32 s would block the calls. */
import type { UserAgent } from 'sip.js'

/** Each request that waits inside a call is answered as the library answers what cannot be sent (RFC 3261 8.1.3.1). */
export function endLostTransactions(userAgent: UserAgent): void {
  for (const { message } of [...userAgent.userAgentCore.userAgentClients.values()]) {
    if (message.toTag === undefined || message.toTag === '') continue
    const answer = toUnavailable(message.toString())
    if (answer !== null) userAgent.transport.onMessage?.(answer)
  }
}

/** The 503 to a request, from its own lines; null where it holds not enough of them. */
export function toUnavailable(request: string): string | null {
  const head = request.split('\r\n\r\n', 1)[0] ?? ''
  const kept = head.split('\r\n').filter((line) => /^(via|from|to|call-id|cseq):/i.test(line))
  if (kept.length < 5) return null
  return ['SIP/2.0 503 Socket Lost', ...kept, 'Content-Length: 0', '', ''].join('\r\n')
}
