/** A supervisor's list of those who ask for a break, with where the rules stand, to grant, decline or put in line. */
import { Coffee } from 'lucide-react'
import { useState } from 'react'
import type { Agent, BreakRequest } from '#contract/agent'
import { compareAsking } from '#contract/breakRule'
import type { Failure } from '#contract/failure'
import styles from '#renderer/features/breaks/BreakRequests.module.css'
import { RuleStates } from '#renderer/features/breaks/RuleStates.tsx'
import { useBreakName } from '#renderer/features/breaks/useBreakName'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'
import { failureText } from '#renderer/ui/failureText'
import { ModalDialog } from '#renderer/ui/ModalDialog.tsx'
import { Notice } from '#renderer/ui/Notice.tsx'

type Asking = Agent & { readonly breakRequest: BreakRequest }

const noAgents: readonly Agent[] = []

/** The button, with how many ask, and the dialog it opens. */
export function BreakRequests() {
  const i18n = useI18n()
  const { t, format } = i18n
  const [isOpen, setOpen] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const asking = useAsking()
  const count = asking.length
  return (
    <>
      <Button
        aria-haspopup="dialog"
        onClick={() => {
          setFailure(null)
          setOpen(true)
        }}
      >
        <Coffee size={16} aria-hidden="true" />
        {count > 0 ? (
          // Said as it is shown: who speaks to their page says what they read.
          <>
            <span>{t('breaks.title')}:</span>
            <span className={styles.count}>{format.number(count)}</span>
          </>
        ) : (
          t('breaks.title')
        )}
      </Button>
      <ModalDialog title={t('breaks.title')} isOpen={isOpen} onOpenChange={setOpen}>
        <RuleStates />
        {failure !== null && (
          <Notice tone="bad" isAlert>
            {failureText(failure, i18n)}
          </Notice>
        )}
        {count === 0 ? (
          <p className={styles.empty}>{t('breaks.none')}</p>
        ) : (
          <ul className={styles.list}>
            {asking.map((agent) => (
              <AskingRow key={agent.id} agent={agent} onDecided={setFailure} />
            ))}
          </ul>
        )}
      </ModalDialog>
    </>
  )
}

/** Those who wait for a word or for a place, first come first; who was declined waits for nothing. */
function useAsking(): readonly Asking[] {
  const agents = useDesk((model) => model.centre?.agents ?? noAgents)
  return agents.filter(isAsking).toSorted(compareAsking)
}

function isAsking(agent: Agent): agent is Asking {
  return agent.breakRequest !== undefined && agent.breakRequest.state !== 'declined'
}

interface AskingRowProps {
  readonly agent: Asking
  /** Told why it was refused, or null when it was carried out. */
  readonly onDecided: (failure: Failure | null) => void
}

function AskingRow({ agent, onDecided }: AskingRowProps) {
  const { t } = useI18n()
  const { askAct } = useActions()
  const { breakRequest: request, id: agentId, name } = agent
  const reason = useBreakName(request.reasonId)
  const ask = async (decision: 'grant' | 'decline' | 'queue'): Promise<void> => {
    const decided = await askAct('breaks', 'decide', { agentId, decision })
    onDecided(decided.ok ? null : decided.failure)
  }
  const decide = (decision: 'grant' | 'decline' | 'queue') => (): void => void ask(decision)
  return (
    <li className={styles.row}>
      <div className={styles.who}>
        <bdi className={styles.name}>{name}</bdi>
        <span className={styles.about}>
          <bdi>{reason}</bdi>
          <Elapsed sinceMs={request.askedAtMs} clock="gateway" />
          <span>{t(request.state === 'queued' ? 'breaks.inLine' : 'breaks.waitsForWord')}</span>
        </span>
      </div>
      <div className={styles.actions}>
        <Button size="small" aria-label={t('breaks.grantTo', { name })} onClick={decide('grant')}>
          {t('breaks.grant')}
        </Button>
        {request.state !== 'queued' && (
          <Button size="small" aria-label={t('breaks.queueFor', { name })} onClick={decide('queue')}>
            {t('breaks.queue')}
          </Button>
        )}
        <Button
          size="small"
          look="quiet"
          aria-label={t('breaks.declineTo', { name })}
          onClick={decide('decline')}
        >
          {t('breaks.decline')}
        </Button>
      </div>
    </li>
  )
}
