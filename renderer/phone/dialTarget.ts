/** Turns a number into the address a telephone system is asked for. */
import { type URI, UserAgent } from 'sip.js'

/** As `dialRules` gives it: a `+` in front at most, digits, `*` and `#`. */
const dialable = /^\+?[0-9*#]{1,40}$/

/** null for what is no number. `uri` is the phone's own address of record. */
export function toDialTarget(number: string, uri: string): URI | null {
  const host = UserAgent.makeURI(uri)
  if (host === undefined || !dialable.test(number)) return null
  const target = host.clone()
  target.clearParams()
  target.clearHeaders()
  // The library writes a `#` as `%23` (RFC 3261 section 25.1).
  target.user = number
  return target
}

/** P-Preferred-Identity (RFC 3325 section 9.2): which of the site's numbers is to be shown; none for null. */
export function toCallerIdHeaders(callerId: string | null, uri: string): string[] {
  const identity = callerId === null ? null : toDialTarget(callerId, uri)
  return identity === null ? [] : [`P-Preferred-Identity: <${identity.toString()}>`]
}
