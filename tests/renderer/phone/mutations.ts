/** Spoils SIP messages at random, by a seed: the same seed spoils them in the same way. */
import fc from 'fast-check'

type Spoil = (text: string) => string

const at = (text: string, share: number): number => Math.floor(share * text.length)

const share = fc.double({ min: 0, max: 0.999_999, noNaN: true })

/** What parsers have fallen over: numbers out of range, quotes, brackets, line ends, markup, hidden directions. */
const nasty = fc.constantFrom(
  '\u0000',
  '\r\n',
  '\r\n\r\n',
  '\n',
  '"',
  '\\',
  '<',
  '>',
  ';',
  ',',
  ':',
  '@',
  '%00',
  '%',
  '-1',
  '4294967296',
  '99999999999999999999',
  '\u202e',
  '\u2066',
  '\uFEFF',
  '\uD800',
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  'z9hG4bK',
  'tag=',
  'Via: SIP/2.0/WS x.invalid;branch=z9hG4bKx\r\n',
  'Contact: *\r\n',
  'Content-Length: 1000000\r\n',
  'Proxy-Authenticate: Digest realm="x", nonce="y"\r\n',
  'A'.repeat(5000),
)

const spoil: fc.Arbitrary<Spoil> = fc.oneof(
  fc.tuple(share, nasty).map(
    ([where, bad]): Spoil =>
      (text) => {
        const i = at(text, where)
        return text.slice(0, i) + bad + text.slice(i)
      },
  ),
  fc.tuple(share, fc.nat(40)).map(
    ([where, length]): Spoil =>
      (text) => {
        const i = at(text, where)
        return text.slice(0, i) + text.slice(i + length)
      },
  ),
  share.map(
    (where): Spoil =>
      (text) =>
        text.slice(0, at(text, where)),
  ),
  fc.tuple(share, share).map(
    ([from, to]): Spoil =>
      (text) => {
        const lines = text.split('\r\n')
        const [line = ''] = lines.splice(at('x'.repeat(lines.length), from), 1)
        lines.splice(at('x'.repeat(lines.length + 1), to), 0, line)
        return lines.join('\r\n')
      },
  ),
  share.map(
    (where): Spoil =>
      (text) => {
        const lines = text.split('\r\n')
        const i = at('x'.repeat(lines.length), where)
        return [...lines.slice(0, i), lines[i] ?? '', ...lines.slice(i)].join('\r\n')
      },
  ),
  fc.tuple(share, fc.integer({ min: 0, max: 0xffff })).map(
    ([where, code]): Spoil =>
      (text) => {
        const i = at(text, where)
        return text.slice(0, i) + String.fromCharCode(code) + text.slice(i + 1)
      },
  ),
  nasty.map(
    (bad): Spoil =>
      (text) =>
        text.replace(/\d+/, bad),
  ),
)

/** A call and a transaction of its own: the same one sent again would not be looked at. */
function asNew(text: string, serial: number): string {
  return text
    .replaceAll('z9hG4bK', `z9hG4bK${serial}-`)
    .replace(/^((?:call-id|i)[ \t]*:[ \t]*)/im, (_, name: string) => `${name}${serial}-`)
}

/** `count` spoilt messages made of these, one to four spoils each. */
export function createMutations(bases: readonly string[], count: number, seed: number): string[] {
  const mutated = fc.tuple(fc.constantFrom(...bases), fc.array(spoil, { minLength: 1, maxLength: 4 }))
  return fc
    .sample(mutated, { numRuns: count, seed })
    .map(([base, spoils], i) => spoils.reduce((text, each) => each(text), asNew(base, seed + i)))
}
