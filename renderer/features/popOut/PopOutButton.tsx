/**
 * Puts the call on a small card over other windows, in a browser, where no page may open one by itself: the card stays, and
 * shows each call as it comes, until it is closed. In the program the card comes and goes by itself.
 */
import { PictureInPicture2 } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { openCardSpace } from '#renderer/features/popOut/cardSpace'
import { PopOutCard } from '#renderer/features/popOut/PopOutCard.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { isInProgram } from '#renderer/state/isInProgram'
import { usePopOutCall } from '#renderer/state/popOut/usePopOutCall'
import { Button } from '#renderer/ui/Button.tsx'

export function PopOutButton() {
  const { t } = useI18n()
  const [space, setSpace] = useState<Window | null>(null)
  const isOpening = useRef(false)
  useCardSpace(space, () => setSpace(null))
  if (isInProgram()) return null
  const toggle = async (): Promise<void> => {
    if (space !== null) {
      space.close()
      setSpace(null)
      return
    }
    if (isOpening.current) return
    isOpening.current = true
    try {
      setSpace(await openCardSpace(window, t('popOut.title')))
    } finally {
      isOpening.current = false
    }
  }
  return (
    <>
      <Button
        look="quiet"
        size="small"
        isIcon
        aria-pressed={space !== null}
        aria-label={t('popOut.open')}
        tip={t('popOut.openTip')}
        onClick={() => void toggle()}
      >
        <PictureInPicture2 size={16} aria-hidden="true" />
      </Button>
      {space !== null && createPortal(<Card />, space.document.body)}
    </>
  )
}

function Card() {
  const { call, press } = usePopOutCall()
  return <PopOutCard call={call} onPress={press} onShowDesk={() => window.focus()} />
}

/** The card's window speaks the page's language in its look, ends with the page, and is noticed when it is closed by itself. */
function useCardSpace(space: Window | null, onGone: () => void): void {
  const { locale, direction } = useI18n()
  const gone = useRef(onGone)
  gone.current = onGone
  useLayoutEffect(() => {
    if (space === null) return
    const card = space.document.documentElement
    const page = document.documentElement
    const copy = (): void => {
      card.lang = locale
      card.dir = direction
      card.dataset.theme = page.dataset.theme ?? 'system'
    }
    copy()
    const watcher = new MutationObserver(copy)
    watcher.observe(page, { attributeFilter: ['data-theme'] })
    return () => watcher.disconnect()
  }, [space, locale, direction])
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
