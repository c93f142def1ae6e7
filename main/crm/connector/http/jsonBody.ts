/** Reads the body of an answer as JSON: UTF-8, of a bounded size however well it was packed, and nothing else. */
import type { IncomingMessage } from 'node:http'
import { pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { answered, type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'

/** `application/json`, and what builds on it (RFC 6839 section 3.1); `text/json` is old and still sent. */
const jsonType = /^(application|text)\/([\w.-]+\+)?json$/

/** JSON is UTF-8 (RFC 8259 section 8.1), whatever the header adds; ASCII is part of it. */
const goodCharsets = new Set(['', 'utf-8', 'utf8', 'us-ascii', 'ascii'])

/**
 * null for an empty body. A problem is `nonsense`, its detail without a subject: `answered text/html …`. Rejects with
 * the socket's own error when the answer is broken off.
 */
export async function readJson(message: IncomingMessage, bodyLimit: number): Promise<CrmAnswer<unknown>> {
  const refuse = (detail: string): CrmAnswer<never> => {
    message.destroy()
    return hasProblem('nonsense', detail)
  }
  const announced = Number(message.headers['content-length'] ?? 0)
  if (announced > bodyLimit) return refuse(`announces ${announced} bytes, more than ${bodyLimit}`)
  const stream = unpack(message)
  if (stream === null) return refuse('answered in a packing that was not asked for')
  const kind = toKind(message.headers['content-type'] ?? '')
  if (message.statusCode !== 204 && announced !== 0 && kind !== null) return refuse(kind)
  const bytes = await readAtMost(stream, bodyLimit)
  if (bytes === null) return refuse(`answered more than ${bodyLimit} bytes`)
  if (bytes.length === 0) return answered(null)
  if (kind !== null) return refuse(kind)
  return parse(bytes)
}

/** What is wrong with the content type; null when nothing is. */
function toKind(header: string): string | null {
  const [type = '', ...parameters] = header.split(';').map((part) => part.trim().toLowerCase())
  if (type === '') return 'does not say what it answered, JSON is expected'
  if (!jsonType.test(type)) return `answered ${type.slice(0, 60)} instead of JSON`
  const charset = parameters.find((each) => each.startsWith('charset='))?.slice(8) ?? ''
  const plain = charset.replaceAll('"', '')
  return goodCharsets.has(plain) ? null : `answered in ${plain.slice(0, 40)} instead of UTF-8`
}

/** The bytes as they were before packing; null for a packing we did not ask for. */
function unpack(message: IncomingMessage): Readable | null {
  const unpacker = toUnpacker((message.headers['content-encoding'] ?? 'identity').toLowerCase())
  if (unpacker === null) return null
  if (unpacker === 'none') return message
  // The reader hears the error from the unpacker, which `pipeline` destroys with it.
  pipeline(message, unpacker, () => undefined)
  return unpacker
}

function toUnpacker(packing: string) {
  switch (packing) {
    case 'identity':
    case '':
      return 'none'
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'deflate':
      return createInflate()
    case 'br':
      return createBrotliDecompress()
    default:
      return null
  }
}

/** null when there is more; what comes after the limit is never held. */
async function readAtMost(stream: Readable, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream) {
    length += chunk.length
    if (length > limit) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function parse(bytes: Buffer): CrmAnswer<unknown> {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return hasProblem('nonsense', 'answered bytes that are no UTF-8')
  }
  try {
    return answered(JSON.parse(text))
  } catch {
    // The parser's own words quote the text, and the text is about people.
    return hasProblem('nonsense', 'answered broken JSON')
  }
}
