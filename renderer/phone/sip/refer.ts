/** Asks the telephone system to hand a call over (REFER, RFC 3515), and reads how that goes. */
import type { Notification, Session, URI } from 'sip.js'
import { type Answer, done, failed, toCallFailure, toFailure } from '#contract/failure'
import { toReportedStatus } from '#renderer/phone/sip/sipFragment'

/**
 * `target` is an address, or the session whose other side is to be joined with this one's (Replaces, RFC 3891). Settles
 * when the request is accepted or refused. `onReport` is given each status told afterwards, 100 to 699.
 */
export async function sendRefer(
  session: Session,
  target: URI | Session,
  onReport: (status: number) => void,
): Promise<Answer<null>> {
  return new Promise((resolve) => {
    const refuse = (status: number | undefined) =>
      resolve({ ok: false, failure: toCallFailure(status ?? 0) ?? toFailure('call-failed') })
    session
      .refer(target, {
        requestDelegate: {
          onAccept: () => resolve(done(null)),
          onRedirect: (response) => refuse(response.message.statusCode),
          onReject: (response) => refuse(response.message.statusCode),
        },
        onNotify: (notification) => takeNotify(notification, onReport),
      })
      // The call is over, or the one consulted is.
      .catch(() => resolve(failed('wrong-state')))
  })
}

function takeNotify(notification: Notification, onReport: (status: number) => void): void {
  const { request } = notification
  if (!/^refer\b/i.test(request.getHeader('event')?.trim() ?? '')) {
    void notification.reject({ statusCode: 489 }).catch(ignoreGone)
    return
  }
  void notification.accept().catch(ignoreGone)
  const status = toReportedStatus(request.body)
  if (status !== null) onReport(status)
}

/** The call ended while it was answered: nobody waits for the answer any more. */
function ignoreGone(): void {}
