/**
 * The 49 torture messages of RFC 4475, by name and meaning. In `data` each keeps the fault the RFC gives it, with `{{…}}`
 * for what a text file holds badly: octets by their number, session descriptions by the host they name, and long words by
 * repetition. They are not the RFC's octets one for one: descriptions and lengths that play no part in a message's fault
 * may differ, `longreq` has the RFC's kinds of long values at about its lengths, and `mpart01` a short octet stream in
 * place of the signature, which is not UTF-8 and so cannot be in a text frame (RFC 7118 section 5).
 */
import { readFileSync } from 'node:fs'

export interface TortureMessage {
  readonly name: string
  readonly section: string
  readonly text: string
}

export function readTortureMessages(): TortureMessage[] {
  return ['Valid', 'Invalid', 'Meaning'].flatMap((part) => {
    const file = readFileSync(new URL(`./data/rfc4475${part}.txt`, import.meta.url), 'utf8')
    return file.split(/^### /m).slice(1).map(toMessage)
  })
}

function toMessage(entry: string): TortureMessage {
  const [title = '', ...lines] = entry.split('\n')
  const [name = '', section = ''] = title.split(' ')
  return { name, section, text: fillIn(lines.join('\r\n')) }
}

function fillIn(text: string): string {
  return text.replace(/\{\{([^}]+)\}\}/g, (_, code: string) => {
    const repeated = /^(.+) x (\d+)$/.exec(code)
    if (repeated !== null) return (repeated[1] ?? '').repeat(Number(repeated[2]))
    const host = /^sdp(\d+)$/.exec(code)
    if (host !== null) return toDescription(host[1] ?? '')
    return String.fromCodePoint(Number.parseInt(code, 16))
  })
}

/** The description most of the messages carry. */
function toDescription(host: string): string {
  return [
    'v=0',
    `o=mhandley 29739 7272939 IN IP4 192.0.2.${host}`,
    's=-',
    `c=IN IP4 192.0.2.${host}`,
    't=0 0',
    'm=audio 49217 RTP/AVP 0 12',
    'm=video 3227 RTP/AVP 31',
    'a=rtpmap:31 LPC',
    '',
  ].join('\r\n')
}

/** The same message for this phone: one to an address that is not its own is refused before it is looked at closely. */
export function aimAt(address: string, text: string): string {
  return text.replace(/^([^ \r\n]+)( +)(\S.*?)( +SIP\/\d\.\d *)\r\n/, (whole, method, before, _uri, after) =>
    method.startsWith('SIP/') ? whole : `${method}${before}${address}${after}\r\n`,
  )
}
