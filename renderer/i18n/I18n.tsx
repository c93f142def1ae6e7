/** Gives every part of the page its language: `t` for texts, `format` for figures, the direction for layout. */
import { createContext, type ReactNode, use, useEffect, useMemo } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { createFormat, type Format } from '#renderer/i18n/format'
import { type Locale, localeDirection, localeTag } from '#renderer/i18n/messages'
import { createSentences, readAheadWhenIdle, type Sentences, type Translate } from '#renderer/i18n/translate'

export interface I18n {
  readonly locale: Locale
  readonly direction: 'ltr' | 'rtl'
  readonly t: Translate
  readonly format: Format
}

const I18nContext = createContext<I18n | null>(null)

export function createI18n(locale: Locale, { t }: Sentences = createSentences(locale)): I18n {
  return {
    locale,
    direction: localeDirection[locale],
    t,
    format: createFormat(locale),
  }
}

export function I18nRoot({ locale, children }: { readonly locale: Locale; readonly children: ReactNode }) {
  const sentences = useMemo(() => createSentences(locale), [locale])
  const i18n = useMemo(() => createI18n(locale, sentences), [locale, sentences])
  useEffect(() => readAheadWhenIdle(sentences), [sentences])
  return (
    <I18nContext value={i18n}>
      <I18nProvider locale={localeTag[locale]}>{children}</I18nProvider>
    </I18nContext>
  )
}

export function useI18n(): I18n {
  const i18n = use(I18nContext)
  if (i18n === null) throw new Error('A visible part was rendered outside I18nRoot')
  return i18n
}
