/** The four ways into an agent's call, each with its key while the row has the focus, or the reason why not. */
import { ArrowUpToLine, Ear, MessageSquare, Users } from 'lucide-react'
import type { MonitorMode } from '#contract/monitor'
import styles from '#renderer/features/floor/MonitorButtons.module.css'
import { RowButton } from '#renderer/features/floor/RowButton.tsx'
import { rowKeys } from '#renderer/features/floor/rowKeys'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { AgentRow } from '#renderer/state/floor/floorAgents'
import { useMonitorPlace } from '#renderer/state/floor/floorDesk.tsx'
import {
  type MonitorBar,
  offersMonitoring,
  toListenBar,
  toTakeOverBar,
} from '#renderer/state/floor/floorMonitoring'
import { useActions } from '#renderer/state/useDesk.tsx'

const icons = {
  listen: <Ear size={15} aria-hidden="true" />,
  whisper: <MessageSquare size={15} aria-hidden="true" />,
  barge: <Users size={15} aria-hidden="true" />,
  takeOver: <ArrowUpToLine size={15} aria-hidden="true" />,
}

const modes: readonly MonitorMode[] = ['listen', 'whisper', 'barge']

export function MonitorButtons({ row }: { readonly row: AgentRow }) {
  const { t } = useI18n()
  const { startMonitor, takeOverFrom } = useActions()
  const place = useMonitorPlace()
  const { agent, monitor } = row
  if (!offersMonitoring(row, place))
    return place.right === 'none' ? null : <span className={styles.nothing} />
  const takeOverBar = toTakeOverBar(row, place)
  const own = monitor?.supervisorId === place.meId ? monitor.mode : null
  const why = (each: MonitorBar): string | null => (each === null ? null : t(`floor.not.${each}`))
  return (
    <span className={styles.buttons}>
      {modes.map((mode) => (
        <RowButton
          key={mode}
          name={t(`floor.${mode}`, { name: agent.name })}
          bar={why(toListenBar(row, place, mode))}
          shortcut={rowKeys[mode]}
          isPressed={own === mode}
          onPress={() => void startMonitor({ kind: 'agent', agentId: agent.id }, mode)}
        >
          {icons[mode]}
        </RowButton>
      ))}
      <RowButton
        name={t('floor.takeOver', { name: agent.name })}
        bar={why(takeOverBar)}
        shortcut={rowKeys.takeOver}
        onPress={() => void takeOverFrom(agent.id)}
      >
        {icons.takeOver}
      </RowButton>
    </span>
  )
}
