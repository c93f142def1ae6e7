/** What waits in a person's mailbox, and how a telephone system says so (RFC 3842 section 3.5). */

export interface MessageCount {
  /** Not listened to yet. */
  readonly fresh: number
  readonly old: number
}

/** Longer than any summary that is one. */
const mostCharacters = 2000
/** More is not told: a display shows it as that many. */
const mostMessages = 9999

/** null for what is no message summary. A summary may say only that something waits: then it is one. */
export function parseMessageSummary(body: string): MessageCount | null {
  if (body.length > mostCharacters) return null
  const waits = /^messages-waiting[ \t]*:[ \t]*(yes|no)[ \t]*$/im.exec(body)?.[1]?.toLowerCase()
  if (waits === undefined) return null
  const [, fresh, old] = /^voice-message[ \t]*:[ \t]*(\d{1,9})[ \t]*\/[ \t]*(\d{1,9})/im.exec(body) ?? []
  if (fresh === undefined || old === undefined) return { fresh: waits === 'yes' ? 1 : 0, old: 0 }
  return { fresh: Math.min(mostMessages, Number(fresh)), old: Math.min(mostMessages, Number(old)) }
}

/** The body of a NOTIFY. `account`: whose mailbox it is, as an address. */
export function formatMessageSummary({ fresh, old }: MessageCount, account: string): string {
  return [
    `Messages-Waiting: ${fresh > 0 ? 'yes' : 'no'}`,
    `Message-Account: ${account}`,
    `Voice-Message: ${fresh}/${old} (0/0)`,
    '',
  ].join('\r\n')
}
