/** Who waits, longest first: as many as can be read from afar. Numbers are masked, for the whole room looks on. */
import type { QueueId } from '#contract/ids'
import { useBoard } from '#renderer/features/wallboard/useBoard'
import styles from '#renderer/features/wallboard/WaitingPage.module.css'
import { type I18n, useI18n } from '#renderer/i18n/I18n.tsx'
import { toWaitTone } from '#renderer/state/floor/floorTone'
import {
  toMasked,
  toSinceMs,
  toWaitingCallers,
  type WaitingCaller,
} from '#renderer/state/wallboard/wallboardNumbers'

const mostCallers = 8

export function WaitingPage({ queueIds }: { readonly queueIds: readonly QueueId[] }) {
  const i18n = useI18n()
  const { t, format } = i18n
  const board = useBoard(queueIds)
  if (board === null) return null
  const callers = toWaitingCallers(board.centre, queueIds)
  if (callers.length === 0) return <p className={styles.nobody}>{t('wallboard.nobodyWaits')}</p>
  const shown = callers.slice(0, callers.length > mostCallers ? mostCallers - 1 : mostCallers)
  const queues = new Map(board.rows.map(({ queue }) => [queue.id, queue]))
  return (
    <div className={styles.page}>
      <ol className={styles.list}>
        {shown.map((call) => {
          const queue = queues.get(call.queueId)
          const waitedMs = board.nowMs - toSinceMs(call)
          const tone =
            queue === undefined ? null : toWaitTone(waitedMs, queue.serviceLevelMs, board.thresholds)
          return (
            <li key={call.id} className={styles.caller} data-tone={tone ?? 'calm'}>
              <time className={styles.wait}>{format.duration(waitedMs)}</time>
              <bdi className={styles.who} dir="ltr">
                {toWho(call, i18n)}
              </bdi>
              <bdi className={styles.queue}>{queue?.name}</bdi>
              <span className={styles.tone}>{tone !== null && t(`wallboard.tone.${tone}`)}</span>
            </li>
          )
        })}
      </ol>
      {callers.length > shown.length && (
        <p className={styles.more}>{t('wallboard.moreCallers', { count: callers.length - shown.length })}</p>
      )}
    </div>
  )
}

function toWho({ caller }: WaitingCaller, { t, format }: I18n): string {
  return caller.number === null ? t('caller.withheld') : format.digits(toMasked(caller.number))
}
