/** A chosen file on its way to main: in pieces and in order, and what is told where it cannot go. */
import { expect, test } from 'vitest'
import type { BridgeClient } from '#contract/bridge'
import { mostFileBytes, pieceBytes } from '#contract/contactImport'
import { type Answer, done, failed } from '#contract/failure'
import type { BridgeLink } from '#renderer/state/bridgeLink'
import { createImportActions } from '#renderer/state/contactImport/importActions'
import { toBase64 } from '#renderer/state/contactImport/toBase64'

/** Main, as far as this talk goes: notes what it is told. */
function openRoom(answers: { begin?: Answer<{ fileId: string }>; send?: Answer<null> } = {}) {
  const told: string[] = []
  const bytes: Buffer[] = []
  const calls = {
    begin: async (offer: { name: string; size: number; modifiedAtMs: number }) => {
      told.push(`begin ${offer.name} ${offer.size} ${offer.modifiedAtMs}`)
      return answers.begin ?? done({ fileId: 'f1' })
    },
    send: async (piece: { fileId: string; at: number; bytes: string }) => {
      told.push(`send ${piece.fileId} ${piece.at}`)
      bytes.push(Buffer.from(piece.bytes, 'base64'))
      return answers.send ?? done(null)
    },
    look: async (order: unknown) => {
      told.push(`look ${JSON.stringify(order)}`)
      return done(null)
    },
    leave: async () => {
      told.push('leave')
      return done(null)
    },
  }
  const client = { contactImport: calls } as unknown as BridgeClient
  const bridge = {
    ask: (question: (client: BridgeClient) => Promise<unknown>) => question(client),
  } as unknown as BridgeLink
  return { told, bytes, actions: createImportActions({ bridge }) }
}

const guess = 'look {"form":{"encoding":null,"delimiter":null,"sheet":null},"mapping":null}'

test('a file goes in pieces, in order, whole, and is then looked at', async () => {
  const { told, bytes, actions } = openRoom()
  const content = Uint8Array.from({ length: pieceBytes * 2 + 5 }, (_, at) => at % 251)
  const file = new File([content], 'people.csv', { lastModified: 1234.9 })
  expect(await actions.offerFile(file)).toEqual({ kind: 'sent' })
  expect(told).toEqual([
    `begin people.csv ${content.length} 1234`,
    'send f1 0',
    `send f1 ${pieceBytes}`,
    `send f1 ${pieceBytes * 2}`,
    guess,
  ])
  expect(Buffer.concat(bytes).equals(Buffer.from(content))).toBe(true)
})

test('an empty file is main’s to judge; one that is too large is not even announced', async () => {
  const { told, actions } = openRoom()
  expect(await actions.offerFile(new File([], 'empty.csv', { lastModified: 0 }))).toEqual({ kind: 'sent' })
  expect(told).toEqual(['begin empty.csv 0 0', guess])
  const large = { name: 'large.csv', size: mostFileBytes + 1, lastModified: 0 } as File
  expect(await actions.offerFile(large)).toEqual({ kind: 'too-large' })
  expect(told).toHaveLength(2)
})

test('main’s refusal ends the sending, and a file that changes under it is given up on both sides', async () => {
  const forbidden = failed('forbidden')
  const none = openRoom({ begin: forbidden })
  const file = new File([new Uint8Array(pieceBytes * 3)], 'x.csv', { lastModified: 1 })
  expect(await none.actions.offerFile(file)).toEqual({ kind: 'refused', answer: forbidden })
  expect(none.told).toHaveLength(1)
  const cut = openRoom({ send: failed('wrong-state') })
  expect(await cut.actions.offerFile(file)).toMatchObject({ kind: 'refused' })
  expect(cut.told).toEqual([`begin x.csv ${pieceBytes * 3} 1`, 'send f1 0'])
  const changed = openRoom()
  const gone = Object.assign(new File([new Uint8Array(4)], 'x.csv', { lastModified: 1 }), {
    slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')) }),
  })
  expect(await changed.actions.offerFile(gone)).toEqual({ kind: 'unread' })
  expect(changed.told).toEqual(['begin x.csv 4 1', 'leave'])
})

test('bytes are written as base64, whatever their number', () => {
  for (const length of [0, 1, 2, 3, 8191, 8192, 8193, 20_000]) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 7) % 256)
    expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
  }
})
