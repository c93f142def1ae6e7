/** Turns a message key and its values into a sentence of one language. */
import { IntlMessageFormat } from 'intl-messageformat'
import { isolateIn } from '#renderer/i18n/isolate'
import {
  type Locale,
  localeDirection,
  localeTag,
  type MessageKey,
  type Messages,
  messagesOf,
} from '#renderer/i18n/messages'

export type MessageValues = Readonly<Record<string, string | number>>
export type Translate = (key: MessageKey, values?: MessageValues) => string

export interface Sentences {
  readonly t: Translate
  /** Parses what has not been said yet, one message each time `mayGoOn` says so; whether nothing is left. */
  readAhead(mayGoOn: () => boolean): boolean
}

/**
 * A message with a placeholder is parsed when it is first said: hundreds at once would keep the first screen waiting.
 * Whoever has time then reads ahead, so that a first ring costs no parsing.
 */
export function createSentences(locale: Locale): Sentences {
  const messages = messagesOf(locale)
  const parsed = new Map<MessageKey, IntlMessageFormat>()
  const unread = new Set(toKeys(messages).filter((key) => messages[key].includes('{')))
  const read = (key: MessageKey): void => {
    parsed.set(key, new IntlMessageFormat(messages[key], localeTag[locale]))
    unread.delete(key)
  }
  return {
    t(key, values = {}) {
      if (unread.has(key)) read(key)
      const format = parsed.get(key)
      return format === undefined ? messages[key] : String(format.format(isolateValues(values, locale)))
    },
    readAhead(mayGoOn) {
      for (const key of unread) {
        if (!mayGoOn()) return false
        read(key)
      }
      return true
    },
  }
}

/** Reads ahead in the page's idle moments, where the browser tells them. Returns how to stop. */
export function readAheadWhenIdle({ readAhead }: Sentences): () => void {
  if (!('requestIdleCallback' in globalThis)) return () => undefined
  const go = (idle: IdleDeadline): void => {
    if (!readAhead(() => idle.timeRemaining() > 1)) handle = requestIdleCallback(go)
  }
  let handle = requestIdleCallback(go)
  return () => cancelIdleCallback(handle)
}

const toKeys = (messages: Messages): MessageKey[] => Object.keys(messages) as MessageKey[]

function isolateValues(values: MessageValues, locale: Locale): Record<string, string | number> {
  const direction = localeDirection[locale]
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? isolateIn(value, direction) : value,
    ]),
  )
}
