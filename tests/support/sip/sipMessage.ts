/** Reads and writes SIP messages as far as a small test phone needs them (RFC 3261 section 7). */

export interface SipMessage {
  /** Request line or status line. */
  readonly first: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

export function parseSip(text: string): SipMessage {
  const end = text.indexOf('\r\n\r\n')
  const [first = '', ...lines] = (end < 0 ? text : text.slice(0, end)).split('\r\n')
  const headers = lines.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const
  })
  return { first, headers, body: end < 0 ? '' : text.slice(end + 4) }
}

export function formatSip({ first, headers, body }: SipMessage): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}`)
  return [first, ...lines, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n')
}

/** The first header of that name; empty when there is none. */
export function headerOf(message: SipMessage, name: string): string {
  const wanted = name.toLowerCase()
  return message.headers.find(([each]) => each.toLowerCase() === wanted)?.[1] ?? ''
}

/** 0 for a request. */
export function statusOf({ first }: SipMessage): number {
  return first.startsWith('SIP/2.0 ') ? Number(first.slice(8, 11)) : 0
}

/** Empty for a response. */
export function methodOf({ first }: SipMessage): string {
  return first.startsWith('SIP/2.0 ') ? '' : (first.split(' ', 1)[0] ?? '')
}

export function tagOf(address: string): string {
  return /;tag=([^;>\s]+)/.exec(address)?.[1] ?? ''
}

/** The URI between the angle brackets. */
export function uriOf(address: string): string {
  return /<([^>]+)>/.exec(address)?.[1] ?? address
}

export function branchOf(message: SipMessage): string {
  return /;branch=([^;,\s]+)/.exec(headerOf(message, 'Via'))?.[1] ?? ''
}
