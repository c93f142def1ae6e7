/** Answers a request that cannot be parsed, with whatever of it can be read (RFC 4475 section 3). */

const copied = ['via', 'from', 'to', 'call-id', 'cseq']
const compactForms: Readonly<Record<string, string>> = { v: 'via', f: 'from', t: 'to', i: 'call-id' }
const formal: Readonly<Record<string, string>> = {
  via: 'Via',
  from: 'From',
  to: 'To',
  'call-id': 'Call-ID',
  cseq: 'CSeq',
}

/**
 * The text of a 400 (or 505 for another SIP version, 416 for another kind of address); null for what must not be answered: a response, an ACK, or
 * something that names nobody to answer to.
 */
export function toMalformedAnswer(data: string, reasonPhrase: string | null): string | null {
  const [firstLine = '', ...lines] = unfold(data)
  const request = /^([^\s:]+) (.*)(SIP\/\d+\.\d+)$/i.exec(firstLine)
  if (request === null || request[1]?.toUpperCase() === 'ACK') return null
  const headers = lines.flatMap(readCopied)
  if (!headers.some((line) => line.startsWith('Via:'))) return null
  const statusLine = `SIP/2.0 ${statusFor(request[2] ?? '', request[3] ?? '', reasonPhrase)}`
  return [statusLine, ...headers, 'Content-Length: 0', '', ''].join('\r\n')
}

function statusFor(requestUri: string, version: string, reasonPhrase: string | null): string {
  if (version.toUpperCase() !== 'SIP/2.0') return '505 Version Not Supported'
  if (/^(?!sips?:)[a-z][a-z0-9+.-]*:\S/i.test(requestUri)) return '416 Unsupported URI Scheme'
  return `400 ${reasonPhrase ?? 'Bad Request'}`
}

/** Whether the first line asks in another version than SIP/2.0. */
export function isOtherVersion(data: string): boolean {
  return /^[^\r\n]* SIP\/(?!2\.0\r\n)\d+\.\d+\r\n/i.test(data)
}

/** Header lines with their continuations joined (RFC 3261 section 7.3.1). */
function unfold(data: string): string[] {
  const end = data.indexOf('\r\n\r\n')
  const head = end === -1 ? data : data.slice(0, end)
  return head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
}

function readCopied(line: string): string[] {
  const colon = line.indexOf(':')
  const written = line.slice(0, Math.max(0, colon)).trim().toLowerCase()
  const name = compactForms[written] ?? written
  const value = line.slice(colon + 1).trim()
  if (!copied.includes(name) || value === '') return []
  // A final answer carries a To tag (section 8.2.6.2); what the phone sent may lack one.
  const tagged = name === 'to' && !/;\s*tag=/i.test(value) ? `${value};tag=malformed` : value
  return [`${formal[name]}: ${tagged}`]
}
