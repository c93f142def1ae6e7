/** Turns a message key and its values into a sentence of one language. */
import { IntlMessageFormat } from 'intl-messageformat'
import { isolateIn } from '#renderer/i18n/isolate'
import { type Locale, localeDirection, localeTag, type MessageKey, messagesOf } from '#renderer/i18n/messages'

export type MessageValues = Readonly<Record<string, string | number>>
export type Translate = (key: MessageKey, values?: MessageValues) => string

/** Everything with a placeholder is parsed at once, so that a first ring costs no parsing. */
export function createTranslate(locale: Locale): Translate {
  const messages = messagesOf(locale)
  const parsed = new Map(
    Object.entries(messages)
      .filter(([, text]) => text.includes('{'))
      .map(([key, text]) => [key, new IntlMessageFormat(text, localeTag[locale])]),
  )
  return (key, values = {}) => {
    const format = parsed.get(key)
    return format === undefined ? messages[key] : String(format.format(isolateValues(values, locale)))
  }
}

function isolateValues(values: MessageValues, locale: Locale): Record<string, string | number> {
  const direction = localeDirection[locale]
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? isolateIn(value, direction) : value,
    ]),
  )
}
