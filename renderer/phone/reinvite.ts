/** Renegotiates a call that is up, for hold and resume. */
import { type Session, SessionState } from 'sip.js'
import { type Answer, done, failed, toCallFailure, toFailure } from '#contract/failure'
import type { Clock } from '#contract/time'

/** Both sides renegotiated at once (RFC 3261 section 14.1). */
const glareStatus = 491
/** The side that did not make the call waits up to 2 s before it tries again. */
const glareWaitMs = 2000

/** Settles with the other side's answer; once more after a glare. The session decides how long it waits (32 s). */
export async function reinvite(session: Session, clock: Clock, random: () => number): Promise<Answer<null>> {
  const status = await sendReinvite(session)
  if (status !== glareStatus) return toAnswer(status)
  await new Promise<void>((resolve) => clock.after(random() * glareWaitMs, resolve))
  return toAnswer(await sendReinvite(session))
}

/** The final status; null when the call ended first or nothing could be sent. */
function sendReinvite(session: Session): Promise<number | null> {
  return new Promise((resolve) => {
    const onState = (state: SessionState) => {
      if (state === SessionState.Terminated) settle(null)
    }
    const settle = (status: number | null) => {
      session.stateChange.removeListener(onState)
      resolve(status)
    }
    session.stateChange.addListener(onState)
    session
      .invite({
        requestDelegate: {
          onAccept: () => settle(200),
          onRedirect: (response) => settle(response.message.statusCode ?? null),
          onReject: (response) => settle(response.message.statusCode ?? null),
        },
      })
      .catch(() => settle(null))
  })
}

function toAnswer(status: number | null): Answer<null> {
  if (status === null) return failed('call-failed')
  if (status < 300) return done(null)
  return { ok: false, failure: toCallFailure(status) ?? toFailure('call-failed') }
}
