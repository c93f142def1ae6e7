/** What can be ordered to go wrong at the instrumented CRM. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { RequestKind } from '#tests/support/crm/crmServer'

/**
 * - `lost` the request takes effect and its answer is lost; `reset` it takes none and the connection breaks
 * - `forget-tokens` every access token counts no more, from this request on
 * - `endless` a body that goes on to 1 GB; `announced` a length of 1 GB; `bomb` 1 GB packed small
 * - `hang` never an answer; `half` half a body and then silence
 */
export type CrmFault =
  | 'lost'
  | 'reset'
  | 'forget-tokens'
  | 'html'
  | 'broken-json'
  | 'wrong-charset'
  | 'bad-utf8'
  | 'no-type'
  | 'empty-object'
  | 'endless'
  | 'announced'
  | 'bomb'
  | 'deep'
  | 'hang'
  | 'half'
  | 'no-http'
  | { readonly status: number; readonly retryAfter?: string }
  | { readonly redirect: string; readonly status?: number }

export interface FaultOrder {
  /** `any` unless told. */
  readonly kind?: RequestKind | 'any'
  /** How many such requests go well first; 0 unless told. */
  readonly after?: number
  /** How many then go wrong; 1 unless told. */
  readonly times?: number
}

const gigabyte = 1_000_000_000
const json = 'application/json; charset=utf-8'

export function inflict(
  fault: Exclude<CrmFault, 'lost' | 'forget-tokens'>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (typeof fault !== 'string') {
    const headers =
      'redirect' in fault
        ? { location: fault.redirect }
        : fault.retryAfter === undefined
          ? {}
          : { 'retry-after': fault.retryAfter }
    response.writeHead(fault.status ?? 302, headers).end()
    return
  }
  const send = (type: string, body: string | Buffer, more: Record<string, string> = {}): void => {
    response.writeHead(200, { ...(type !== '' && { 'content-type': type }), ...more }).end(body)
  }
  switch (fault) {
    case 'reset':
      request.socket.resetAndDestroy()
      return
    case 'html':
      send('text/html; charset=utf-8', '<!doctype html><title>Sign in</title>')
      return
    case 'broken-json':
      send(json, '{"data": [{"id": "p1", "name": "Mina')
      return
    case 'wrong-charset':
      send('application/json; charset=windows-1256', '{"data": []}')
      return
    case 'bad-utf8':
      send(json, Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]))
      return
    case 'no-type':
      send('', '{"data": []}')
      return
    case 'empty-object':
      send(json, '{"error": "try again"}')
      return
    case 'announced':
      response.writeHead(200, { 'content-type': json, 'content-length': gigabyte })
      response.write('{"data": [')
      return
    case 'endless':
      sendEndless(response)
      return
    case 'bomb':
      // 1 GB of spaces: ten members of 100 MB each, as gzip allows (RFC 1952 section 2.2).
      send(json, toBomb(), { 'content-encoding': 'gzip' })
      return
    case 'deep':
      send(json, `{"data": ${'['.repeat(200_000)}${']'.repeat(200_000)}}`)
      return
    case 'hang':
      return
    case 'half':
      response.writeHead(200, { 'content-type': json })
      response.write('{"data": [')
      return
    case 'no-http':
      request.socket.end('+OK POP3 ready\r\n')
      return
  }
}

/** Sends until 1 GB is out or nobody takes it; `sentBytes` of the server would say how much that was. */
function sendEndless(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': json })
  response.write('{"data": [')
  const chunk = Buffer.alloc(1 << 20, 0x20)
  let left = gigabyte
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= chunk.length
      if (!response.write(chunk)) {
        response.once('drain', more)
        return
      }
    }
    response.end(']}')
  }
  more()
}

let bomb: Buffer | null = null
function toBomb(): Buffer {
  if (bomb === null) {
    const member = gzipSync(Buffer.alloc(100_000_000, 0x20))
    bomb = Buffer.concat(Array.from({ length: 10 }, () => member))
  }
  return bomb
}
