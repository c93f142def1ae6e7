/** Judges the address of a gateway: encrypted anywhere, in clear only to this machine. */
import { type Answer, done, failed } from '#contract/failure'

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** The address as a URL, or `invalid` when it is not `wss:`, or `ws:` to a loopback name, or carries a password. */
export function parseGatewayUrl(text: string): Answer<URL> {
  const url = URL.parse(text)
  if (url === null || url.username !== '' || url.password !== '') return failed('invalid', 'gateway')
  const isSafe = url.protocol === 'wss:' || (url.protocol === 'ws:' && loopbackNames.has(url.hostname))
  return isSafe ? done(url) : failed('invalid', 'gateway')
}
