/** What stands out about an agent beside their state: each a shape with its sentence. */
import { CircleHelp, Coffee, Ear, LogOut, PhoneOff, WifiOff } from 'lucide-react'
import styles from '#renderer/features/floor/AgentMarks.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { pickLabel } from '#renderer/i18n/pickLabel'
import type { AgentRow } from '#renderer/state/floor/floorAgents'
import { useDesk } from '#renderer/state/useDesk.tsx'

export function AgentMarks({ row: { agent, presence, monitor } }: { readonly row: AgentRow }) {
  const { t } = useI18n()
  const { help, breakRequest } = agent
  return (
    <>
      {help !== undefined && (
        <Mark
          look="help"
          says={help.reason === '' ? t('floor.mark.help') : t('floor.mark.helpFor', { reason: help.reason })}
        >
          <CircleHelp size={14} />
        </Mark>
      )}
      {breakRequest !== undefined && (
        <BreakMark reasonId={breakRequest.reasonId} state={breakRequest.state} />
      )}
      {agent.isLost === true && (
        <Mark look="bad" says={t('floor.mark.lost')}>
          <WifiOff size={14} />
        </Mark>
      )}
      {agent.phone === 'absent' && presence !== 'offline' && (
        <Mark look="bad" says={t('floor.mark.noPhone')}>
          <PhoneOff size={14} />
        </Mark>
      )}
      {agent.leavesAfterCall === true && (
        <Mark look="quiet" says={t('floor.mark.leaves')}>
          <LogOut size={14} />
        </Mark>
      )}
      {monitor !== null && (
        <Mark look="quiet" says={t('floor.mark.monitored', { name: monitor.supervisorName })}>
          <Ear size={14} />
        </Mark>
      )}
    </>
  )
}

function BreakMark({
  reasonId,
  state,
}: {
  readonly reasonId: string
  readonly state: 'asked' | 'queued' | 'declined'
}) {
  const { t, locale } = useI18n()
  const reasons = useDesk((model) => model.centre?.pauseReasons)
  const reason = reasons?.find((each) => each.id === reasonId)
  const name = reason === undefined ? reasonId : pickLabel(reason.label, locale)
  return (
    <Mark look="break" says={t(`floor.mark.break.${state}`, { reason: name })}>
      <Coffee size={14} />
    </Mark>
  )
}

interface MarkProps {
  readonly look: 'help' | 'break' | 'bad' | 'quiet'
  readonly says: string
  readonly children: React.ReactNode
}

function Mark({ look, says, children }: MarkProps) {
  return (
    <span className={styles[look]} role="img" aria-label={says} data-tip={says}>
      {children}
    </span>
  )
}
