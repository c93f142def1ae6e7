/** Offers an agent whose caller was taken over to listen on silently, where the queue allows it, and says that they do. */
import { Ear, Square } from 'lucide-react'
import { useMemo } from 'react'
import type { Monitor } from '#contract/monitor'
import styles from '#renderer/features/monitoring/ToldNotice.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { MonitorSession } from '#renderer/state/monitoring/monitorModel'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { Notice } from '#renderer/ui/Notice.tsx'

const none: readonly Monitor[] = []

export function ShadowNotice() {
  const monitors = useDesk((model) => model.centre?.monitors ?? none)
  const me = useDesk((model) => model.me?.id ?? null)
  const own = useDesk((model) => findShadow(model.monitoring.sessions))
  const offered = useMemo(() => findOffer(monitors, me), [monitors, me])
  // The live region stands before it says something: only then is it read out.
  return (
    <div className={styles.told} role="status">
      {own !== null ? <Listening session={own} /> : offered !== null && <Offer monitor={offered} />}
    </div>
  )
}

function Listening({ session }: { readonly session: MonitorSession }) {
  const { t } = useI18n()
  const { stopMonitor } = useActions()
  const { id, state } = session.monitor
  const name = useDesk((model) => {
    const heardId = 'agentId' in state ? state.agentId : null
    return model.centre?.agents.find((agent) => agent.id === heardId)?.name ?? null
  })
  const isHeard = state.kind === 'hearing' && session.leg === 'up'
  const stop = () => void stopMonitor(id)
  return (
    <Notice
      tone="info"
      actions={
        <Button size="small" aria-busy={session.pending === 'stop'} onClick={stop}>
          <Square size={14} aria-hidden="true" />
          {t('monitor.shadow.stop')}
        </Button>
      }
    >
      {isHeard
        ? t('monitor.shadow.hearing', { name: name ?? t('monitor.someone') })
        : t('monitor.shadow.opening')}
    </Notice>
  )
}

function Offer({ monitor }: { readonly monitor: Monitor }) {
  const { t } = useI18n()
  const { startShadow } = useActions()
  const { state, supervisorName } = monitor
  if (state.kind !== 'talking') return null
  return (
    <Notice
      tone="info"
      actions={
        <Button size="small" onClick={() => void startShadow(state.callId)}>
          <Ear size={14} aria-hidden="true" />
          {t('monitor.shadow.listen')}
        </Button>
      }
    >
      {t('monitor.shadow.offer', { name: supervisorName })}
    </Notice>
  )
}

/** The silent shadow of this phone; null while there is none. */
export function findShadow(sessions: readonly MonitorSession[]): MonitorSession | null {
  return sessions.find(({ monitor }) => monitor.isShadow === true && monitor.state.kind !== 'ended') ?? null
}

/** The session that has this agent's caller and lets them listen on; null while there is none. */
export function findOffer(monitors: readonly Monitor[], me: Monitor['supervisorId'] | null): Monitor | null {
  const isOffer = ({ offersShadow, state }: Monitor) =>
    offersShadow === true && state.kind === 'talking' && state.agentId === me
  return monitors.find(isOffer) ?? null
}
