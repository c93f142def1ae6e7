/** Each queue in a line, worst first: as many as can be read from afar, and how many there are besides. */
import { nothingYet } from '#renderer/features/wallboard/nothingYet'
import styles from '#renderer/features/wallboard/QueueLines.module.css'
import type { Board } from '#renderer/features/wallboard/useBoard'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { QueueRow } from '#renderer/state/floor/floorQueues'

const mostLines = 5

export function QueueLines({ board }: { readonly board: Board }) {
  const { t, format } = useI18n()
  const rows = board.rows.toSorted(byTrouble)
  const shown = rows.slice(0, rows.length > mostLines ? mostLines - 1 : mostLines)
  return (
    <div className={styles.place}>
      <table className={styles.lines}>
        <thead>
          <tr>
            <th scope="col">{t('wallboard.queue')}</th>
            <th scope="col">{t('wallboard.short.waiting')}</th>
            <th scope="col">{t('wallboard.short.longest')}</th>
            <th scope="col">{t('wallboard.short.level')}</th>
            <th scope="col">{t('wallboard.short.free')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                <bdi>{row.queue.name}</bdi>
              </th>
              <td>{format.number(row.waiting)}</td>
              <td>
                {row.longestSinceMs === null ? nothingYet : format.duration(board.nowMs - row.longestSinceMs)}
              </td>
              <td>{toLevelText(row, nothingYet, format.percent)}</td>
              <td>{format.number(row.available)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown.length && (
        <p className={styles.more}>{t('wallboard.moreQueues', { count: rows.length - shown.length })}</p>
      )}
    </div>
  )
}

function toLevelText(
  { levelRecent, levelToday }: QueueRow,
  none: string,
  percent: (level: number) => string,
) {
  const level = levelRecent ?? levelToday
  return level === null ? none : percent(level)
}

function byTrouble(one: QueueRow, other: QueueRow): number {
  return (
    (one.longestSinceMs ?? Number.MAX_SAFE_INTEGER) - (other.longestSinceMs ?? Number.MAX_SAFE_INTEGER) ||
    (one.levelRecent ?? one.levelToday ?? 1) - (other.levelRecent ?? other.levelToday ?? 1) ||
    (one.key < other.key ? -1 : 1)
  )
}
