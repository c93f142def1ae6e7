/** One message of the Asterisk Manager Interface: repeated keys, order kept, read only as far as somebody asks. */

export interface AmiField {
  readonly key: string
  readonly value: string
}

/**
 * The lines of one message. Keys are compared as Asterisk writes them. Values are as sent: they may be empty, hold
 * ": " or any character but CR LF, and are hostile text. Bytes that are no UTF-8 read as U+FFFD.
 */
export class AmiMessage {
  readonly kind: 'event' | 'response' | 'other'
  /** The event's name or the response's verdict (`Success`, `Error`, `Goodbye`, `Follows`); otherwise empty. */
  readonly name: string
  /** One character for each byte: decoding a value that nobody asks for would be most of the work. */
  private readonly bytes: string
  private readonly isAscii: boolean

  /** `bytes`: the lines without the blank line that ends them, each byte as one character. */
  constructor(bytes: string, isAscii: boolean) {
    this.bytes = bytes
    this.isAscii = isAscii
    const isEvent = bytes.startsWith('Event: ')
    const isResponse = !isEvent && bytes.startsWith('Response: ')
    this.kind = isEvent ? 'event' : isResponse ? 'response' : 'other'
    this.name = this.kind === 'other' ? '' : this.valueAt(isEvent ? 6 : 9)
  }

  /** The first value of a key; null when the message has no such line. */
  get(key: string): string | null {
    if (this.isFirst(key)) return this.valueAt(key.length + 1)
    const needle = toNeedle(key)
    const at = this.bytes.indexOf(needle)
    return at < 0 ? null : this.valueAt(at + needle.length)
  }

  /** Every value of a repeated key (`Variable`, `ChanVariable`, `Output`), in order. */
  all(key: string): string[] {
    const found = this.isFirst(key) ? [this.valueAt(key.length + 1)] : []
    const needle = toNeedle(key)
    for (let at = this.bytes.indexOf(needle); at >= 0; at = this.bytes.indexOf(needle, at + needle.length)) {
      found.push(this.valueAt(at + needle.length))
    }
    return found
  }

  /** Every line that has a colon, in order. */
  fields(): AmiField[] {
    const { bytes } = this
    const fields: AmiField[] = []
    for (let start = 0; start < bytes.length; ) {
      const found = bytes.indexOf('\r\n', start)
      const end = found < 0 ? bytes.length : found
      const colon = bytes.indexOf(':', start)
      if (colon >= 0 && colon < end) {
        fields.push({ key: bytes.slice(start, colon), value: this.valueAt(colon + 1) })
      }
      start = end + 2
    }
    return fields
  }

  private isFirst(key: string): boolean {
    return this.bytes.charCodeAt(key.length) === colonCode && this.bytes.startsWith(key)
  }

  /** The rest of a line from just behind its colon. */
  private valueAt(afterColon: number): string {
    const { bytes } = this
    const start = bytes.charCodeAt(afterColon) === spaceCode ? afterColon + 1 : afterColon
    const end = bytes.indexOf('\r\n', start)
    const value = bytes.slice(start, end < 0 ? bytes.length : end)
    return this.isAscii || !beyondAscii.test(value) ? value : Buffer.from(value, 'latin1').toString('utf8')
  }
}

const colonCode = 0x3a
const spaceCode = 0x20
const beyondAscii = /[\u0080-\u00ff]/

/** Lines begin behind CR LF: a lone line feed inside a value begins none. The keys asked for are few and constant. */
const needles = new Map<string, string>()

function toNeedle(key: string): string {
  const known = needles.get(key)
  if (known !== undefined) return known
  const needle = `\r\n${key}:`
  if (needles.size < 1000) needles.set(key, needle)
  return needle
}
