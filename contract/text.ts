/** Makes text from the PBX or a CRM safe to show: it is hostile until it has passed here. */
import { z } from 'zod'

/**
 * Control characters, line and paragraph separators, and every invisible format character (bidirectional overrides,
 * embeddings and isolates, zero-width spaces, tags) except the Persian half-space (U+200C) and the joiner (U+200D).
 */
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu

/** Longest name kept of what a PBX or CRM sends; the rest is cut with an ellipsis. */
export const maxNameLength = 120

/** Replaces what could hide or reorder text with spaces, folds white space and cuts to `maxLength` characters. */
export function toDisplayText(raw: string, maxLength: number = maxNameLength): string {
  const clean = raw
    .slice(0, maxLength * 8)
    .replace(unsafe, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const characters = Array.from(clean)
  return characters.length <= maxLength ? clean : `${characters.slice(0, maxLength - 1).join('')}…`
}

/** The same for a note of several lines: it keeps its line breaks. Empty where nothing was written. */
export function toDisplayLines(raw: string, maxLength: number): string {
  const lines = raw.split(/\r?\n/).map((line) => toDisplayText(line, maxLength))
  return lines.join('\n').trim().slice(0, maxLength)
}

/** A name or a line fit for the screen; anything longer than 1,000,000 characters is refused. */
export const DisplayName = z
  .string()
  .max(1_000_000)
  .transform((raw) => toDisplayText(raw))
export type DisplayName = z.infer<typeof DisplayName>

/** A telephone number or extension as the PBX wrote it: digits, `+ * #`; null where the caller withheld it. */
export const DialString = z
  .string()
  .max(1_000_000)
  .transform((raw) => toDialString(raw))
  .nullable()
export type DialString = z.infer<typeof DialString>

/** Keeps `+ * #`, ASCII digits and Persian or Arabic digits (as ASCII); at most 32 characters. */
export function toDialString(raw: string): string {
  return toAsciiDigits(raw.slice(0, 256))
    .replace(/[^0-9+*#]/g, '')
    .slice(0, 32)
}

/** The same text, its Persian and Arabic digits as ASCII. */
export function toAsciiDigits(text: string): string {
  return text
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
}
