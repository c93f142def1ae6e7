/** Writes bytes as base64 (RFC 4648 section 4), as the bridge carries them. Pure. */

/** Arguments one call may have, with room to spare. */
const atOnce = 8192

export function toBase64(bytes: Uint8Array): string {
  let letters = ''
  for (let at = 0; at < bytes.length; at += atOnce)
    letters += String.fromCharCode(...bytes.subarray(at, at + atOnce))
  return btoa(letters)
}
