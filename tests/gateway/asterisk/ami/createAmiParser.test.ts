/** The parser through its front door: bytes in any pieces, messages whole and right. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { AmiMessage } from '#gateway/asterisk/ami/amiMessage'
import { createAmiParser } from '#gateway/asterisk/ami/createAmiParser'

type Told = readonly (readonly [string, string])[]

function parse(pieces: Iterable<Uint8Array>, maxMessageBytes?: number) {
  const messages: Told[] = []
  const banners: string[] = []
  const parser = createAmiParser({
    onBanner: (banner) => banners.push(banner),
    onMessage: (message) => messages.push(message.fields().map(({ key, value }) => [key, value] as const)),
    ...(maxMessageBytes === undefined ? {} : { maxMessageBytes }),
  })
  for (const piece of pieces) parser.push(piece)
  return { messages, banners, oversized: parser.oversized, heldBytes: parser.heldBytes }
}

const wire = (...lines: readonly string[]) => Buffer.from(lines.join('\r\n'))

const blankLine = Buffer.from('\r\n\r\n')
const toText = (message: AmiMessage | undefined) =>
  JSON.stringify(message?.fields().map(({ key, value }) => [key, value]))

const dataFolder = new URL('../data/', import.meta.url)
const recordings = readdirSync(dataFolder).filter((name) => name.endsWith('.ami'))

/** Small and repeatable. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Where each message of a stream ends, behind its blank line. */
function endsOf(bytes: Buffer): number[] {
  const ends: number[] = []
  for (let at = bytes.indexOf(blankLine); at >= 0; at = bytes.indexOf(blankLine, at + 4)) ends.push(at + 4)
  return ends
}

describe('recorded streams', () => {
  test.each(recordings)('%s reads the same split at every byte', (name) => {
    const bytes = readFileSync(new URL(name, dataFolder))
    const whole = parse([bytes])
    expect(whole.messages.length).toBeGreaterThan(10)
    const expected = whole.messages.map((fields) => JSON.stringify(fields))
    const ends = endsOf(bytes)
    expect(ends).toHaveLength(expected.length)
    // Between messages a parser knows nothing of those before: the one a cut goes through is read with those beside it.
    for (let at = 1, cut = 0; at < bytes.length; at += 1) {
      if (ends[cut] === at) cut += 1
      const [first, last] = [Math.max(0, cut - 1), Math.min(expected.length, cut + 2)]
      const messages: AmiMessage[] = []
      const parser = createAmiParser({ onBanner: () => {}, onMessage: (message) => messages.push(message) })
      parser.push(bytes.subarray(ends[first - 1] ?? 0, at))
      parser.push(bytes.subarray(at, ends[last - 1]))
      const read = messages.map(toText)
      if (read.join() !== expected.slice(first, last).join())
        expect.fail(`split at ${at}: ${read.length} messages of ${last - first}, or one of them is wrong`)
    }
    expect(JSON.stringify(parse([...bytes].map((byte) => Uint8Array.of(byte))))).toBe(JSON.stringify(whole))
  })

  test.each(recordings)('%s reads the same in pieces of any size', (name) => {
    const bytes = readFileSync(new URL(name, dataFolder))
    const expected = JSON.stringify(parse([bytes]).messages)
    const random = createRandom(7)
    for (let round = 0; round < 200; round += 1) {
      const pieces: Uint8Array[] = []
      for (let at = 0; at < bytes.length; ) {
        const size = 1 + Math.floor(random() * 400)
        pieces.push(bytes.subarray(at, at + size))
        at += size
      }
      expect(JSON.stringify(parse(pieces).messages)).toBe(expected)
    }
  })
})

describe('values', () => {
  test('hold colons, are empty, repeat, and keep their order', () => {
    const { messages } = parse([
      wire('Banner', 'Event: Cdr', 'AppData: a: b: c', 'Empty: ', 'Bare:', 'Output: 1', 'Output: 2', '', ''),
    ])
    expect(messages).toEqual([
      [
        ['Event', 'Cdr'],
        ['AppData', 'a: b: c'],
        ['Empty', ''],
        ['Bare', ''],
        ['Output', '1'],
        ['Output', '2'],
      ],
    ])
  })

  test('a line feed or NUL inside a value begins no line', () => {
    const told: (string | null)[] = []
    const parser = createAmiParser({
      onBanner: () => {},
      onMessage: (message) => told.push(message.get('Name'), message.get('Queue'), message.get('Event')),
    })
    parser.push(wire('Hello', 'Event: X', 'Name: a\nQueue: forged\u0000z\nEvent: Hangup', '', ''))
    expect(told).toEqual(['a\nQueue: forged\u0000z\nEvent: Hangup', null, 'X'])
  })

  test('UTF-8 is whole wherever it is cut; other bytes are U+FFFD', () => {
    const bytes = Buffer.concat([
      wire('Hi', 'Event: X', 'Name: ثریا 🎧', 'Bad: '),
      Buffer.from([0xd8]),
      wire('', '', ''),
    ])
    for (let at = 1; at < bytes.length; at += 1) {
      const { messages } = parse([bytes.subarray(0, at), bytes.subarray(at)])
      expect(messages[0]?.slice(1)).toEqual([
        ['Name', 'ثریا 🎧'],
        ['Bad', '\ufffd'],
      ])
    }
  })
})

describe('what is not as it should be', () => {
  test('the greeting may be missing, and messages may be empty', () => {
    const { messages, banners } = parse([wire('Event: A', '', '', '', 'Event: B', '', '')])
    expect(banners).toEqual([])
    expect(messages).toEqual([[['Event', 'A']], [['Event', 'B']]])
    expect(parse([wire('Hi', 'Event: A', '', '', 'Event: B', '', '')]).messages).toEqual(messages)
  })

  test('a missing blank line joins no two events; the dialplan cannot forge one', () => {
    const { messages } = parse([
      wire('Hi', 'Event: A', 'K: 1', 'Event: B', 'K: 2', '', 'Event: UserEvent', 'Event: Forged', '', ''),
    ])
    expect(messages).toEqual([
      [
        ['Event', 'A'],
        ['K', '1'],
      ],
      [
        ['Event', 'B'],
        ['K', '2'],
      ],
      [
        ['Event', 'UserEvent'],
        ['Event', 'Forged'],
      ],
    ])
  })

  test.each([1, 7, 1000, 100_000])('an event beyond the limit is left out whole, in pieces of %i', (size) => {
    const bytes = wire('Hi', 'Event: A', '', `Event: Big`, `V: ${'x'.repeat(5000)}`, '', 'Event: B', '', '')
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    )
    const told = parse(pieces, 1024)
    expect(told.messages).toEqual([[['Event', 'A']], [['Event', 'B']]])
    expect(told.oversized).toBe(1)
  })

  test('an event of a megabyte is read; what never ends is not held', () => {
    const big = 'x'.repeat(1_000_000)
    expect(parse([wire('Hi', 'Event: Big', `V: ${big}`, '', '')]).messages[0]?.[1]?.[1]).toBe(big)
    const endless = Array.from({ length: 64 }, () => Buffer.alloc(65_536, 0x61))
    expect(parse([wire('Hi', 'Event: X', 'V: '), ...endless]).heldBytes).toBeLessThan(1_200_000)
  })
})
