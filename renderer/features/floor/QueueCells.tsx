/** A queue's row: who waits and how long, how well it is served, its day, and who could answer. */
import { Ear } from 'lucide-react'
import { toThresholds } from '#contract/alertSettings'
import type { QueueId } from '#contract/ids'
import { defaultSettings } from '#contract/settings'
import { Cell } from '#renderer/features/floor/Cell.tsx'
import { FigureTone } from '#renderer/features/floor/FigureTone.tsx'
import { RowButton } from '#renderer/features/floor/RowButton.tsx'
import { rowKeys } from '#renderer/features/floor/rowKeys'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { nameReason } from '#renderer/i18n/nameReason'
import { pickLabel } from '#renderer/i18n/pickLabel'
import { useMonitorPlace } from '#renderer/state/floor/floorDesk.tsx'
import { toQueueBar } from '#renderer/state/floor/floorMonitoring'
import type { QueueRow } from '#renderer/state/floor/floorQueues'
import { toLevelTone, toWaitTone } from '#renderer/state/floor/floorTone'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'
import { useNowMs } from '#renderer/ui/PageClock.tsx'

export function QueueCells({ row }: { readonly row: QueueRow }) {
  const { format } = useI18n()
  const { queue } = row
  const { today } = queue
  return (
    <>
      <Cell>
        <bdi>{queue.name}</bdi>
      </Cell>
      <Cell isFigure isQuiet={row.waiting === 0}>
        {format.number(row.waiting)}
      </Cell>
      <Cell isFigure>
        {row.longestSinceMs !== null && (
          <Longest queueId={queue.id} sinceMs={row.longestSinceMs} targetMs={queue.serviceLevelMs} />
        )}
      </Cell>
      <Cell isFigure>
        <Level queueId={queue.id} level={row.levelToday} />
      </Cell>
      <Cell isFigure>
        <Level queueId={queue.id} level={row.levelRecent} />
      </Cell>
      <Cell isFigure>{format.number(today.offered)}</Cell>
      <Cell isFigure>{format.number(today.handled)}</Cell>
      <Cell isFigure isQuiet={today.abandoned === 0}>
        {format.number(today.abandoned)}
      </Cell>
      <Cell isFigure>{format.number(row.available)}</Cell>
      <Cell isFigure isQuiet={row.talking === 0}>
        {format.number(row.talking)}
      </Cell>
      <Cell isFigure isQuiet={row.wrapping === 0}>
        {format.number(row.wrapping)}
      </Cell>
      <PausedCell row={row} />
      <Cell>
        <ListenNext row={row} />
      </Cell>
    </>
  )
}

const useThresholds = (queueId: QueueId) =>
  toThresholds(
    useDesk((model) => (model.desk?.settings ?? defaultSettings).alerts),
    queueId,
  )

interface LongestProps {
  readonly queueId: QueueId
  readonly sinceMs: number
  readonly targetMs: number
}

function Longest({ queueId, sinceMs, targetMs }: LongestProps) {
  const thresholds = useThresholds(queueId)
  const tone = toWaitTone(useNowMs('gateway') - sinceMs, targetMs, thresholds)
  return (
    <FigureTone tone={tone}>
      <Elapsed sinceMs={sinceMs} clock="gateway" />
    </FigureTone>
  )
}

function Level({ queueId, level }: { readonly queueId: QueueId; readonly level: number | null }) {
  const { format } = useI18n()
  const thresholds = useThresholds(queueId)
  if (level === null) return '—'
  return <FigureTone tone={toLevelTone(level, thresholds)}>{format.percent(level)}</FigureTone>
}

function PausedCell({ row: { paused, pausedBy } }: { readonly row: QueueRow }) {
  const { t, format, locale } = useI18n()
  const reasons = useDesk((model) => model.centre?.pauseReasons) ?? []
  const nameOf = (reasonId: string): string => {
    const reason = reasons.find((each) => each.id === reasonId)
    return reason === undefined ? nameReason(reasonId, t) : pickLabel(reason.label, locale)
  }
  const tip = pausedBy
    .map(({ reasonId, count }) =>
      t('floor.pausedBy', { reason: nameOf(reasonId), count: format.number(count) }),
    )
    .join(' · ')
  return (
    <Cell isFigure isQuiet={paused === 0} tip={tip === '' ? undefined : tip}>
      {format.number(paused)}
    </Cell>
  )
}

function ListenNext({ row: { queue } }: { readonly row: QueueRow }) {
  const { t } = useI18n()
  const { startMonitor } = useActions()
  const place = useMonitorPlace()
  if (place.right === 'none') return null
  const bar = toQueueBar(queue, place)
  return (
    <RowButton
      name={t('floor.listenNext', { name: queue.name })}
      bar={bar === null ? null : t(`floor.not.${bar}`)}
      shortcut={rowKeys.listen}
      onPress={() => void startMonitor({ kind: 'queue', queueId: queue.id }, 'listen')}
    >
      {ear}
    </RowButton>
  )
}

const ear = <Ear size={15} aria-hidden="true" />
