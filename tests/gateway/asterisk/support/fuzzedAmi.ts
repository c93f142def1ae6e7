/** Streams of manager messages no Asterisk would send, and a plain reading of them to compare a parser with. */

export type Random = () => number
export type PlainField = readonly [key: string, value: string]

/** Small and repeatable; 0 up to 1. */
export function createRandom(seed: number): Random {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const keys = ['Key', 'Event', 'Uniqueid', 'ChanVariable', 'Variable', 'X-1', 'k', 'Response', 'Output', 'A B']
/** Each character is one byte. */
const pieces = [
  ...['a', 'Z', '0', ':', ': ', ' ', '  ', '\n', '\r', '\t', '\0', '\\"', '=', '\nEvent: Forged', '\nKey: v'],
  ...['\xc3\xa9', '\xd8\xab\xd8\xb1', '\xf0\x9f\x8e\xa7', '\xe2\x80\xae', '\xef\xbb\xbf'],
  // No UTF-8: a lone continuation, a cut sequence, an overlong one, a surrogate.
  ...['\x80', '\xd8', '\xf0\x9f', '\xc0\xaf', '\xed\xa0\x80', '\xff'],
]

/** One message with what follows it: mostly a blank line, at times none, or more than one. */
export function fuzzMessage(random: Random): string {
  const choose = <T>(items: readonly T[], otherwise: T): T =>
    items[Math.floor(random() * items.length)] ?? otherwise
  const value = () => {
    let text = ''
    for (let left = Math.floor(random() * 5); left > 0; left -= 1) text += choose(pieces, '')
    // What would end the line is the sender's to leave out; so does Asterisk.
    return text.replaceAll('\r\n', ' ').replace(/\r$/, '')
  }
  const first = choose(
    ['Event: Newchannel', 'Event: UserEvent', 'Event: \xd8\xab', 'Response: Success', 'No'],
    '',
  )
  const lines = [first]
  for (let left = Math.floor(random() * 6); left > 0; left -= 1) {
    const form = random()
    const key = choose(keys, '')
    if (form < 0.85) lines.push(`${key}: ${value()}`)
    else if (form < 0.93) lines.push(`${key}:${value()}`)
    else lines.push('a line without the sign')
  }
  const blanks = random()
  return `${lines.join('\r\n')}\r\n${blanks < 0.05 ? '' : blanks < 0.1 ? '\r\n\r\n' : '\r\n'}`
}

/** Reads line by line what a parser may be given in any pieces; `text` is the whole stream as UTF-8. */
export function readPlainly(text: string): PlainField[][] {
  const messages: PlainField[][] = []
  let now: PlainField[] | null = null
  let isUserEvent = false
  for (const line of text.split('\r\n')) {
    const isNext = line === '' || (line.startsWith('Event: ') && now !== null && !isUserEvent)
    if (isNext && now !== null) {
      messages.push(now)
      now = null
    }
    if (line === '') continue
    if (now === null) isUserEvent = line === 'Event: UserEvent'
    now ??= []
    const colon = line.indexOf(':')
    if (colon < 0) continue
    const value = line.slice(colon + 1)
    now.push([line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value])
  }
  return messages
}
