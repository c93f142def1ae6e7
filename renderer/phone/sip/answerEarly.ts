/**
 * The answer to the caller's offer, given while the phone still rings: with a 183, so that the way of the sound is open
 * before anybody clicks. Nothing is sent over it until then.
 */
import type { Invitation } from 'sip.js'

/** Named by a telephone system that keeps what comes early from the caller's ear, as a queue does. */
const earlyHeader = 'x-najva-early'

/**
 * Elsewhere it is not done: a caller who is dialled through would no longer hear it ring (RFC 3960 section 3.1). Nor
 * where responses want an acknowledgement (RFC 3262), which would make the answer wait.
 */
export function wantsEarlyAnswer({ request }: Invitation): boolean {
  const required = request.getHeaders('require').join().toLowerCase()
  return request.getHeader(earlyHeader)?.trim() === 'yes' && !required.includes('100rel')
}

/** Settles when the answer is on its way; the library then repeats it with the 200 by itself. */
export function sendEarlyAnswer(invitation: Invitation): Promise<void> {
  return invitation.progress({ statusCode: 183 })
}
