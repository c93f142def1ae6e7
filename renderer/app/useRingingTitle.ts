/** Says in the window's title who is ringing, for whoever is looking at another window. */
import { useEffect } from 'react'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useDesk } from '#renderer/state/useDesk.tsx'

export function useRingingTitle(): void {
  const { t, format } = useI18n()
  const who = useDesk((model) => {
    const call = model.phone.call
    if (call?.state !== 'ringing') return null
    return model.caller?.person?.name ?? model.caller?.name ?? call.name ?? call.number ?? ''
  })
  useEffect(() => {
    const name = who === '' ? t('caller.withheld') : who === null ? '' : format.digits(who)
    document.title = who === null ? t('page.title') : t('page.titleRinging', { name })
    return () => {
      document.title = t('page.title')
    }
  }, [who, t, format])
}
