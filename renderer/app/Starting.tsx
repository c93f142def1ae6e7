/** Before the desk has answered for the first time. */
import styles from '#renderer/app/Starting.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { Logo } from '#renderer/ui/Logo.tsx'

export function Starting() {
  const { t } = useI18n()
  const isLost = useDesk((model) => model.bridge.kind === 'disconnected' || model.bridge.kind === 'failed')
  return (
    <main className={styles.starting}>
      <Logo size={40} />
      <p>{t(isLost ? 'starting.lost' : 'starting.text')}</p>
    </main>
  )
}
