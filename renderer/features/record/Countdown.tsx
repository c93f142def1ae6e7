/** The quiet ring that empties while wrap-up time runs; the figure inside is the truth, the ring a hint. */
import styles from '#renderer/features/record/Countdown.module.css'
import { Remaining } from '#renderer/ui/Elapsed.tsx'
import { useNowMs } from '#renderer/ui/PageClock.tsx'

const radius = 24
const girth = 2 * Math.PI * radius
/** From here the ring says it is nearly over. */
const lastMs = 10_000

export function Countdown({
  startedAtMs,
  endsAtMs,
}: {
  readonly startedAtMs: number
  readonly endsAtMs: number
}) {
  const nowMs = useNowMs('gateway')
  const leftMs = Math.max(0, endsAtMs - nowMs)
  const share = Math.min(1, leftMs / Math.max(1, endsAtMs - startedAtMs))
  return (
    <div className={styles.countdown} data-last={leftMs <= lastMs}>
      <svg width="56" height="56" viewBox="0 0 56 56" aria-hidden="true" focusable="false">
        <circle className={styles.track} cx="28" cy="28" r={radius} />
        <circle
          className={styles.left}
          cx="28"
          cy="28"
          r={radius}
          strokeDasharray={girth}
          strokeDashoffset={girth * (1 - share)}
        />
      </svg>
      <Remaining untilMs={endsAtMs} className={styles.figure} />
    </div>
  )
}
