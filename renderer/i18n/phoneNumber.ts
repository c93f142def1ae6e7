/** Writes telephone numbers the way people read them aloud. */
import parsePhoneNumber, { type CountryCode } from 'libphonenumber-js/min'

const written = new Map<string, string>()

/** `+989123456789` → `+98 912 345 6789`; an extension or anything unknown stays as it is. ASCII digits. */
export function formatPhoneNumber(dialString: string, country: CountryCode = 'IR'): string {
  const key = `${country}${dialString}`
  const known = written.get(key)
  if (known !== undefined) return known
  const made = write(dialString, country)
  if (written.size > 2000) written.clear()
  written.set(key, made)
  return made
}

function write(dialString: string, country: CountryCode): string {
  if (dialString.length < 7) return dialString
  const number = parsePhoneNumber(dialString, country)
  return number?.isPossible() ? number.formatInternational() : dialString
}
