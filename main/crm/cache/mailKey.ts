/** Finds a person's e-mail addresses among the fields of a site's own. Pure. */
import type { CallerCard } from '#contract/callerCard'

/** Loose on purpose: it only has to tell an address from other text (RFC 5321 allows far stranger ones). */
const address = /^[^\s@<>,;]{1,64}@[^\s@<>,;]{1,190}\.[^\s@<>,;.]{2,63}$/

/** In small letters: mail servers that tell them apart are not met. */
export function toMailAddresses({ extra }: CallerCard): string[] {
  const found = extra.value.flatMap(({ value }) =>
    value.includes('@') && address.test(value.trim()) ? [value.trim().toLowerCase()] : [],
  )
  return found.length < 2 ? found : [...new Set(found)]
}
