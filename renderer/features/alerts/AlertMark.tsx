/** How pressing an alert is, by its shape: triangle, ring with a stroke, dot. */
import { CircleAlert, Dot, TriangleAlert } from 'lucide-react'
import styles from '#renderer/features/alerts/AlertMark.module.css'
import type { AlertSeverity } from '#renderer/state/alerts/alert'

const marks = { bad: TriangleAlert, warn: CircleAlert, note: Dot }

export function AlertMark({ severity }: { readonly severity: AlertSeverity }) {
  const Mark = marks[severity]
  return <Mark className={styles[severity]} size={16} aria-hidden="true" />
}
