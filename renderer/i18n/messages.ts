/** Names every visible text by a key taken from the English file, and gives the texts of a language. */
import en from '#resources/locales/en.json'
import fa from '#resources/locales/fa.json'

export type MessageKey = keyof typeof en
export type Locale = 'en' | 'fa'
export type Messages = Readonly<Record<MessageKey, string>>

const byLocale: Readonly<Record<Locale, Messages>> = { en, fa }

export function messagesOf(locale: Locale): Messages {
  return byLocale[locale]
}

/** The BCP 47 tag numbers, dates and React Aria are given: Persian brings its own calendar and digits. */
export const localeTag: Readonly<Record<Locale, string>> = {
  en: 'en-GB',
  fa: 'fa-IR-u-ca-persian-nu-arabext',
}

export const localeDirection: Readonly<Record<Locale, 'ltr' | 'rtl'>> = { en: 'ltr', fa: 'rtl' }
