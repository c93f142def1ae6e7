/** Makes words and numbers safe to stand in a SIP message (RFC 3261 section 25). */
import { URI } from 'sip.js/lib/core/index.js'

/** Longest calling name sent; the phone behind must still be tried with much more than fits its screen. */
const longestName = 16_000

/** A quoted-string's inside: no line break or other control can end the header early. */
export function toQuotedText(text: string): string {
  return text
    .slice(0, longestName)
    .replace(/\p{Cc}/gu, ' ')
    .replace(/["\\]/g, '\\$&')
    .trim()
}

/** Whether `name: value` can be one header line. */
export function isHeaderSafe(name: string, value: string): boolean {
  return /^[A-Za-z0-9.!%*_+`'~-]{1,64}$/.test(name) && !/(?!\t)\p{Cc}/u.test(value)
}

/** The address of a number or extension at this centre; anything but a dial string's characters is escaped. */
export function toAddress(user: string, host: string, port?: number): URI {
  return new URI('sip', encodeURIComponent(user), host, port)
}

/** RFC 3323 section 4.1.1.3. */
export function toAnonymousAddress(): URI {
  return new URI('sip', 'anonymous', 'anonymous.invalid')
}

/** The user part with its escapes undone; null when there is none or it is badly escaped. */
export function readUser(uri: URI | undefined): string | null {
  if (uri?.user === undefined || uri.user === '') return null
  try {
    return decodeURIComponent(uri.user)
  } catch {
    // A stray percent sign is the phone's fault and means no address.
    return null
  }
}

/** Longer than any number. */
const longestAsked = 40

/** The number a phone asks to be shown as (P-Preferred-Identity, RFC 3325 section 9.2); anything may stand there. */
export function readAsked(request: { readonly message: { getHeader(name: string): string | undefined } }): {
  readonly asksToShow?: string
} {
  const header = request.message.getHeader('p-preferred-identity') ?? ''
  const user = /<sips?:([^@;>]{1,400})@/i.exec(header)?.[1]
  if (user === undefined) return {}
  return { asksToShow: user.slice(0, longestAsked) }
}
