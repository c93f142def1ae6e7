/** Tells phones what waits in their mailbox: a NOTIFY nobody subscribed to, as Asterisk sends it (RFC 3842 section 3). */
import type { URI } from 'sip.js/lib/core/index.js'
import { formatMessageSummary, type MessageCount } from '#contract/messageCount'
import type { PhoneConnection } from '#simulator/sip/phoneConnection'
import { toAddress } from '#simulator/sip/sipText'

export interface MessageNotices {
  tell(extension: string, count: MessageCount): void
  /** A phone that has just registered knows nothing. */
  tellAgain(extension: string): void
}

export interface MessageNoticesOptions {
  readonly host: string
  bindingOf(extension: string): { readonly connection: PhoneConnection; readonly contact: URI } | null
}

export function createMessageNotices({ host, bindingOf }: MessageNoticesOptions): MessageNotices {
  const counts = new Map<string, MessageCount>()
  const send = (extension: string) => {
    const count = counts.get(extension)
    const binding = bindingOf(extension)
    if (count === undefined || binding === null) return
    const { core } = binding.connection
    const account = toAddress(extension, host)
    const notify = core.makeOutgoingRequestMessage(
      'NOTIFY',
      binding.contact,
      account,
      account,
      {},
      ['Event: message-summary', 'Subscription-State: terminated'],
      {
        contentDisposition: 'render',
        contentType: 'application/simple-message-summary',
        content: formatMessageSummary(count, account.toString()),
      },
    )
    // A phone that does not understand it, or is gone, is told again when it registers.
    core.request(notify)
  }
  return {
    tell(extension, count) {
      counts.set(extension, count)
      send(extension)
    },
    tellAgain: send,
  }
}
