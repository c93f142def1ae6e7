/**
 * Says in the window's title who is ringing, for whoever is looking at another window. A part of its own, which draws
 * nothing: in any other the ring would draw that one anew.
 */
import { useEffect } from 'react'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { DeskModel } from '#renderer/state/deskModel'
import { useDeskStore } from '#renderer/state/useDesk.tsx'
import { usePainted } from '#renderer/ui/afterPaint'

export function RingingTitle(): null {
  const { t, format } = useI18n()
  // The browser draws its own frame anew for a title: the caller's card is painted first.
  const who = usePainted(useDeskStore(), toWhoRings)
  useEffect(() => {
    const name = who === '' ? t('caller.withheld') : who === null ? '' : format.digits(who)
    document.title = who === null ? t('page.title') : t('page.titleRinging', { name })
    return () => {
      document.title = t('page.title')
    }
  }, [who, t, format])
  return null
}

/** Null while nobody rings, empty for a withheld number. */
function toWhoRings({ phone: { call }, caller }: DeskModel): string | null {
  if (call?.state !== 'ringing') return null
  return caller?.person?.name ?? caller?.name ?? call.name ?? call.number ?? ''
}
