/** Looks at a raw message of a boundary before the oRPC peer does: the peer throws on what is not its own shape. */

/** Type numbers of the peer protocol; a request or an answer carries none. */
const eventOfStream = 3
const abort = 4

/** A draft note is the largest thing a page sends, in characters or bytes. */
export const maxRequestLength = 256 * 1024

/** Whether the text can be a request: a path with a JSON body, or the abort of one. Streams and files only go out. */
export function isRpcRequest(text: string): boolean {
  const message = parseMessage(text)
  if (message === null) return false
  if (message.type === abort) return true
  const { payload } = message
  if (message.type !== undefined || payload === null || typeof payload.u !== 'string') return false
  return payload.u.startsWith('/') && !hasBodyHeaders(payload.h)
}

/** Whether the text can be an answer, or an event of a stream that was asked for. */
export function isRpcAnswer(text: string): boolean {
  const message = parseMessage(text)
  if (message === null) return false
  if (message.type === abort) return true
  if (message.payload === null) return false
  if (message.type === eventOfStream) return typeof message.payload.e === 'string'
  return message.type === undefined && !hasBodyHeaders(message.payload.h, 'text/event-stream')
}

interface RpcMessage {
  readonly type: unknown
  readonly payload: Readonly<Record<string, unknown>> | null
}

function parseMessage(text: string): RpcMessage | null {
  try {
    const message: unknown = JSON.parse(text)
    if (!isRecord(message) || typeof message.i !== 'string') return null
    return { type: message.t, payload: isRecord(message.p) ? message.p : null }
  } catch {
    return null
  }
}

/** Headers that make the peer read the body as a file or a form. */
function hasBodyHeaders(headers: unknown, allowedType?: string): boolean {
  if (!isRecord(headers)) return headers !== undefined
  const type = headers['content-type']
  return headers['content-disposition'] !== undefined || (type !== undefined && type !== allowedType)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
