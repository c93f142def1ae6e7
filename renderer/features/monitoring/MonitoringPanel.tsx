/** The dock of monitoring: one strip for each of the supervisor's sessions; nothing while there is none. */
import styles from '#renderer/features/monitoring/MonitoringPanel.module.css'
import { type CoachTools, SessionStrip } from '#renderer/features/monitoring/SessionStrip.tsx'
import { useHeldShortcut } from '#renderer/features/monitoring/useHeldShortcut'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { shortcuts } from '#renderer/ui/shortcuts'

export function MonitoringPanel({ coach }: { readonly coach?: CoachTools }) {
  const { t } = useI18n()
  const all = useDesk((model) => model.monitoring.sessions)
  // A silent shadow is an agent's, and has a notice of its own.
  const sessions = all.filter(({ monitor }) => monitor.isShadow !== true)
  const focusId = useDesk((model) => model.monitoring.focusId)
  const { holdWhisper } = useActions()
  useHeldShortcut(shortcuts.monitorHold, focusId === null ? null : holdWhisper)
  if (sessions.length === 0) return null
  const live = sessions.filter(({ monitor }) => monitor.state.kind !== 'ended').length
  return (
    <section className={styles.dock} aria-label={t('monitor.region')}>
      <ul className={styles.sessions}>
        {sessions.map((session) => (
          <SessionStrip
            key={session.monitor.id}
            session={session}
            isFocused={session.monitor.id === focusId}
            isAlone={live < 2}
            coach={coach}
          />
        ))}
      </ul>
    </section>
  )
}
