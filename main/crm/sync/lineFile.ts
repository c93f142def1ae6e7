/** Reads a text file line by line, without having it in memory and without waiting for callbacks. */
import { closeSync, openSync, readSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'

const chunkBytes = 1 << 16

/** A longer line is no card; it is cut here, and then fails to parse, instead of filling the memory. */
const maxLineLength = 4_000_000

/** Lines without their ends; empty ones are left out. The file is closed when the reader stops early, too. */
export function* readLines(path: string): Generator<string> {
  const file = openSync(path, 'r')
  try {
    const decoder = new StringDecoder('utf8')
    const chunk = Buffer.alloc(chunkBytes)
    let rest = ''
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      const lines = (rest + decoder.write(chunk.subarray(0, read))).split('\n')
      rest = (lines.pop() ?? '').slice(0, maxLineLength)
      yield* lines.map((line) => line.trim()).filter((line) => line !== '')
    }
    rest = (rest + decoder.end()).trim()
    if (rest !== '') yield rest
  } finally {
    closeSync(file)
  }
}
