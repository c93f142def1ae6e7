/** Reads who calls, and for which call of the live model, from an INVITE; every field of it is hostile. */
import type { Invitation } from 'sip.js'
import { CallId } from '#contract/ids'
import { toDialString, toDisplayText } from '#contract/text'

/** The parts of an INVITE that name the caller, as the SIP parser gives them. */
export interface InviteFacts {
  /** `X-Najva-Call`; undefined where the PBX does not send it. */
  readonly callHeader: string | undefined
  /** From, or P-Asserted-Identity where the PBX vouches for it (RFC 3325). */
  readonly user: string | undefined
  readonly host: string | undefined
  readonly displayName: string | undefined
  /** `Privacy` (RFC 3323); undefined without. */
  readonly privacy: string | undefined
}

export interface InviteIdentity {
  readonly callId: CallId | null
  /** null when withheld or when the user part holds no digits. */
  readonly number: string | null
  readonly name: string | null
}

/** The caller of an INVITE: From, or P-Asserted-Identity where the PBX vouches for it. */
export function readInvite({ request, remoteIdentity, assertedIdentity }: Invitation): InviteIdentity {
  const caller = assertedIdentity ?? remoteIdentity
  return toInviteIdentity({
    callHeader: request.getHeader('x-najva-call'),
    user: caller.uri.user,
    host: caller.uri.host,
    displayName: caller.displayName,
    privacy: request.getHeader('privacy'),
  })
}

export function toInviteIdentity(facts: InviteFacts): InviteIdentity {
  const callId = CallId.safeParse(facts.callHeader?.trim())
  const known = { callId: callId.success ? callId.data : null }
  if (isWithheld(facts)) return { ...known, number: null, name: null }
  const number = toDialString(decode(facts.user ?? '')) || null
  const name = toDisplayText(facts.displayName ?? '') || null
  return { ...known, number, name: name === number ? null : name }
}

function isWithheld({ user, host, privacy }: InviteFacts): boolean {
  const hidden = /\b(id|user)\b/i.test(privacy?.slice(0, 200) ?? '')
  return hidden || /^anonymous$/i.test(user ?? '') || /(^|\.)anonymous\.invalid$/i.test(host ?? '')
}

/** User parts may be percent-encoded (RFC 3261 section 25.1); a broken encoding is taken as it stands. */
function decode(user: string): string {
  const start = user.slice(0, 256)
  try {
    return decodeURIComponent(start)
  } catch {
    return start
  }
}
