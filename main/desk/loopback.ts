/** Tells this machine itself from every other. Pure. */

/** A name of this machine (RFC 6761 section 6.3, RFC 1122 section 3.2.1.3), as `URL.hostname` writes it. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
