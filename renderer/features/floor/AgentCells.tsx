/** An agent's row: who, what they do and since when, with whom, their day, and the ways to help. */
import { EllipsisVertical } from 'lucide-react'
import { AgentMarks } from '#renderer/features/floor/AgentMarks.tsx'
import { Cell } from '#renderer/features/floor/Cell.tsx'
import { FloorNumber } from '#renderer/features/floor/FloorNumber.tsx'
import { MonitorButtons } from '#renderer/features/floor/MonitorButtons.tsx'
import buttons from '#renderer/features/floor/RowButton.module.css'
import { RowButton } from '#renderer/features/floor/RowButton.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { pickLabel } from '#renderer/i18n/pickLabel'
import type { AgentRow } from '#renderer/state/floor/floorAgents'
import { useFloorDesk, usePending } from '#renderer/state/floor/floorDesk.tsx'
import type { AgentGroup, FloorAgentRow } from '#renderer/state/floor/floorGroups'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'
import { PresenceMark } from '#renderer/ui/PresenceMark.tsx'
import { presenceWord } from '#renderer/ui/presenceWord'
import { QualityMark } from '#renderer/ui/QualityMark.tsx'

/** Columns of the agents, the head of a group included. */
export const agentColumnCount = 8

export function AgentCells({ row, isGone }: { readonly row: FloorAgentRow; readonly isGone: boolean }) {
  return row.kind === 'group' ? <GroupCell group={row} /> : <Cells row={row} isGone={isGone} />
}

function GroupCell({ group: { by, name, count } }: { readonly group: AgentGroup }) {
  const { t, format } = useI18n()
  return (
    <Cell span={agentColumnCount}>
      <strong>
        <bdi>{name === '' ? t(by === 'queue' ? 'floor.noQueue' : 'floor.noTeam') : name}</bdi>
      </strong>
      <data value={count}>{format.number(count)}</data>
    </Cell>
  )
}

function Cells({ row, isGone }: { readonly row: AgentRow; readonly isGone: boolean }) {
  const { t, format, locale } = useI18n()
  const { agent, presence, reason } = row
  const { today } = agent
  return (
    <>
      <Cell>
        <bdi data-tip={format.digits(agent.extension)}>{agent.name}</bdi>
        <AgentMarks row={row} />
      </Cell>
      <Cell>
        <PresenceMark presence={presence} size={14} />
        <span>
          {t(presenceWord(presence))}
          {reason !== null && (presence === 'break' || presence === 'notReady') && (
            <>
              {' · '}
              <bdi>{pickLabel(reason.label, locale)}</bdi>
            </>
          )}
        </span>
      </Cell>
      <Cell isFigure>
        <Elapsed sinceMs={row.sinceMs} clock="gateway" />
      </Cell>
      <Cell>
        <With row={row} />
        {agent.quality !== undefined && <QualityMark mos={agent.quality.mos} />}
      </Cell>
      <Cell isFigure>{format.number(today.handled)}</Cell>
      <Cell isFigure isQuiet={today.missed === 0}>
        {format.number(today.missed)}
      </Cell>
      <Cell isFigure isQuiet={today.finished === 0}>
        {today.finished === 0 ? '—' : format.duration(today.talkMs / today.finished)}
      </Cell>
      <Cell>{!isGone && <AgentButtons row={row} />}</Cell>
    </>
  )
}

/** The caller they are with, and the queue the caller came by. */
function With({ row: { call, queueName, agent } }: { readonly row: AgentRow }) {
  const { t } = useI18n()
  const caller = call?.caller ?? (agent.activity.kind === 'wrapUp' ? agent.activity.wrapUp.caller : null)
  if (caller === null) return queueName === null ? null : <bdi>{queueName}</bdi>
  return (
    <>
      {caller.name !== null ? (
        <bdi>{caller.name}</bdi>
      ) : caller.number === null ? (
        <span>{t('caller.withheld')}</span>
      ) : (
        <FloorNumber number={caller.number} />
      )}
      {queueName !== null && <Quiet>{queueName}</Quiet>}
    </>
  )
}

function Quiet({ children }: { readonly children: string }) {
  return <bdi className={buttons.quiet}>{children}</bdi>
}

function AgentButtons({ row }: { readonly row: AgentRow }) {
  const { t } = useI18n()
  const { openMenu } = useFloorDesk()
  const isPending = usePending(row.agent.id)
  return (
    <>
      <MonitorButtons row={row} />
      <RowButton
        name={t(isPending ? 'floor.pending' : 'floor.agentMenu', { name: row.agent.name })}
        hasMenu
        onPress={(at) => openMenu({ kind: 'agent', row }, at)}
      >
        {isPending ? <span className={buttons.pending} aria-hidden="true" /> : more}
      </RowButton>
    </>
  )
}

const more = <EllipsisVertical size={15} aria-hidden="true" />
