/** What waits in one's own mailbox: an envelope with the number of new messages; a click calls the mailbox. */
import { Voicemail } from 'lucide-react'
import styles from '#renderer/features/voicemail/MessageMark.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'

export function MessageMark() {
  const { t, format } = useI18n()
  const { dial } = useActions()
  const fresh = useDesk((model) => model.phone.messages?.fresh ?? null)
  const old = useDesk((model) => model.phone.messages?.old ?? 0)
  const mailbox = useDesk((model) => model.centre?.dialling?.mailbox ?? null)
  if (fresh === null || mailbox === null || fresh + old === 0) return null
  const said = fresh > 0 ? t('voicemail.new', { count: fresh }) : t('voicemail.old', { count: old })
  return (
    <Button
      look="quiet"
      size="small"
      className={styles.mark}
      data-new={fresh > 0}
      aria-label={t('voicemail.listen', { messages: said })}
      tip={t('voicemail.listen', { messages: said })}
      onClick={() => void dial(mailbox)}
    >
      <Voicemail size={16} aria-hidden="true" />
      {fresh > 0 && <span className={styles.count}>{format.number(fresh)}</span>}
    </Button>
  )
}
