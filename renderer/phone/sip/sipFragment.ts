/** Reads the status line of a `message/sipfrag` (RFC 3420), which tells how a hand-over goes. */

/** 100 to 699; null for a body that begins with no status line. */
export function toReportedStatus(body: string | undefined): number | null {
  const status = /^\s*SIP\/2\.0 +([1-6]\d\d)(?!\d)/i.exec(body?.slice(0, 200) ?? '')?.[1]
  return status === undefined ? null : Number(status)
}
