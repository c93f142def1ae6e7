/** The whole page of the pop-out card: language, direction and look as on the desk, around the card. */
import { useLayoutEffect, useSyncExternalStore } from 'react'
import { PopOutCard } from '#renderer/features/popOut/PopOutCard.tsx'
import { I18nRoot } from '#renderer/i18n/I18n.tsx'
import { localeDirection } from '#renderer/i18n/messages'
import type { CardLink } from '#renderer/popOut/cardLink'

export function PopOutPage({ link }: { readonly link: CardLink }) {
  const view = useSyncExternalStore(link.onView, () => link.view)
  const locale = view?.locale ?? 'en'
  const theme = view?.theme ?? 'system'
  useLayoutEffect(() => {
    const page = document.documentElement
    page.lang = locale
    page.dir = localeDirection[locale]
    page.dataset.theme = theme
  }, [locale, theme])
  // Hidden without a call: there is nothing to draw before the first one.
  if (view === null) return null
  return (
    <I18nRoot locale={locale}>
      <PopOutCard call={view.call} onPress={link.press} onShowDesk={link.showDesk} />
    </I18nRoot>
  )
}
