/** Turns a message key and its values into a sentence of one language. */
import { IntlMessageFormat } from 'intl-messageformat'
import { isolateIn } from '#renderer/i18n/isolate'
import { type Locale, localeDirection, localeTag, type MessageKey, messagesOf } from '#renderer/i18n/messages'

export type MessageValues = Readonly<Record<string, string | number>>
export type Translate = (key: MessageKey, values?: MessageValues) => string

/** Parsed messages are kept; a text without placeholders is never parsed, so a first ring costs no parsing. */
export function createTranslate(locale: Locale): Translate {
  const messages = messagesOf(locale)
  const parsed = new Map<MessageKey, IntlMessageFormat>()
  const parse = (key: MessageKey): IntlMessageFormat => {
    const known = parsed.get(key)
    if (known !== undefined) return known
    const made = new IntlMessageFormat(messages[key], localeTag[locale])
    parsed.set(key, made)
    return made
  }
  return (key, values) =>
    values === undefined ? messages[key] : String(parse(key).format(isolateValues(values, locale)))
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
