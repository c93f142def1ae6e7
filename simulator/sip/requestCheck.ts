/** Judges a parsed request before anything acts on it (RFC 3261 sections 8.2 and 16.3). */
import type { IncomingRequestMessage } from 'sip.js/lib/core/index.js'

export interface Refusal {
  readonly statusCode: number
  readonly reasonPhrase?: string
  readonly extraHeaders?: string[]
}

/** What phones may ask of this server; in-call SDP is changed by re-INVITE. */
export const allowedMethods = [
  'INVITE',
  'ACK',
  'CANCEL',
  'BYE',
  'OPTIONS',
  'INFO',
  'REFER',
  'NOTIFY',
  'REGISTER',
] as const
export const allowHeader = `Allow: ${allowedMethods.join(', ')}`

const knownButRefused = ['MESSAGE', 'PRACK', 'PUBLISH', 'SUBSCRIBE', 'UPDATE']

/** Option tags a request may require (RFC 4488). */
export const supportedOptions: readonly string[] = ['norefersub']

/**
 * What makes a request unusable: then not even its transaction can be trusted. Null when there is nothing; a phrase
 * for the 400 otherwise.
 */
export function complainOfFrame(message: IncomingRequestMessage): string | null {
  if (!message.viaBranch) return 'Missing Via branch'
  if (message.from === undefined || !message.fromTag) return 'Missing From tag'
  if (message.to === undefined) return 'Missing To'
  if (!message.callId) return 'Missing Call-ID'
  if (message.cseq === undefined || message.cseq >= 2 ** 31) return 'Bad CSeq'
  if (message.parseHeader('cseq')?.method !== message.method) return 'CSeq method differs'
  if (message.ruri === undefined) return 'Missing Request-URI'
  if (!hasNamedHeaders(message.data)) return 'Header without a name'
  return hasWholeBody(message) ? null : 'Content-Length exceeds message'
}

/** Null when the request may go on to its transaction. An ACK is never refused: nobody answers an ACK. */
export function judgeRequest(message: IncomingRequestMessage): Refusal | null {
  if (message.method === 'ACK' || message.method === 'CANCEL') return null
  return (
    refuseMethod(message) ??
    refuseHops(message) ??
    refuseScheme(message) ??
    refuseOptions(message) ??
    refusePlace(message) ??
    refuseBody(message)
  )
}

function refuseMethod({ method }: IncomingRequestMessage): Refusal | null {
  if (allowedMethods.some((allowed) => allowed === method)) return null
  return knownButRefused.includes(method)
    ? { statusCode: 405, extraHeaders: [allowHeader] }
    : { statusCode: 501, extraHeaders: [allowHeader] }
}

function refuseHops(message: IncomingRequestMessage): Refusal | null {
  const hops = message.getHeader('max-forwards')
  // OPTIONS with none left is how a trace asks who is here (section 11).
  return hops !== undefined && Number(hops) === 0 && message.method !== 'OPTIONS' ? { statusCode: 483 } : null
}

function refuseScheme({ ruri }: IncomingRequestMessage): Refusal | null {
  return ruri?.scheme === 'sip' ? null : { statusCode: 416 }
}

function refuseOptions(message: IncomingRequestMessage): Refusal | null {
  const required = [...message.getHeaders('require'), ...message.getHeaders('proxy-require')]
  const unknown = required
    .flatMap((line) => line.split(','))
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '' && !supportedOptions.includes(tag.toLowerCase()))
  if (unknown.length === 0) return null
  return { statusCode: 420, extraHeaders: [`Unsupported: ${unknown.join(', ')}`] }
}

/** Requests that mean something only inside a call. */
function refusePlace({ method, toTag }: IncomingRequestMessage): Refusal | null {
  if (toTag) return null
  if (method === 'REFER') return { statusCode: 403, reasonPhrase: 'Transfer Only Inside A Call' }
  return method === 'INFO' || method === 'NOTIFY' ? { statusCode: 481 } : null
}

function refuseBody(message: IncomingRequestMessage): Refusal | null {
  if (message.body === '' || message.body === undefined) return null
  const encoding = message.getHeader('content-encoding')
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    return { statusCode: 415, extraHeaders: ['Accept-Encoding: identity'] }
  }
  if (message.method !== 'INVITE' || mediaTypeOf(message) === 'application/sdp') return null
  return { statusCode: 415, extraHeaders: ['Accept: application/sdp'] }
}

/** Content-Type without its parameters, in lower case; empty when there is none. */
export function mediaTypeOf(message: { getHeader(name: string): string | undefined }): string {
  const type = message.getHeader('content-type') ?? message.getHeader('c') ?? ''
  return type.split(';')[0]?.trim().toLowerCase() ?? ''
}

/** Every line is `name: value` or continues the one before (RFC 3261 section 7.3.1); the core does not mind others. */
function hasNamedHeaders(data: string): boolean {
  const [, ...lines] = data.slice(0, data.indexOf('\r\n\r\n')).split('\r\n')
  return lines.every((line) => /^(?:[ \t]|[^\s:]+[ \t]*:)/.test(line))
}

/** RFC 3261 section 18.3: a body shorter than announced is refused, a longer one is cut. */
function hasWholeBody(message: IncomingRequestMessage): boolean {
  const announced = message.getHeader('content-length')
  if (announced === undefined) return true
  const start = message.data.indexOf('\r\n\r\n') + 4
  return Number(announced) <= Buffer.byteLength(message.data.slice(start))
}
