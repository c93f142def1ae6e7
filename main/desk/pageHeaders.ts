/** The headers every answer to the page carries, in both shells: what it may load, reach and use. */
import { isLoopback } from '#main/desk/loopback'

/** `connectTo` are the sources besides our own that the page may reach, for example `wss://pbx.example:8089`. */
export function toPageHeaders(connectTo: readonly string[]): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "font-src 'self'",
      "img-src 'self' data:",
      "media-src 'self' blob:",
      "worker-src 'self'",
      `connect-src ${["'self'", ...connectTo].join(' ')}`,
      "manifest-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy':
      'microphone=(self), speaker-selection=(self), autoplay=(self), camera=(), geolocation=(), display-capture=()',
    'x-frame-options': 'DENY',
  }
}

/** The source expression of a SIP server's address: scheme, host and port. null for one in clear beyond this machine, or of odd signs. */
export function toConnectSource(serverUrl: string): string | null {
  const url = URL.parse(serverUrl)
  // A host may hold `*` and `;`, which mean something in a policy.
  if (url === null || !/^[\w.:[\]-]+$/.test(url.host)) return null
  const isSafe = url.protocol === 'wss:' || (url.protocol === 'ws:' && isLoopback(url.hostname))
  return isSafe ? `${url.protocol}//${url.host}` : null
}

/** The bridge of the browser shell: older browsers do not count WebSockets as 'self'. */
export function toBridgeSources(port: number): string[] {
  return [`ws://127.0.0.1:${port}`, `ws://localhost:${port}`]
}
