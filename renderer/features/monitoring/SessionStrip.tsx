/** One monitoring session: who with whom, who hears whom, its modes, and the ways out. */
import { Eye, EyeOff, Focus } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AgentId, CallId, MonitorId } from '#contract/ids'
import { LevelMeter } from '#renderer/features/monitoring/LevelMeter.tsx'
import { ModeButtons } from '#renderer/features/monitoring/ModeButtons.tsx'
import styles from '#renderer/features/monitoring/SessionStrip.module.css'
import {
  type SessionNames,
  toAgentTold,
  toHearsSentence,
  toSessionNames,
} from '#renderer/features/monitoring/sessionText'
import { TakeOverButtons } from '#renderer/features/monitoring/TakeOverButtons.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { MonitorSession } from '#renderer/state/monitoring/monitorModel'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'

export interface SessionStripProps {
  readonly session: MonitorSession
  readonly isFocused: boolean
  /** The only one that goes on: there is no focus to choose. */
  readonly isAlone: boolean
  /** More that can be done for an agent who is heard in a call; another part's. */
  readonly coach?: CoachTools | undefined
}

export type CoachTools = (agentId: AgentId, callId: CallId) => ReactNode

export function SessionStrip({ session, isFocused, isAlone, coach }: SessionStripProps) {
  const i18n = useI18n()
  const { t } = i18n
  const centre = useDesk((model) => model.centre)
  const names = toSessionNames(session.monitor, centre, i18n)
  const target = names.target ?? t('monitor.someone')
  const title = names.caller === null ? target : `${target} ↔ ${names.caller}`
  const { id, state } = session.monitor
  const isOver = state.kind === 'ended'
  return (
    <li
      className={styles.strip}
      aria-label={title}
      data-focused={isFocused && !isAlone}
      data-loud={session.microphone === 'in'}
    >
      <div className={styles.who}>
        <Title names={names} target={target} />
        <Elapsed sinceMs={state.sinceMs} clock="gateway" className={styles.timer} />
      </div>
      <p className={styles.sentence} role="status" data-state={state.kind}>
        {toHearsSentence(session, target, i18n)}
      </p>
      <AgentTold isTold={toAgentTold(session.monitor, centre)} />
      <Meters session={session} />
      {!isOver && (
        <div className={styles.buttons}>
          {!isAlone && <FocusButton id={id} isFocused={isFocused} />}
          <ModeButtons session={session} hasKeys={isFocused} />
          <TakeOverButtons session={session} hasKeys={isFocused} />
          {state.kind === 'hearing' && coach?.(state.agentId, state.callId)}
        </div>
      )}
    </li>
  )
}

function Title({ names, target }: { readonly names: SessionNames; readonly target: string }) {
  return (
    <strong className={styles.title}>
      <bdi>{target}</bdi>
      {names.caller !== null && (
        <>
          <span aria-hidden="true"> ↔ </span>
          <bdi>{names.caller}</bdi>
        </>
      )}
    </strong>
  )
}

function AgentTold({ isTold }: { readonly isTold: boolean | null }) {
  const { t } = useI18n()
  if (isTold === null) return null
  const Mark = isTold ? Eye : EyeOff
  return (
    <p className={styles.told}>
      <Mark size={14} aria-hidden="true" />
      {t(isTold ? 'monitor.agentTold.yes' : 'monitor.agentTold.no')}
    </p>
  )
}

function Meters({ session }: { readonly session: MonitorSession }) {
  const { t } = useI18n()
  const isUp = session.leg === 'up'
  return (
    <div className={styles.meters}>
      <LevelMeter id={session.monitor.id} of="heard" isOn={isUp} label={t('monitor.meter.heard')} />
      <LevelMeter
        id={session.monitor.id}
        of="own"
        isOn={isUp && session.microphone === 'in'}
        label={t('monitor.meter.own')}
      />
    </div>
  )
}

function FocusButton({ id, isFocused }: { readonly id: MonitorId; readonly isFocused: boolean }) {
  const { t } = useI18n()
  const { focusMonitor } = useActions()
  return (
    <Button
      isIcon
      size="small"
      aria-pressed={isFocused}
      aria-label={t('monitor.focus')}
      tip={t('monitor.focusTip')}
      onClick={() => focusMonitor(id)}
    >
      <Focus size={16} aria-hidden="true" />
    </Button>
  )
}
