/** One line of a vCard, unfolded: its name, and its value in parts, as text. Pure. */

export interface VcardProperty {
  /** In capitals, without the group before it. */
  readonly name: string
  /** What stands between unescaped semicolons; those of a telephone number too. */
  readonly parts: readonly string[]
}

/** RFC 6350 section 3.3: a value begins at the first colon that is not in a quoted parameter. */
const shape = /^(?:[^.:;]*\.)?([A-Za-z0-9-]+)((?:;(?:"[^"]*"|[^":])*)*):(.*)$/s

/** Backslashes escape from 3.0 on; 2.1 knows `\;` alone, which reads the same. */
const escaped = /\\([\\,;:nN])/g

/** null for a line that is no property. */
export function parseProperty(line: string): VcardProperty | null {
  const found = shape.exec(line)
  if (found === null) return null
  const [, name = '', parameters = '', raw = ''] = found
  const isQuoted = /(?:^|[;=,])"?QUOTED-PRINTABLE/i.test(parameters)
  const value = isQuoted ? decodeQuotedPrintable(raw, toCharset(parameters)) : raw
  return { name: name.toUpperCase(), parts: splitParts(value) }
}

/** RFC 2045 section 6.7. A byte that is no letter in the card's own charset becomes U+FFFD, and the row is refused. */
export function decodeQuotedPrintable(text: string, charset: string): string {
  return text.replace(/(?:=[0-9A-Fa-f]{2})+/g, (run) =>
    new TextDecoder(charset).decode(Buffer.from(run.replaceAll('=', ''), 'hex')),
  )
}

/** UTF-8 where the card names none, or one nobody knows. */
function toCharset(parameters: string): string {
  const named = /;CHARSET="?([A-Za-z0-9_-]+)/i.exec(parameters)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(named).encoding
  } catch {
    return 'utf-8'
  }
}

/** An escaped semicolon is a letter; a bare one stands between parts. */
function splitParts(value: string): string[] {
  const parts = value.match(/(?:\\.|[^\\;])+|;|\\$/gs) ?? []
  const texts: string[] = ['']
  for (const part of parts) {
    if (part === ';') texts.push('')
    else texts[texts.length - 1] += part
  }
  return texts.map((text) =>
    text.replace(escaped, (_, letter: string) => (/n/i.test(letter) ? '\n' : letter)).trim(),
  )
}
