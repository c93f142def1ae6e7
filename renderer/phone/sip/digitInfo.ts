/** Sends a digit as INFO (application/dtmf-relay), for sites whose menus do not listen for RFC 4733. */
import type { Session } from 'sip.js'

/** As long as the events of the sound. */
const digitMs = 160

/** Rejects when the call is over; a refusal of the other side is its own affair. */
export async function sendDigitInfo(session: Session, digit: string): Promise<void> {
  await session.info({
    requestOptions: {
      body: {
        contentDisposition: 'render',
        contentType: 'application/dtmf-relay',
        content: `Signal=${digit}\r\nDuration=${digitMs}\r\n`,
      },
    },
  })
}
