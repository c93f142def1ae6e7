/** Several queues together, or one alone: six huge figures, the last hour, and where there are several each in a line. */
import type { QueueId } from '#contract/ids'
import { Figure } from '#renderer/features/wallboard/Figure.tsx'
import styles from '#renderer/features/wallboard/FiguresPage.module.css'
import { LiveChart } from '#renderer/features/wallboard/LiveChart.tsx'
import { nothingYet } from '#renderer/features/wallboard/nothingYet'
import { QueueLines } from '#renderer/features/wallboard/QueueLines.tsx'
import { type Board, useBoard, useDrawn } from '#renderer/features/wallboard/useBoard'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { toLevelTone, toWaitTone } from '#renderer/state/floor/floorTone'
import { toTrend } from '#renderer/state/wallboard/wallboardNumbers'
import type { DrawnSeries } from '#renderer/state/wallboard/wallboardSeries'

export function FiguresPage({ queueIds }: { readonly queueIds: readonly QueueId[] }) {
  const board = useBoard(queueIds)
  const drawn = useDrawn(queueIds)
  if (board === null) return null
  return (
    <div className={styles.page} data-lines={board.rows.length > 1 || undefined}>
      <Figures board={board} drawn={drawn} />
      <Charts board={board} drawn={drawn} />
      {board.rows.length > 1 && <QueueLines board={board} />}
    </div>
  )
}

interface BoardProps {
  readonly board: Board
  readonly drawn: DrawnSeries
}

function Figures({ board, drawn }: BoardProps) {
  const { t, format } = useI18n()
  const { totals, thresholds, nowMs } = board
  const level = totals.levelRecent ?? totals.levelToday
  const waitedMs = totals.longestSinceMs === null ? 0 : nowMs - totals.longestSinceMs
  const targetMs = Math.min(...board.rows.map(({ queue }) => queue.serviceLevelMs))
  const isAlone = totals.waiting > 0 && totals.free === 0
  return (
    <dl className={styles.figures}>
      <Figure
        name={t('wallboard.waiting')}
        value={format.number(totals.waiting)}
        trend={toTrend(drawn, drawn.waiting)}
      />
      <Figure
        name={t('wallboard.longest')}
        value={totals.longestSinceMs === null ? nothingYet : format.duration(waitedMs)}
        tone={totals.longestSinceMs === null ? null : toWaitTone(waitedMs, targetMs, thresholds)}
      />
      <Figure
        name={t(totals.levelRecent === null ? 'wallboard.levelToday' : 'wallboard.levelRecent')}
        value={level === null ? nothingYet : format.percent(level)}
        tone={toLevelTone(level, thresholds)}
        trend={toTrend(drawn, drawn.level)}
        toTrendText={(change) => t('wallboard.points', { change: format.number(Math.round(change * 100)) })}
        target={
          thresholds.serviceLevel === null
            ? null
            : t('wallboard.target', { level: format.percent(thresholds.serviceLevel) })
        }
      />
      <Figure
        name={t('wallboard.free')}
        value={format.number(totals.free)}
        tone={isAlone ? 'bad' : null}
        target={t('wallboard.ofPeople', { count: board.people.length })}
      />
      <Figure name={t('wallboard.handled')} value={format.number(totals.handled)} />
      <Figure name={t('wallboard.abandoned')} value={format.number(totals.abandoned)} />
    </dl>
  )
}

const fromZero = { from: 0, to: null }
const whole = { from: 0, to: 1 }

function Charts({ board, drawn }: BoardProps) {
  const { t, format } = useI18n()
  const { serviceLevel } = board.thresholds
  const most = Math.max(0, ...drawn.waiting.map((value) => value ?? 0))
  const { totals } = board
  return (
    <div className={styles.charts}>
      <figure className={styles.chart}>
        <figcaption>{t('wallboard.chart.waiting')}</figcaption>
        <LiveChart
          label={t('wallboard.chart.waitingNow', { now: totals.waiting, most })}
          atMs={drawn.atMs}
          values={drawn.waiting}
          band={null}
          range={fromZero}
          toText={format.number}
        />
      </figure>
      <figure className={styles.chart}>
        <figcaption>{t('wallboard.chart.level')}</figcaption>
        <LiveChart
          label={t('wallboard.chart.levelNow', {
            level: totals.levelRecent === null ? nothingYet : format.percent(totals.levelRecent),
          })}
          atMs={drawn.atMs}
          values={drawn.level}
          band={serviceLevel === null ? null : { from: serviceLevel, to: 1 }}
          range={whole}
          toText={format.percent}
        />
      </figure>
    </div>
  )
}
