/** A waiting caller's row: place, wait, who, where, how urgent, and the ways to get them served. */
import { Crown, EllipsisVertical, PhoneIncoming } from 'lucide-react'
import { toThresholds } from '#contract/alertSettings'
import { defaultSettings } from '#contract/settings'
import { Cell } from '#renderer/features/floor/Cell.tsx'
import { callerText } from '#renderer/features/floor/callerText'
import { FigureTone } from '#renderer/features/floor/FigureTone.tsx'
import { FloorNumber } from '#renderer/features/floor/FloorNumber.tsx'
import buttons from '#renderer/features/floor/RowButton.module.css'
import { RowButton } from '#renderer/features/floor/RowButton.tsx'
import { rowKeys } from '#renderer/features/floor/rowKeys'
import { useCallerName } from '#renderer/features/floor/useCallerName'
import styles from '#renderer/features/floor/WaitingCells.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useFloorDesk, useMonitorPlace, usePending } from '#renderer/state/floor/floorDesk.tsx'
import { toWaitTone } from '#renderer/state/floor/floorTone'
import type { WaitingRow } from '#renderer/state/floor/floorWaiting'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'
import { useNowMs } from '#renderer/ui/PageClock.tsx'

export function WaitingCells({ row, isGone }: { readonly row: WaitingRow; readonly isGone: boolean }) {
  const { format } = useI18n()
  const { call } = row
  return (
    <>
      <Cell isFigure>{format.number(row.position)}</Cell>
      <Cell isFigure>{isGone ? '—' : <Wait row={row} />}</Cell>
      <Who row={row} />
      <Cell>
        <bdi>{row.queueName}</bdi>
      </Cell>
      <Cell isFigure isQuiet={call.priority === 0}>
        {format.number(call.priority)}
      </Cell>
      <Cell>{!isGone && <WaitingButtons row={row} />}</Cell>
    </>
  )
}

function Wait({ row: { call, sinceMs } }: { readonly row: WaitingRow }) {
  const alerts = useDesk((model) => (model.desk?.settings ?? defaultSettings).alerts)
  const targetMs = useDesk(
    (model) => model.centre?.queues.find((queue) => queue.id === call.queueId)?.serviceLevelMs ?? 0,
  )
  const tone = toWaitTone(useNowMs('gateway') - sinceMs, targetMs, toThresholds(alerts, call.queueId))
  return (
    <FigureTone tone={tone}>
      <Elapsed sinceMs={sinceMs} clock="gateway" />
    </FigureTone>
  )
}

function Who({ row: { call } }: { readonly row: WaitingRow }) {
  const { t, format } = useI18n()
  const { number } = call.caller
  const known = useCallerName(number)
  const name = known?.name ?? call.caller.name
  return (
    <Cell>
      <span className={styles.who}>
        {known?.isVip === true && (
          <span className={styles.vip} role="img" aria-label={t('caller.vip')} data-tip={t('caller.vip')}>
            <Crown size={13} />
          </span>
        )}
        {name !== null && <bdi className={styles.name}>{name}</bdi>}
        {known !== null && known.others > 0 && (
          <span className={buttons.quiet} data-tip={t('chooser.hint')}>
            {t('floor.orOthers', { count: format.number(known.others) })}
          </span>
        )}
        {number === null ? (
          <span>{t('caller.withheld')}</span>
        ) : (
          <span className={name === null ? undefined : buttons.quiet}>
            <FloorNumber number={number} />
          </span>
        )}
      </span>
    </Cell>
  )
}

function WaitingButtons({ row }: { readonly row: WaitingRow }) {
  const i18n = useI18n()
  const { t } = i18n
  const { acts, openMenu } = useFloorDesk()
  const { meId } = useMonitorPlace()
  const isPending = usePending(row.key)
  const who = callerText(row.call.caller, useCallerName(row.call.caller.number)?.name ?? null, i18n)
  return (
    <>
      <RowButton
        name={t('floor.take', { who })}
        bar={isPending ? t('floor.pending') : null}
        shortcut={rowKeys.take}
        onPress={() =>
          meId !== null && void acts.perform({ kind: 'take', callId: row.call.id, agentId: meId, who })
        }
      >
        {isPending ? <span className={buttons.pending} aria-hidden="true" /> : take}
      </RowButton>
      <RowButton
        name={t('floor.waitingMenu', { who })}
        bar={isPending ? t('floor.pending') : null}
        hasMenu
        onPress={(at) => openMenu({ kind: 'waiting', row, who }, at)}
      >
        {more}
      </RowButton>
    </>
  )
}

const take = <PhoneIncoming size={15} aria-hidden="true" />
const more = <EllipsisVertical size={15} aria-hidden="true" />
