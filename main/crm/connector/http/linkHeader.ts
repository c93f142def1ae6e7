/** Reads where the next page is from a `Link` header (RFC 8288). */

/** Pure: the target of the first link whose `rel` has the word `next`; null when there is none. */
export function toNextLink(header: string | string[] | undefined): string | null {
  const text = (Array.isArray(header) ? header.join(',') : (header ?? '')).slice(0, 16_000)
  for (const [, target = '', parameters = ''] of text.matchAll(/<([^>]*)>((?:\s*;[^,<]*)*)/g)) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(parameters)
    const words = (rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/)
    if (words.includes('next')) return target
  }
  return null
}
