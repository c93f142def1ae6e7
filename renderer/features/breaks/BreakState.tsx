/** What becomes of the break I asked for, and whether I am signed out after this call; in the bar of my status. */
import { Coffee, LogOut, X } from 'lucide-react'
import type { Agent, BreakRequest } from '#contract/agent'
import { placeInLine } from '#contract/breakRule'
import styles from '#renderer/features/breaks/BreakState.module.css'
import { useBreakName } from '#renderer/features/breaks/useBreakName'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'

export function BreakState() {
  const { t } = useI18n()
  const request = useDesk((model) => model.me?.breakRequest ?? null)
  const isLeaving = useDesk((model) => model.me?.leavesAfterCall === true)
  // The region is there before it says anything: only then is it read out.
  return (
    <div className={styles.states} aria-live="polite">
      {request !== null && <Request request={request} />}
      {isLeaving && (
        <span className={styles.state} data-tone="warn">
          <LogOut className={styles.leave} size={14} aria-hidden="true" />
          {t('breaks.leaves')}
        </span>
      )}
    </div>
  )
}

function Request({ request }: { readonly request: BreakRequest }) {
  const { t } = useI18n()
  const { askAct } = useActions()
  const isDeclined = request.state === 'declined'
  const away = t(isDeclined ? 'breaks.putAway' : 'breaks.withdraw')
  return (
    <span className={styles.state} data-tone={isDeclined ? 'warn' : 'plain'}>
      <Coffee size={14} aria-hidden="true" />
      <Words request={request} />
      {!isDeclined && <Elapsed sinceMs={request.askedAtMs} clock="gateway" className={styles.time} />}
      <Button
        look="quiet"
        size="small"
        isIcon
        aria-label={away}
        tip={away}
        onClick={() => void askAct('breaks', 'withdraw', {})}
      >
        <X size={14} aria-hidden="true" />
      </Button>
    </span>
  )
}

function Words({ request }: { readonly request: BreakRequest }) {
  const { t } = useI18n()
  const name = useBreakName(request.reasonId)
  const place = useDesk((model) => toPlace(model.me, model.centre?.agents, model.centre?.breakRules))
  switch (request.state) {
    case 'asked':
      return <span>{t('breaks.asked', { name })}</span>
    case 'queued':
      return <span>{t('breaks.queued', { name, place })}</span>
    case 'declined':
      return <span>{t('breaks.declined', { name, by: request.decidedBy ?? '' })}</span>
  }
}

function toPlace(
  me: Agent | null,
  agents: readonly Agent[] = [],
  rules: Parameters<typeof placeInLine>[2] = [],
): number {
  return me === null ? 1 : (placeInLine(me, agents, rules) ?? 1)
}
