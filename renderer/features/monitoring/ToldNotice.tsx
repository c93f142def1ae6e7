/** Tells an agent that somebody hears their call, where their site wants them told; quiet, and with a soft tone if wished. */
import { useMemo } from 'react'
import type { MonitorId } from '#contract/ids'
import type { Monitor } from '#contract/monitor'
import styles from '#renderer/features/monitoring/ToldNotice.module.css'
import { useMonitorTone } from '#renderer/features/monitoring/useMonitorTone'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { DeskModel } from '#renderer/state/deskModel'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { Notice } from '#renderer/ui/Notice.tsx'

export function ToldNotice() {
  const { t } = useI18n()
  const monitors = useDesk((model) => model.centre?.monitors)
  const me = useDesk((model) => model.me?.id ?? null)
  const told = useMemo(() => toTold(monitors ?? [], me), [monitors, me])
  useMonitorTone(told)
  // The live region stands before it says something: only then is it read out.
  return (
    <div className={styles.told} role="status">
      {told.map((monitor) => (
        <Notice
          key={monitor.id}
          tone="info"
          actions={monitor.isShadow === true ? <EndShadow id={monitor.id} /> : undefined}
        >
          {t(`monitor.told.${toWord(monitor)}`, { name: monitor.supervisorName })}
        </Notice>
      ))}
    </div>
  )
}

/** Who has the caller may end an agent's silent shadow. */
function EndShadow({ id }: { readonly id: MonitorId }) {
  const { t } = useI18n()
  const { askAct } = useActions()
  return (
    <Button size="small" onClick={() => void askAct('monitor', 'stop', { monitorId: id })}>
      {t('monitor.told.endShadow')}
    </Button>
  )
}

/** Those who hear this agent's call now, and of whom the agent is told. */
export function toTold(
  monitors: NonNullable<DeskModel['centre']>['monitors'],
  me: Monitor['supervisorId'] | null,
): readonly Monitor[] {
  return monitors.filter(
    ({ state, isTold, supervisorId }) =>
      isTold &&
      supervisorId !== me &&
      (state.kind === 'hearing' || state.kind === 'takingOver') &&
      state.agentId === me,
  )
}

function toWord({ state, mode, isShadow }: Monitor): 'shadow' | 'takingOver' | Monitor['mode'] {
  if (isShadow === true) return 'shadow'
  return state.kind === 'takingOver' ? 'takingOver' : mode
}
