/** Chooses the reader's language of a label the site wrote. */
import type { Label } from '#contract/reason'
import type { Locale } from '#renderer/i18n/messages'

export function pickLabel(label: Label, locale: Locale): string {
  return label[locale] ?? label.en
}
