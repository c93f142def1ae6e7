/** Reads the version of an Asterisk, and knows what the gateway must tell about some of them. */

export interface AsteriskVersion {
  readonly major: number
  readonly minor: number
  readonly patch: number
  readonly text: string
}

/** `22.10.1+dfsg…`, `Asterisk 20.9.3`, `18.9-cert14`; null for what is no version. */
export function parseVersion(text: string): AsteriskVersion | null {
  const found = /\b(\d{1,3})\.(\d{1,3})(?:\.(\d{1,3}))?/.exec(text)
  if (found === null) return null
  const [major, minor, patch] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)]
  return { major, minor, patch, text: `${major}.${minor}.${patch}` }
}

export function isBefore(version: AsteriskVersion, [major, minor, patch]: readonly [number, number, number]) {
  if (version.major !== major) return version.major < major
  return version.minor !== minor ? version.minor < minor : version.patch < patch
}
