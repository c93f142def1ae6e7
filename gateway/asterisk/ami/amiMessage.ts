/** One message of the Asterisk Manager Interface: repeated keys, order kept, read only as far as somebody asks. */

export interface AmiField {
  readonly key: string
  readonly value: string
}

/**
 * The lines of one message. Keys are compared without regard to case, as Asterisk does. Values are as sent: they may
 * be empty, hold ": " or any character but CR LF, and are hostile text.
 */
export class AmiMessage {
  /** The lines, without the blank line that ends them. */
  readonly text: string
  readonly kind: 'event' | 'response' | 'other'
  /** The event's name or the response's verdict (`Success`, `Error`, `Goodbye`, `Follows`); otherwise empty. */
  readonly name: string
  private marks: number[] | null = null

  constructor(text: string) {
    this.text = text
    const isEvent = text.startsWith('Event: ')
    const isResponse = !isEvent && text.startsWith('Response: ')
    this.kind = isEvent ? 'event' : isResponse ? 'response' : 'other'
    const from = isEvent ? 7 : 10
    const end = this.kind === 'other' ? from : text.indexOf('\r\n', from)
    this.name = this.kind === 'other' ? '' : text.slice(from, end < 0 ? text.length : end)
  }

  /** The first value of a key; null when the message has no such line. */
  get(key: string): string | null {
    const marks = this.lines()
    for (let at = 0; at < marks.length; at += 3) {
      if (this.isKey(marks[at] ?? 0, marks[at + 1] ?? 0, key)) return this.valueAt(at)
    }
    return null
  }

  /** Every value of a repeated key (`Variable`, `ChanVariable`, `Output`), in order. */
  all(key: string): string[] {
    const marks = this.lines()
    const found: string[] = []
    for (let at = 0; at < marks.length; at += 3) {
      if (this.isKey(marks[at] ?? 0, marks[at + 1] ?? 0, key)) found.push(this.valueAt(at))
    }
    return found
  }

  /** Every line that has a colon, in order. */
  fields(): AmiField[] {
    const marks = this.lines()
    const fields: AmiField[] = []
    for (let at = 0; at < marks.length; at += 3) {
      fields.push({ key: this.text.slice(marks[at], marks[at + 1]), value: this.valueAt(at) })
    }
    return fields
  }

  private isKey(start: number, colon: number, key: string): boolean {
    if (colon - start !== key.length) return false
    return (
      this.text.startsWith(key, start) || this.text.slice(start, colon).toLowerCase() === key.toLowerCase()
    )
  }

  private valueAt(at: number): string {
    const marks = this.lines()
    const colon = marks[at + 1] ?? 0
    const start = this.text.charCodeAt(colon + 1) === 0x20 ? colon + 2 : colon + 1
    return this.text.slice(start, marks[at + 2])
  }

  /** Three numbers for each line with a colon: where the key begins, where the colon is, where the line ends. */
  private lines(): number[] {
    if (this.marks !== null) return this.marks
    const { text } = this
    const marks: number[] = []
    for (let start = 0; start < text.length; ) {
      const found = text.indexOf('\r\n', start)
      const end = found < 0 ? text.length : found
      const colon = text.indexOf(':', start)
      if (colon >= 0 && colon < end) marks.push(start, colon, end)
      start = end + 2
    }
    this.marks = marks
    return marks
  }
}
