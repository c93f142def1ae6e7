/** The SIP grammar of the page reads what the library's own reads, and is told apart when the library changes. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { unpackOnce } from '#tools/grammarOnce'

const library = createRequire(import.meta.url).resolve('sip.js')
const folder = join(dirname(library), 'grammar/pegjs/dist')
const original = join(folder, 'grammar.js')
const changed = join(folder, `once-${process.pid}.js`)
afterAll(() => rmSync(changed, { force: true }))

const headers: readonly (readonly [rule: string, text: string])[] = [
  ['Name_Addr_Header', '"Sara Ahmadi" <sip:1001@127.0.0.1:5060;transport=ws>;tag=a1'],
  ['Name_Addr_Header', '<tel:+982188001001>'],
  ['Via', 'SIP/2.0/WSS host.invalid;branch=z9hG4bK1;received=10.0.0.1;rport=5060'],
  ['Contact', '<sip:1001@host.invalid;transport=ws>;expires=60'],
  ['Contact', '*'],
  ['SIP_URI', 'sips:nobody@[2001:db8::1]:5061'],
  ['Session_Expires', '1800;refresher=uas'],
  ['Name_Addr_Header', 'no header at all <'],
]

test('every header reads as by the library itself, the second time too', async () => {
  writeFileSync(changed, unpackOnce(readFileSync(original, 'utf8')))
  const ours = await import(pathToFileURL(changed).href)
  const theirs = await import(pathToFileURL(original).href)
  for (const [startRule, text] of [...headers, ...headers]) {
    expect(read(ours.parse, startRule, text), text).toEqual(read(theirs.parse, startRule, text))
  }
})

test('a library that unpacks in another way is not built in without a word', () => {
  expect(() => unpackOnce('function peg$decode(s) { return unpack(s) }')).toThrow(/SIP grammar/)
})

function read(parse: (text: string, options: object) => unknown, startRule: string, text: string): string {
  const options = { startRule, data: {} }
  try {
    return JSON.stringify([parse(text, options), options.data])
  } catch (error) {
    return String(error)
  }
}
