/** A million messages of hostile bytes in pieces of any size: none throws, and every field is what a plain reading says. */
import { expect, test } from 'vitest'
import type { AmiMessage } from '#gateway/asterisk/ami/amiMessage'
import { createAmiParser } from '#gateway/asterisk/ami/createAmiParser'
import {
  createRandom,
  fuzzMessage,
  type PlainField,
  type Random,
  readPlainly,
} from '#tests/gateway/asterisk/support/fuzzedAmi'

const messageCount = 1_000_000
const perStream = 2000

test('the plain reading tells fields, cut messages and forged ones apart', () => {
  const text = 'Event: A\r\nK: 1: 2\r\nK:\r\nnone\r\nEvent: B\r\n\r\n\r\nEvent: UserEvent\r\nEvent: x\r\n\r\n'
  expect(readPlainly(text)).toEqual([
    [
      ['Event', 'A'],
      ['K', '1: 2'],
      ['K', ''],
    ],
    [['Event', 'B']],
    [
      ['Event', 'UserEvent'],
      ['Event', 'x'],
    ],
  ])
})

test(`${messageCount} fuzzed messages: nothing throws, no field is wrong`, { timeout: 120_000 }, () => {
  const random = createRandom(20_261_123)
  let compared = 0
  for (let sent = 0; sent < messageCount; sent += perStream) {
    let stream = ''
    for (let i = 0; i < perStream; i += 1) stream += fuzzMessage(random)
    const bytes = Buffer.from(`${stream}\r\n`, 'latin1')
    const expected = readPlainly(bytes.toString('utf8'))
    const told = parseInPieces(bytes, random)
    const wrong = findWrong(told, expected)
    if (wrong !== null) expect.fail(`stream ${sent / perStream}: ${wrong}`)
    compared += told.length
  }
  expect(compared).toBeGreaterThanOrEqual(messageCount)
})

function parseInPieces(bytes: Buffer, random: Random): AmiMessage[] {
  const messages: AmiMessage[] = []
  const parser = createAmiParser({ onBanner: () => {}, onMessage: (message) => messages.push(message) })
  parser.push(Buffer.from('Asterisk Call Manager/11.0.0\r\n'))
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + Math.floor(random() * (random() < 0.3 ? 8 : 4000))
    parser.push(bytes.subarray(at, at + size))
    at += size
  }
  return messages
}

/** The first difference in words; null when there is none. */
function findWrong(told: readonly AmiMessage[], expected: readonly (readonly PlainField[])[]): string | null {
  if (told.length !== expected.length) return `${told.length} messages, not ${expected.length}`
  for (const [index, fields] of expected.entries()) {
    const message = told[index]
    const read = message?.fields() ?? []
    const isSame =
      read.length === fields.length &&
      fields.every(([key, value], at) => read[at]?.key === key && read[at]?.value === value)
    const [key, value] = fields.at(-1) ?? ['', '']
    const isFound = fields.length === 0 || message?.all(key).at(-1) === value
    const first = fields.find((each) => each[0] === key)?.[1] ?? null
    if (isSame && isFound && (fields.length === 0 || message?.get(key) === first)) continue
    return `message ${index} reads ${JSON.stringify(read)}, not ${JSON.stringify(fields)}`
  }
  return null
}
