/** Reads whom a REFER asks for (RFC 3515, RFC 3891). */
import { type IncomingRequestMessage, NameAddrHeader } from 'sip.js/lib/core/index.js'
import { readUser } from '#simulator/sip/sipText'

export type TransferRequest =
  | { readonly kind: 'blind'; readonly target: string }
  | { readonly kind: 'attended'; readonly callId: string; readonly toTag: string; readonly fromTag: string }

/** Null when the request names nobody this server can call. */
export function readTransfer(message: IncomingRequestMessage): TransferRequest | null {
  if (message.getHeaders('refer-to').length !== 1) return null
  const referTo: unknown = message.parseHeader('refer-to')
  if (!(referTo instanceof NameAddrHeader) || !/^sips?$/.test(referTo.uri.scheme)) return null
  const replaces = referTo.uri.getHeader('Replaces')?.[0]
  if (replaces !== undefined) return readReplaces(replaces)
  const target = readUser(referTo.uri)
  return target === null || target.length > 64 ? null : { kind: 'blind', target }
}

function readReplaces(escaped: string): TransferRequest | null {
  const [callId = '', ...parameters] = undoEscapes(escaped).split(';')
  const find = (name: string) =>
    parameters
      .map((parameter) => parameter.trim().split('='))
      .find(([key]) => key?.toLowerCase() === name)?.[1]
  const toTag = find('to-tag')
  const fromTag = find('from-tag')
  if (callId.trim() === '' || !toTag || !fromTag) return null
  return { kind: 'attended', callId: callId.trim(), toTag, fromTag }
}

function undoEscapes(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Badly escaped: it will not name any dialogue, which is the answer it deserves.
    return ''
  }
}
