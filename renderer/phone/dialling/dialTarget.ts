/** Turns a number into the address a telephone system is asked for, and makes the call to it. */
import { type Inviter, type URI, UserAgent } from 'sip.js'
import { type Answer, done, failed } from '#contract/failure'
import type { SipLink } from '#renderer/phone/sip/sipLink'

export interface CallMaker {
  /** Refused: `invalid` for what is no number, `switch-away` while the phone is not registered. */
  toAddress(number: string): Answer<URI>
  /** To an address of `toAddress`, in the same turn. `callerId` null for the site's usual number. */
  createInviter(target: URI, callerId: string | null): Inviter
}

export interface CallMakerParts {
  /** null while the phone is not registered. */
  readonly link: () => Pick<SipLink, 'createInviter'> | null
  /** The phone's own address of record. */
  readonly uri: () => string
}

export function createCallMaker({ link, uri }: CallMakerParts): CallMaker {
  return {
    toAddress(number) {
      const target = toDialTarget(number, uri())
      if (target === null && uri() !== '') return failed('invalid')
      return link() === null || target === null ? failed('switch-away') : done(target)
    },
    createInviter(target, callerId) {
      const inviter = link()?.createInviter(target, toCallerIdHeaders(callerId, uri())) ?? null
      if (inviter === null) throw new Error('A call was to be made without a link')
      return inviter
    },
  }
}

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
