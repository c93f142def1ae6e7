/**
 * Keeps the small window with the card, in a browser, where no page may open one by itself: it is opened by a click, stays
 * while somebody is signed in, whatever part of the desk is looked at, and shows each call as it comes. In the program the
 * card comes and goes by itself.
 */
import { createContext, type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { openCardSpace } from '#renderer/features/popOut/cardSpace'
import { PopOutCard } from '#renderer/features/popOut/PopOutCard.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { usePopOutCall } from '#renderer/state/popOut/usePopOutCall'

export interface PopOutSwitch {
  readonly isOpen: boolean
  /** To be called in the turn of a click. */
  toggle(): void
}

export const PopOutContext = createContext<PopOutSwitch | null>(null)

export function PopOutSpace({ children }: { readonly children: ReactNode }) {
  const [space, setSpace] = useState<Window | null>(null)
  const isOpening = useRef(false)
  useCardSpace(space, () => setSpace(null))
  const popOut = useMemo(() => {
    const open = async (): Promise<void> => {
      if (isOpening.current) return
      isOpening.current = true
      try {
        setSpace(await openCardSpace(window))
      } finally {
        isOpening.current = false
      }
    }
    const toggle = (): void => (space === null ? void open() : setSpace(null))
    return { isOpen: space !== null, toggle }
  }, [space])
  return (
    <PopOutContext value={popOut}>
      {children}
      {space !== null && createPortal(<Card />, space.document.body)}
    </PopOutContext>
  )
}

function Card() {
  const { call, press } = usePopOutCall()
  return <PopOutCard call={call} onPress={press} onShowDesk={() => window.focus()} />
}

/** The card's window speaks the page's language in its look, ends with the page, and is noticed when it is closed by itself. */
function useCardSpace(space: Window | null, onGone: () => void): void {
  const { locale, direction, t } = useI18n()
  const gone = useRef(onGone)
  gone.current = onGone
  useLayoutEffect(() => {
    if (space === null) return
    const card = space.document.documentElement
    const page = document.documentElement
    space.document.title = t('popOut.title')
    const copy = (): void => {
      card.lang = locale
      card.dir = direction
      card.dataset.theme = page.dataset.theme ?? 'system'
    }
    copy()
    const watcher = new MutationObserver(copy)
    watcher.observe(page, { attributeFilter: ['data-theme'] })
    return () => watcher.disconnect()
  }, [space, locale, direction, t])
  useEffect(() => {
    if (space === null) return
    const onHide = (): void => gone.current()
    const close = (): void => space.close()
    space.addEventListener('pagehide', onHide)
    window.addEventListener('pagehide', close)
    return () => {
      space.removeEventListener('pagehide', onHide)
      window.removeEventListener('pagehide', close)
      space.close()
    }
  }, [space])
}
