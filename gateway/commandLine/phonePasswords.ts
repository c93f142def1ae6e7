/** Makes the passwords phones register with: long, random, one per extension, handed out at sign-in only. */
import { randomBytes } from 'node:crypto'
import type { SiteStore } from '#gateway/store/createSiteStore'

/** 192 bits; nobody types it. */
const passwordBytes = 24

/** Extension to password; a missing one is made, and with `rotate` every one anew. */
export function makePhonePasswords(
  store: SiteStore,
  extensions: readonly string[],
  rotate: boolean,
  nowMs: number,
): Map<string, string> {
  const passwords = new Map<string, string>()
  for (const extension of extensions) {
    const before = rotate ? null : store.phonePassword(extension)
    const password = before ?? randomBytes(passwordBytes).toString('base64url')
    if (before === null) store.putPhonePassword(extension, password, nowMs)
    passwords.set(extension, password)
  }
  return passwords
}
