/** Turns a file's bytes into text: which letters they are written in, guessed where nobody says. */
import { isUtf8 } from 'node:buffer'
import type { FileEncoding } from '#contract/contactImport'
import type { FileBytes } from '#main/crm/connectors/file/fileBytes'
import { FileRefusal } from '#main/crm/connectors/file/fileRow'

/** Enough lines to tell by. */
export const sampleBytes = 1 << 18

/** The text in pieces; a byte order mark is left out, and bytes that are no letters become U+FFFD. */
export function* readText(bytes: FileBytes, encoding: FileEncoding): Generator<string> {
  const decoder = new TextDecoder(encoding)
  for (const piece of bytes.pieces()) yield decoder.decode(piece, { stream: true })
  yield decoder.decode()
}

/** Pure: by the mark at the beginning, or by what the bytes can be. Throws `not-text` for what no text file has. */
export function guessEncoding(sample: Uint8Array): FileEncoding {
  const [first, second, third] = sample
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (sample.includes(0)) return guessUtf16(sample)
  return isMostlyUtf8(sample) ? 'utf-8' : guessWindows(sample)
}

/** Spaces, digits and marks have a zero in one half; of a picture or a program both halves have some. */
function guessUtf16(sample: Uint8Array): FileEncoding {
  const zeros = [0, 0]
  for (let at = 0; at < sample.length; at += 1) if (sample[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (Math.min(even, odd) * 20 > Math.max(even, odd)) throw new FileRefusal('not-text')
  return odd > even ? 'utf-16le' : 'utf-16be'
}

/**
 * Line by line: of a file that was glued together from two, the larger part is read and the rows of the other are
 * refused, each with its line.
 */
function isMostlyUtf8(sample: Uint8Array): boolean {
  let [sound, broken] = [0, 0]
  let from = 0
  while (from < sample.length) {
    const end = sample.indexOf(0x0a, from)
    // The last line is cut by the sample; it tells only where it is the only one.
    if (end < 0 && from > 0) break
    const line = sample.subarray(from, end < 0 ? sample.length - 4 : end)
    if (line.some((byte) => byte >= 0x80)) {
      if (isUtf8(line)) sound += 1
      else broken += 1
    }
    from = end < 0 ? sample.length : end + 1
  }
  return sound >= broken
}

/** Arabic letters stand side by side; accented Latin ones alone, between plain letters. */
function guessWindows(sample: Uint8Array): FileEncoding {
  let [high, paired] = [0, 0]
  for (let at = 0; at < sample.length; at += 1) {
    if ((sample[at] ?? 0) < 0x80) continue
    high += 1
    if ((sample[at - 1] ?? 0) >= 0x80 || (sample[at + 1] ?? 0) >= 0x80) paired += 1
  }
  return paired * 2 > high ? 'windows-1256' : 'windows-1252'
}
