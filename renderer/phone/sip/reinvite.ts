/** Renegotiates a call that is up: for hold and resume, and to find out whether the other side still knows it. */
import { type Session, SessionState } from 'sip.js'
import { type Answer, done, failed, toCallFailure, toFailure } from '#contract/failure'
import type { Clock } from '#contract/time'

/** Both sides renegotiated at once (RFC 3261 section 14.1). */
const glareStatus = 491
/** The side that did not make the call waits up to 2 s before it tries again. */
const glareWaitMs = 2000
/** The library does not say when the ACK has come. */
const ackLookMs = 20

/** One at a time for each session: the next begins when the last has its answer. */
const turns = new WeakMap<Session, Promise<unknown>>()

/** Settles with the other side's answer; once more after a glare. The session decides how long it waits (32 s). */
export async function reinvite(session: Session, clock: Clock, random: () => number): Promise<Answer<null>> {
  return toAnswer(await askAgain(session, clock, random))
}

/** As `reinvite`, with the final status; null when the call ended first or nothing could be sent. */
export function askAgain(session: Session, clock: Clock, random: () => number): Promise<number | null> {
  const ask = async () => {
    await untilAcknowledged(session, clock)
    const status = await sendReinvite(session)
    if (status !== glareStatus) return status
    await wait(clock, random() * glareWaitMs)
    return await sendReinvite(session)
  }
  const turn = (turns.get(session) ?? Promise.resolve()).then(ask, ask)
  turns.set(session, turn)
  return turn
}

/**
 * A new offer has to wait for the ACK of the last answer (RFC 3261 section 14.1): the library would take that ACK for
 * one without its answer, and end the call with 488. It ends a call that is never acknowledged after 32 s.
 */
async function untilAcknowledged(session: Session, clock: Clock): Promise<void> {
  while (String(session.dialog?.sessionState) === 'AckWait') await wait(clock, ackLookMs)
}

function wait(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => clock.after(milliseconds, resolve))
}

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
