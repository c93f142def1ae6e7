/** The agents of the floor: found, filtered, grouped and sorted; a caller can be dropped on who is free. */
import { memo, useEffect, useMemo, useState } from 'react'
import { canBeOffered } from '#contract/agent'
import type { Queue } from '#contract/queue'
import type { Team } from '#contract/team'
import { AgentCells } from '#renderer/features/floor/AgentCells.tsx'
import { AgentFilter } from '#renderer/features/floor/AgentFilter.tsx'
import type { DraggedCaller } from '#renderer/features/floor/dragCaller'
import styles from '#renderer/features/floor/Floor.module.css'
import { PaneHead } from '#renderer/features/floor/PaneHead.tsx'
import type { PaneProps } from '#renderer/features/floor/paneProps'
import { rowKeys } from '#renderer/features/floor/rowKeys'
import { useAgentGroups, useSections } from '#renderer/features/floor/useAgentGroups'
import { useDropOnAgent } from '#renderer/features/floor/useDropOnAgent'
import { useOrder } from '#renderer/features/floor/useOrder'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { type AgentRow, filterAgents } from '#renderer/state/floor/floorAgents'
import { useFloorDesk, useMonitorPlace } from '#renderer/state/floor/floorDesk.tsx'
import type { FloorAgentRow } from '#renderer/state/floor/floorGroups'
import { toListenBar, toTakeOverBar } from '#renderer/state/floor/floorMonitoring'
import { toSearchWords } from '#renderer/state/floor/floorSearch'
import { useActions } from '#renderer/state/useDesk.tsx'
import { Grid, type GridColumn, type GridJump } from '#renderer/ui/Grid.tsx'
import type { Order } from '#renderer/ui/gridOrder'

export interface AgentsPaneProps extends PaneProps {
  readonly rows: readonly AgentRow[]
  readonly queues: readonly Queue[]
  /** Those seen by name; empty where the site has none. */
  readonly teams: readonly Team[]
  readonly dragged: DraggedCaller
  readonly jump: GridJump | null
}

/** Not drawn again while another pane has its turn. */
export const AgentsPane = memo(function AgentsPane(props: AgentsPaneProps) {
  const { rows, queues, teams, view, onView, sorter, isBusy, lost, dragged, jump } = props
  const { t, format } = useI18n()
  const { ask, openMenu } = useFloorDesk()
  const onRowKey = useAgentKeys()
  const [typed, setTyped] = useState('')
  const words = useMemo(() => toSearchWords(typed), [typed])
  const [isHeld, setHeld] = useState(false)
  const columns = useAgentColumns()
  const sections = useSections(view.agentGroup, queues, teams)
  const filter = { words, state: view.agentState }
  const shown = useMemo(
    () => filterAgents(rows, { words, state: view.agentState }),
    [rows, words, view.agentState],
  )
  const { all, group } = useAgentGroups({ rows, shown, sections })
  const order = useOrder<FloorAgentRow>({
    all,
    shown: () => group(shown),
    sorted: () => group(sorter.agents(shown, view.agentSort)),
    sortKey: JSON.stringify([view.agentSort, filter, sections?.by]),
    isHeld: isHeld || isBusy,
  })
  useEffect(() => {
    // Whoever is led to must be shown.
    if (jump?.kind !== 'agent') return
    setTyped('')
    onView({ agentState: 'all' })
  }, [jump, onView])
  const drop = useDropOnAgent(rows, dragged)
  return (
    <section className={styles.agents} aria-label={t('floor.agentsPane')} {...drop}>
      <PaneHead
        lost={lost}
        title={t('floor.agents')}
        count={t('floor.shown', { shown: format.number(shown.length), all: format.number(rows.length) })}
      >
        <AgentFilter
          typed={typed}
          onType={setTyped}
          view={view}
          onView={onView}
          hasTeams={teams.length > 0}
        />
      </PaneHead>
      <Grid<FloorAgentRow>
        label={t('floor.agents')}
        columns={columns}
        className={styles.agentsGrid}
        order={order}
        rowPx={34}
        sort={view.agentSort}
        onSort={(agentSort) => onView({ agentSort })}
        cells={AgentCells}
        marks={agentMarks}
        onHold={setHeld}
        onMenu={(row, at) => row.kind === 'agent' && openMenu({ kind: 'agent', row }, at)}
        onRowKey={(row, press) => {
          if (row.kind !== 'agent') return
          if (press.code === rowKeys.message.code) ask({ kind: 'message', row })
          else onRowKey(row, press.code)
        }}
        isStale={lost !== null}
        jump={toRowJump(jump, order)}
        empty={t(rows.length === 0 ? 'floor.noAgents' : 'floor.noneFound')}
      />
    </section>
  )
})

/** The first row of an agent: grouped, they have one in each of their queues or teams. */
function toRowJump(jump: GridJump | null, order: Order<FloorAgentRow>): GridJump | null {
  if (jump?.kind !== 'agent') return null
  const placed = order.find(({ row }) => row.kind === 'agent' && row.agent.id === jump.id)
  return placed === undefined ? null : { ...jump, id: placed.row.key }
}

function agentMarks(row: FloorAgentRow) {
  if (row.kind === 'group') return { 'data-group': 'true' }
  const isFree = canBeOffered(row.agent)
  return {
    'data-agent': row.agent.id,
    ...(isFree ? { 'data-free': 'true' } : {}),
    ...(row.agent.help === undefined ? {} : { 'data-help': 'true' }),
  }
}

/** The keys of a focused agent's row do what its buttons do, and nothing where those cannot be pressed. */
function useAgentKeys(): (row: AgentRow, code: string) => void {
  const place = useMonitorPlace()
  const { startMonitor, takeOverFrom } = useActions()
  return (row, code) => {
    const { id } = row.agent
    for (const mode of ['listen', 'whisper', 'barge'] as const) {
      if (code === rowKeys[mode].code && toListenBar(row, place, mode) === null)
        void startMonitor({ kind: 'agent', agentId: id }, mode)
    }
    if (code === rowKeys.takeOver.code && toTakeOverBar(row, place) === null) void takeOverFrom(id)
  }
}

function useAgentColumns(): readonly GridColumn[] {
  const { t } = useI18n()
  return useMemo(
    () => [
      { key: 'name', name: t('floor.column.name'), isSortable: true },
      { key: 'state', name: t('floor.column.state'), isSortable: true },
      {
        key: 'time',
        name: t('floor.column.time'),
        tip: t('floor.columnTip.time'),
        isSortable: true,
        isFigure: true,
      },
      { key: 'queue', name: t('floor.column.with'), tip: t('floor.columnTip.with'), isSortable: true },
      {
        key: 'handled',
        name: t('floor.column.handled'),
        tip: t('floor.columnTip.handled'),
        isSortable: true,
        isFigure: true,
      },
      {
        key: 'missed',
        name: t('floor.column.missed'),
        tip: t('floor.columnTip.missed'),
        isSortable: true,
        isFigure: true,
      },
      {
        key: 'talk',
        name: t('floor.column.talk'),
        tip: t('floor.columnTip.talk'),
        isSortable: true,
        isFigure: true,
      },
      { key: 'do', name: t('floor.column.do') },
    ],
    [t],
  )
}
