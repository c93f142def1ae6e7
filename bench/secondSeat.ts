/** The second person of the practice centre, signed in past any desk. */
import { randomUUID } from 'node:crypto'
import { createGatewayLink } from '#main/desk/gateway/gatewayLink'
import { practicePassword } from '#main/desk/practice'
import type { PracticeDesk } from '#tests/support/practiceDesk'
import { realClock } from '#tests/support/realClock'
import { silentLog } from '#tests/support/silentLog'

/** Their connection, and what their phone registers with; it is closed with the other `ends`. */
export async function signInSecond(
  { practice }: Pick<PracticeDesk, 'practice'>,
  ends: (() => Promise<void>)[],
) {
  const link = createGatewayLink({
    url: practice.gatewayUrl,
    clock: realClock,
    random: Math.random,
    newId: randomUUID,
    log: silentLog,
  })
  ends.push(() => link.close())
  const signedIn = await link.signIn('omid', practicePassword)
  if (!signedIn.ok || link.sip === null) throw new Error('The second person cannot sign in')
  return { link, sip: link.sip }
}
