/** Has the page unpack the SIP grammar once, and not for every header it reads. */
import type { Plugin } from 'vite'

const grammarFile = '/sip.js/lib/grammar/pegjs/dist/grammar.js'
const unpacking = 'return s.split("").map((ch) => ch.charCodeAt(0) - 32);'
const unpackingOnce = `
        let unpacked = peg$unpacked.get(s);
        if (unpacked === undefined) {
            unpacked = s.split("").map((ch) => ch.charCodeAt(0) - 32);
            peg$unpacked.set(s, unpacked);
        }
        return unpacked;`

/**
 * The library's parser unpacks its whole table at each call: 0.3 ms and a megabyte of garbage for each header, ten times
 * for a ring, and the garbage collected while the caller's card is drawn.
 */
export const grammarOnce: Plugin = {
  name: 'sip-grammar-once',
  enforce: 'pre',
  transform(code, id) {
    return id.endsWith(grammarFile) ? unpackOnce(code) : undefined
  },
}

/** Throws when the library's parser has changed: whether it still needs this must then be looked at anew. */
export function unpackOnce(code: string): string {
  if (!code.includes(unpacking)) throw new Error('The SIP grammar unpacks its table in another way now')
  return `${code.replace(unpacking, () => unpackingOnce)}\nconst peg$unpacked = new Map();\n`
}
