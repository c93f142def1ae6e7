/** A running time since a moment, or a standing one; the exact moment shows on hover. */
import { useI18n } from '#renderer/i18n/I18n.tsx'
import styles from '#renderer/ui/Elapsed.module.css'
import { joinClasses } from '#renderer/ui/joinClasses'
import { type ClockName, useNowMs } from '#renderer/ui/PageClock.tsx'

export interface ElapsedProps {
  readonly sinceMs: number
  readonly clock: ClockName
  readonly className?: string | undefined
}

export function Elapsed({ sinceMs, clock, className }: ElapsedProps) {
  const nowMs = useNowMs(clock)
  return <Span fromMs={sinceMs} toMs={nowMs} className={className} />
}

/** Time left until a moment; stops at zero. */
export function Remaining({
  untilMs,
  className,
}: {
  readonly untilMs: number
  readonly className?: string | undefined
}) {
  const { format } = useI18n()
  const nowMs = useNowMs('gateway')
  return (
    <time className={joinClasses(styles.figure, className)} role="timer" data-moment={untilMs}>
      {format.duration(untilMs - nowMs + 999)}
    </time>
  )
}

/** A finished length of time. */
export function Span({
  fromMs,
  toMs,
  className,
}: {
  readonly fromMs: number
  readonly toMs: number
  readonly className?: string | undefined
}) {
  const { format } = useI18n()
  return (
    <time className={joinClasses(styles.figure, className)} data-moment={fromMs}>
      {format.duration(toMs - fromMs)}
    </time>
  )
}
