/** Bytes of a manager connection in, whole messages out, however the bytes were cut. */
import { isAscii } from 'node:buffer'
import { AmiMessage } from '#gateway/asterisk/ami/amiMessage'

export interface AmiParser {
  /** Takes the next bytes; the buffer may be used again afterwards. */
  push(bytes: Uint8Array): void
  /** Messages longer than the limit, left out whole. */
  readonly oversized: number
  /** Bytes held for a message that has not ended; never more than the limit and one read. */
  readonly heldBytes: number
}

export interface AmiParserOptions {
  /** The greeting, for example `Asterisk Call Manager/11.0.0`; at most once. */
  readonly onBanner: (banner: string) => void
  readonly onMessage: (message: AmiMessage) => void
  /** 1 MiB unless told. */
  readonly maxMessageBytes?: number
}

const blankLine = Buffer.from('\r\n\r\n')
const lineEnd = Buffer.from('\r\n')
const maxBannerBytes = 1024
const eventLine = '\r\nEvent: '

export function createAmiParser({
  onBanner,
  onMessage,
  maxMessageBytes = 1_048_576,
}: AmiParserOptions): AmiParser {
  let held = Buffer.allocUnsafe(65_536)
  let length = 0
  /** Bytes of `held` known to hold no end of a message. */
  let searched = 0
  let isGreeted = false
  let isSkipping = false
  let oversized = 0

  function append(bytes: Uint8Array): void {
    const needed = length + bytes.length
    if (needed > held.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, held.length * 2))
      held.copy(larger, 0, 0, length)
      held = larger
    }
    held.set(bytes, length)
    length = needed
  }

  function drop(count: number): void {
    held.copyWithin(0, count, length)
    length -= count
    searched = 0
  }

  /** The first line is the greeting when it is no `Key: value`; a proxy in between may leave it out. */
  function greet(): boolean {
    const end = held.subarray(0, Math.min(length, maxBannerBytes)).indexOf(lineEnd)
    if (end < 0 && length < maxBannerBytes) return false
    isGreeted = true
    const line = held.toString('utf8', 0, Math.max(0, end))
    if (end >= 0 && line !== '' && !line.includes(': ')) {
      drop(end + 2)
      onBanner(line)
    }
    return true
  }

  /** Where the last whole message ends, blank line included; 0 when none does. */
  function findEnd(): number {
    const from = Math.max(0, searched - 3)
    const last = held.subarray(from, length).lastIndexOf(blankLine)
    searched = length
    return last < 0 ? 0 : from + last + 4
  }

  function emit(bytes: string, isPlain: boolean): void {
    if (isSkipping) {
      isSkipping = false
      return
    }
    if (bytes === '') return
    if (bytes.length > maxMessageBytes) {
      oversized += 1
      return
    }
    onMessage(new AmiMessage(bytes, isPlain))
  }

  function takeMessages(end: number): void {
    const region = held.subarray(0, end)
    const isPlain = isAscii(region)
    splitMessages(region.toString('latin1'), (bytes) => emit(bytes, isPlain))
  }

  /** A message that outgrows the limit is thrown away as it comes; its last bytes may begin the blank line. */
  function skipGrown(): void {
    if (length <= maxMessageBytes + 3) return
    if (!isSkipping) oversized += 1
    isSkipping = true
    drop(length - 3)
  }

  return {
    push(bytes) {
      append(bytes)
      if (!isGreeted && !greet()) return
      const end = findEnd()
      if (end > 0) {
        takeMessages(end)
        drop(end)
      }
      skipGrown()
    },
    get oversized() {
      return oversized
    },
    get heldBytes() {
      return length
    },
  }
}

/**
 * Cuts at blank lines, of which there may be too many. A second `Event:` line means that the blank line between two
 * messages is missing; only the dialplan's own UserEvent may carry such a line as a field, and stays whole. A lone
 * line feed begins no line: it is part of a value.
 */
function splitMessages(text: string, emit: (message: string) => void): void {
  let start = 0
  let nextEvent = text.indexOf(eventLine)
  while (start < text.length) {
    while (text.startsWith('\r\n', start)) start += 2
    const found = text.indexOf('\r\n\r\n', start)
    const end = found < 0 ? text.length : found
    if (nextEvent >= 0 && nextEvent < start) nextEvent = text.indexOf(eventLine, start)
    while (nextEvent >= 0 && nextEvent < end && !text.startsWith('Event: UserEvent\r', start)) {
      emit(text.slice(start, nextEvent))
      start = nextEvent + 2
      nextEvent = text.indexOf(eventLine, start)
    }
    emit(text.slice(start, end))
    start = end + 4
  }
}
