/** Whether callers can reach this desk: a calm mark with its words, and a way to try again. */
import styles from '#renderer/features/status/ReachMark.module.css'
import { reachText } from '#renderer/features/status/reachText'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { LinkMark } from '#renderer/ui/LinkMark.tsx'

export function ReachMark() {
  const { t, format } = useI18n()
  const { proveReach } = useActions()
  const reach = useDesk((model) => model.reach)
  const isGranted = useDesk((model) => model.phone.seat === 'granted')
  if (reach.policy === 'off' || !isGranted) return null
  const { state } = reach
  const reason = reachText(state, t)
  return (
    <div
      className={styles.reach}
      role="status"
      data-kind={state.kind}
      data-tip={
        state.kind === 'proven' ? t('reach.provenAt', { moment: format.moment(state.atMs) }) : t('reach.tip')
      }
    >
      <LinkMark kind={marks[state.kind]} />
      <span className={styles.words}>{reason}</span>
      {(state.kind === 'failed' || state.kind === 'silenced') && (
        <Button look="quiet" size="small" onClick={proveReach}>
          {t('reach.again')}
        </Button>
      )}
    </div>
  )
}

const marks = {
  unproven: 'connecting',
  proving: 'connecting',
  proven: 'connected',
  failed: 'failed',
  silenced: 'disconnected',
} as const
