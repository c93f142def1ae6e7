/** The entries of the monitoring log as a table, newest first. */
import type { AuditEntry } from '#contract/audit'
import styles from '#renderer/features/monitoring/AuditLog.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { PhoneNumber } from '#renderer/ui/PhoneNumber.tsx'

export function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const { t } = useI18n()
  if (entries.length === 0) return <p className={styles.empty}>{t('monitor.log.empty')}</p>
  return (
    // Scrolled by the keyboard too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable (WCAG 2.1.1)
    <section className={styles.scroll} tabIndex={0} aria-label={t('monitor.log.open')}>
      <table className={styles.table}>
        <thead>
          <tr>
            {(['at', 'what', 'by', 'agent', 'caller', 'detail'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`monitor.log.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Entry key={entry.serial} entry={entry} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Entry({ entry }: { readonly entry: AuditEntry }) {
  const { t, format } = useI18n()
  return (
    <tr data-kind={entry.kind}>
      <td>
        <time data-moment={entry.atMs}>
          {format.day(entry.atMs)} {format.time(entry.atMs)}
        </time>
      </td>
      <td>{t(`monitor.kind.${entry.kind}`)}</td>
      <td>
        <bdi>{entry.byName}</bdi>
      </td>
      <td>
        <bdi>{entry.agentName}</bdi>
      </td>
      <td>{entry.callerNumber !== null && <PhoneNumber value={entry.callerNumber} />}</td>
      <td>
        <bdi>{entry.detail}</bdi>
      </td>
    </tr>
  )
}
