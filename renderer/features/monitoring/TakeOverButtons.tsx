/** Take over, Hand back and Stop of one session. */
import { ArrowUpToLine, Square, Undo2 } from 'lucide-react'
import { useMonitorRight } from '#renderer/features/monitoring/useMonitorRight'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { MonitorSession } from '#renderer/state/monitoring/monitorModel'
import { useActions } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { shortcuts } from '#renderer/ui/shortcuts'
import { useShortcut } from '#renderer/ui/useShortcut'

export interface TakeOverButtonsProps {
  readonly session: MonitorSession
  readonly hasKeys: boolean
}

export function TakeOverButtons({ session, hasKeys }: TakeOverButtonsProps) {
  const { t } = useI18n()
  const { takeOver, handBack, stopMonitor } = useActions()
  const { id, state } = session.monitor
  const isFree = session.pending === null
  const isTalking = state.kind === 'talking'
  const isAllowed = useMonitorRight() === 'full'
  const canTake = isAllowed && isFree && state.kind === 'hearing' && session.leg === 'up'
  const canGive = isFree && isTalking
  // A caller is talked to: hanging up is the phone's button, not this one's.
  const canStop = session.pending !== 'stop' && state.kind !== 'takingOver' && !isTalking
  const take = () => void takeOver(id)
  const give = () => void handBack(id)
  const stop = () => void stopMonitor(id)
  useShortcut(shortcuts.monitorTakeOver, hasKeys && canTake ? take : null)
  useShortcut(shortcuts.monitorHandBack, hasKeys && canGive ? give : null)
  useShortcut(shortcuts.monitorStop, hasKeys && canStop ? stop : null)
  return (
    <>
      {isTalking ? (
        <Button
          size="small"
          look="primary"
          shortcut={hasKeys ? shortcuts.monitorHandBack : undefined}
          tip={t('monitor.tip.handBack')}
          aria-disabled={!canGive}
          onClick={canGive ? give : undefined}
        >
          <Undo2 size={16} aria-hidden="true" />
          {t('monitor.handBack')}
        </Button>
      ) : (
        <Button
          size="small"
          shortcut={hasKeys ? shortcuts.monitorTakeOver : undefined}
          tip={t(isAllowed ? 'monitor.tip.takeOver' : 'monitor.not.right')}
          aria-busy={session.pending === 'takeOver'}
          aria-disabled={!canTake}
          onClick={canTake ? take : undefined}
        >
          <ArrowUpToLine size={16} aria-hidden="true" />
          {t('monitor.takeOver')}
        </Button>
      )}
      <Button
        size="small"
        look="quiet"
        shortcut={hasKeys ? shortcuts.monitorStop : undefined}
        tip={t('monitor.tip.stop')}
        aria-disabled={!canStop}
        onClick={canStop ? stop : undefined}
      >
        <Square size={16} aria-hidden="true" />
        {t('monitor.stop')}
      </Button>
    </>
  )
}
