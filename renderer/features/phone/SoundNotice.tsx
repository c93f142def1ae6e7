/** What is wrong with the sound of the call, in words that say which side hears nothing. */
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { Notice } from '#renderer/ui/Notice.tsx'

export function SoundNotice({ sipCallId }: { readonly sipCallId: string }) {
  const { t } = useI18n()
  const { setMuted } = useActions()
  const trouble = useDesk(({ sound: { call } }) => (call?.sipCallId === sipCallId ? call.trouble : null))
  const speaksMuted = useDesk(({ sound: { call } }) => call?.sipCallId === sipCallId && call.speaksMuted)
  return (
    <>
      {trouble !== null && (
        <Notice tone={trouble === 'silence-arrives' ? 'info' : 'bad'} isAlert>
          {t(`sound.trouble.${trouble}`)}
        </Notice>
      )}
      {speaksMuted && (
        <Notice
          tone="warn"
          isAlert
          actions={<Button onClick={() => setMuted(false)}>{t('call.unmute')}</Button>}
        >
          {t('sound.speaksMuted')}
        </Notice>
      )}
    </>
  )
}
