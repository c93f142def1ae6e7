/** A sentence about something that needs attention, with its way out beside it. */
import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { joinClasses } from '#renderer/ui/joinClasses'
import styles from '#renderer/ui/Notice.module.css'

export interface NoticeProps {
  readonly tone: 'info' | 'warn' | 'bad'
  /** Read out at once by a screen reader; for what the person did that failed. */
  readonly isAlert?: boolean
  readonly children: ReactNode
  /** Buttons. */
  readonly actions?: ReactNode
}

const marks = { info: Info, warn: TriangleAlert, bad: CircleAlert }

export function Notice({ tone, isAlert = false, children, actions }: NoticeProps) {
  const Mark = marks[tone]
  return (
    <div className={joinClasses(styles.notice, styles[tone])} role={isAlert ? 'alert' : undefined}>
      <Mark className={styles.mark} size={16} aria-hidden="true" />
      <p className={styles.text}>{children}</p>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
