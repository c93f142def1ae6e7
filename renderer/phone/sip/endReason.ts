/** Reads from the Reason headers of a CANCEL whether another phone answered the call. */

/**
 * True when any `Reason` (RFC 3326) says `SIP;cause=200`: the call was completed elsewhere and is not missed.
 * Each string is one header, which may hold several values.
 */
export function isAnsweredElsewhere(reasonHeaders: readonly string[]): boolean {
  return reasonHeaders.some((header) =>
    header
      .slice(0, 1000)
      .split(',')
      .some((value) => /^\s*SIP\s*;/i.test(value) && /;\s*cause\s*=\s*200\b/i.test(value)),
  )
}
