/** Listen, Whisper and Barge of one session, and the button that whispers while it is held. */
import { Ear, MessageSquare, Mic, Users } from 'lucide-react'
import type { MonitorId } from '#contract/ids'
import type { MonitorMode } from '#contract/monitor'
import styles from '#renderer/features/monitoring/SessionStrip.module.css'
import { useMonitorRight } from '#renderer/features/monitoring/useMonitorRight'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { MonitorSession } from '#renderer/state/monitoring/monitorModel'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { type Shortcut, shortcuts } from '#renderer/ui/shortcuts'
import { useShortcut } from '#renderer/ui/useShortcut'

const modes: readonly MonitorMode[] = ['listen', 'whisper', 'barge']
const icons = { listen: Ear, whisper: MessageSquare, barge: Users }
const keys: Readonly<Record<MonitorMode, Shortcut>> = {
  listen: shortcuts.monitorListen,
  whisper: shortcuts.monitorWhisper,
  barge: shortcuts.monitorBarge,
}

export interface ModeButtonsProps {
  readonly session: MonitorSession
  /** The keys act on the session in focus alone. */
  readonly hasKeys: boolean
}

export function ModeButtons({ session, hasKeys }: ModeButtonsProps) {
  const { t } = useI18n()
  const { kind } = session.monitor.state
  const canSteer =
    (kind === 'hearing' || kind === 'waiting' || kind === 'opening') && session.pending === null
  return (
    <>
      <fieldset className={styles.modes} aria-label={t('monitor.modes')}>
        {modes.map((mode) => (
          <ModeButton key={mode} mode={mode} session={session} canSteer={canSteer} hasKey={hasKeys} />
        ))}
      </fieldset>
      <HoldButton id={session.monitor.id} isUsable={canSteer && kind === 'hearing'} hasKey={hasKeys} />
    </>
  )
}

interface ModeButtonProps {
  readonly mode: MonitorMode
  readonly session: MonitorSession
  readonly canSteer: boolean
  readonly hasKey: boolean
}

function ModeButton({ mode, session, canSteer, hasKey }: ModeButtonProps) {
  const Icon = icons[mode]
  const { t } = useI18n()
  const { steerMonitor } = useActions()
  const { id } = session.monitor
  const steer = () => void steerMonitor(id, mode)
  const right = useMonitorRight()
  const isAllowed = mode === 'listen' || right === 'full'
  const canPress = canSteer && isAllowed
  useShortcut(keys[mode], hasKey && canPress ? steer : null)
  return (
    <Button
      size="small"
      shortcut={hasKey ? keys[mode] : undefined}
      tip={t(isAllowed ? `monitor.tip.${mode}` : 'monitor.not.right')}
      aria-pressed={session.mode === mode && session.monitor.state.kind !== 'talking'}
      aria-busy={session.pendingMode === mode}
      data-pending={session.pendingMode === mode}
      aria-disabled={!canPress}
      onClick={canPress ? steer : undefined}
    >
      <Icon size={16} aria-hidden="true" />
      {t(`monitor.${mode}`)}
    </Button>
  )
}

interface HoldButtonProps {
  readonly id: MonitorId
  readonly isUsable: boolean
  readonly hasKey: boolean
}

/** The space bar holds it as the pointer does. */
function HoldButton({ id, isUsable: isHearing, hasKey }: HoldButtonProps) {
  const { t } = useI18n()
  const isAllowed = useMonitorRight() === 'full'
  const isUsable = isHearing && isAllowed
  const { focusMonitor, holdWhisper } = useActions()
  const isHolding = useDesk((model) => model.monitoring.isHolding && model.monitoring.focusId === id)
  const press = () => {
    if (!isUsable) return
    focusMonitor(id)
    holdWhisper(true)
  }
  const release = () => holdWhisper(false)
  return (
    <Button
      size="small"
      shortcut={hasKey ? shortcuts.monitorHold : undefined}
      tip={t(isAllowed ? 'monitor.tip.hold' : 'monitor.not.right')}
      aria-pressed={isHolding}
      aria-disabled={!isUsable}
      onPointerDown={press}
      onPointerUp={release}
      onPointerCancel={release}
      onPointerLeave={release}
      onBlur={release}
      onKeyDown={(event) => {
        if (event.key === ' ' && !event.repeat) press()
      }}
      onKeyUp={(event) => {
        if (event.key === ' ') release()
      }}
    >
      <Mic size={16} aria-hidden="true" />
      {t('monitor.hold')}
    </Button>
  )
}
