/** My queues: how many wait and the longest wait; a queue past its target says so by shape, word and colour. */
import { Flame } from 'lucide-react'
import { memo } from 'react'
import type { Call } from '#contract/call'
import type { QueueId } from '#contract/ids'
import styles from '#renderer/features/queue/MyQueues.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'
import { useNowMs } from '#renderer/ui/PageClock.tsx'

const none: readonly QueueId[] = []
const noCalls: readonly Call[] = []

export function MyQueues() {
  const { t } = useI18n()
  const ids = useDesk((model) => model.me?.queueIds ?? none)
  const queues = useDesk((model) => model.centre?.queues)
  const calls = useDesk((model) => model.centre?.calls ?? noCalls)
  const mine = queues?.filter((queue) => ids.includes(queue.id)) ?? []
  if (mine.length === 0) return <p className={styles.empty}>{t('queue.none')}</p>
  return (
    <ul className={styles.queues}>
      {mine.map((queue) => (
        <QueueRow
          key={queue.id}
          name={queue.name}
          targetMs={queue.serviceLevelMs}
          {...toWaiting(calls, queue.id)}
        />
      ))}
    </ul>
  )
}

/** How many callers wait in a queue and since when the first of them does. */
export function toWaiting(
  calls: readonly Call[],
  queueId: QueueId,
): { waiting: number; longestSinceMs: number | null } {
  let waiting = 0
  let longestSinceMs: number | null = null
  for (const call of calls) {
    if (call.queueId !== queueId || call.state.kind !== 'waiting') continue
    waiting += 1
    const sinceMs = call.queuedAtMs ?? call.enteredAtMs
    longestSinceMs = longestSinceMs === null ? sinceMs : Math.min(longestSinceMs, sinceMs)
  }
  return { waiting, longestSinceMs }
}

interface QueueRowProps {
  readonly name: string
  readonly targetMs: number
  readonly waiting: number
  readonly longestSinceMs: number | null
}

const QueueRow = memo(function QueueRow({ name, targetMs, waiting, longestSinceMs }: QueueRowProps) {
  const { t, format } = useI18n()
  const nowMs = useNowMs('gateway')
  const isLate = longestSinceMs !== null && nowMs - longestSinceMs > targetMs
  return (
    <li className={styles.queue} data-late={isLate} data-waiting={waiting > 0}>
      <bdi className={styles.name}>{name}</bdi>
      <span className={styles.count}>
        <data className={styles.figure} value={waiting}>
          {format.number(waiting)}
        </data>
        <span>{t('queue.waiting')}</span>
      </span>
      <span className={styles.longest}>
        {isLate && (
          <span className={styles.late} data-tip={t('queue.lateTip', { time: format.duration(targetMs) })}>
            <Flame size={14} aria-hidden="true" />
            {t('queue.late')}
          </span>
        )}
        {longestSinceMs !== null && (
          <span>
            {t('queue.longest')} <Elapsed sinceMs={longestSinceMs} clock="gateway" />
          </span>
        )}
      </span>
    </li>
  )
})
