/** Tells a phone how the transfer it asked for goes (RFC 3515 section 2.4.5). */
import type { IncomingReferRequest, Session } from 'sip.js/lib/core/index.js'
import { getReasonPhrase } from 'sip.js/lib/core/messages/utils.js'

export interface TransferReports {
  /** 202, and the first report at once. */
  accept(request: IncomingReferRequest): void
  /** 100–199 leaves the subscription open; a final status ends it, and what comes after is not sent. */
  report(sipStatus: number): void
}

const subscriptionSeconds = 60

export function createTransferReports(session: Session): TransferReports {
  let openEvent: string | null = null
  const report = (sipStatus: number) => {
    if (openEvent === null) return
    const final = sipStatus >= 200
    const state = final ? 'terminated;reason=noresource' : `active;expires=${subscriptionSeconds}`
    session.notify(undefined, {
      extraHeaders: [`Event: ${openEvent}`, `Subscription-State: ${state}`],
      body: {
        contentDisposition: 'render',
        contentType: 'message/sipfrag;version=2.0',
        content: `SIP/2.0 ${sipStatus} ${getReasonPhrase(sipStatus)}\r\n`,
      },
    })
    if (final) openEvent = null
  }
  return {
    accept(request) {
      // RFC 4488: a phone may say that it does not want to be told.
      const silent = request.message.getHeader('refer-sub')?.trim().toLowerCase() === 'false'
      openEvent = silent ? null : `refer;id=${request.message.cseq}`
      request.accept({ statusCode: 202, ...(silent ? { extraHeaders: ['Refer-Sub: false'] } : {}) })
      report(100)
    },
    report,
  }
}
