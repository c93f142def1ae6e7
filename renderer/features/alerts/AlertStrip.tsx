/** The alerts of the floor: those that press most in one line, all of them by kind on demand. */
import { BellOff, ChevronDown, ChevronUp, ShieldCheck } from 'lucide-react'
import { useId, useState } from 'react'
import { AlertItem } from '#renderer/features/alerts/AlertItem.tsx'
import styles from '#renderer/features/alerts/AlertStrip.module.css'
import { AlertThresholds } from '#renderer/features/alerts/AlertThresholds.tsx'
import { groupAlerts, pickPressing } from '#renderer/features/alerts/groupAlerts'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { Alert, AlertSubject } from '#renderer/state/alerts/alert'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'

export interface AlertStripProps {
  /** Leads to the row of an agent or a queue. */
  readonly onJump: (subject: AlertSubject) => void
}

export function AlertStrip({ onJump }: AlertStripProps) {
  const { t } = useI18n()
  const { list, mutedUntilMs } = useDesk((model) => model.alerts)
  const [isOpen, setOpen] = useState(false)
  const allId = useId()
  const toItem = (alert: Alert) => (
    <AlertItem key={alert.id} alert={alert} mutedUntilMs={mutedUntilMs[alert.id] ?? null} onJump={onJump} />
  )
  const loud = list.filter(({ id }) => mutedUntilMs[id] === undefined)
  const muted = list.length - loud.length
  const pressing = pickPressing(loud)
  const isAllShown = isOpen && list.length > 0
  return (
    <section className={styles.strip} aria-label={t('alerts.region')}>
      <div className={styles.line}>
        {pressing.length === 0 ? (
          <p className={styles.quiet}>
            <ShieldCheck size={16} aria-hidden="true" />
            {t('alerts.none')}
          </p>
        ) : (
          <ul className={styles.pressing}>{pressing.map(toItem)}</ul>
        )}
        <div className={styles.tools}>
          {muted > 0 && (
            <span className={styles.muted}>
              <BellOff size={14} aria-hidden="true" />
              {t('alerts.mutedCount', { count: muted })}
            </span>
          )}
          {list.length > 0 && (
            <Button
              look="quiet"
              size="small"
              aria-expanded={isAllShown}
              aria-controls={allId}
              onClick={() => setOpen(!isOpen)}
            >
              {isAllShown ? t('alerts.showFewer') : t('alerts.showAll', { count: list.length })}
              {isAllShown ? (
                <ChevronUp size={14} aria-hidden="true" />
              ) : (
                <ChevronDown size={14} aria-hidden="true" />
              )}
            </Button>
          )}
          <AlertThresholds />
        </div>
      </div>
      <div id={allId} hidden={!isAllShown}>
        {isAllShown && <AllAlerts alerts={list} toItem={toItem} />}
      </div>
    </section>
  )
}

interface AllAlertsProps {
  readonly alerts: readonly Alert[]
  readonly toItem: (alert: Alert) => React.ReactElement
}

function AllAlerts({ alerts, toItem }: AllAlertsProps) {
  const { t, format } = useI18n()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is scrolled with the keys too.
    <section className={styles.all} aria-label={t('alerts.all')} tabIndex={0}>
      <div className={styles.groups}>
        {groupAlerts(alerts).map(({ kind, alerts: own, count }) => (
          <div key={kind} className={styles.group}>
            <h3 className={styles.kind}>
              {t(`alerts.kind.${kind}`)} <data value={count}>{format.number(count)}</data>
            </h3>
            <ul className={styles.list}>{own.map(toItem)}</ul>
            {count > own.length && (
              <p className={styles.more}>{t('alerts.more', { count: count - own.length })}</p>
            )}
          </div>
        ))}
      </div>
    </section>
  )
}
