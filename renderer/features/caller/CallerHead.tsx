/** Who it is and how they came: name, company, priority, number, number dialled, queue, wait. */
import { Star } from 'lucide-react'
import type { PossibleDuplicate } from '#contract/duplicate'
import styles from '#renderer/features/caller/CallerHead.module.css'
import { DuplicateHint } from '#renderer/features/caller/DuplicateHint.tsx'
import { PersonMore } from '#renderer/features/caller/PersonMore.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { isPointedAt } from '#renderer/state/caller/cardFields'
import type { CallerView } from '#renderer/state/deskModel'
import { useCallNumber } from '#renderer/state/phone/useCallNumber'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { CallableNumber } from '#renderer/ui/CallableNumber.tsx'
import { Elapsed, Span } from '#renderer/ui/Elapsed.tsx'
import { Fact } from '#renderer/ui/Fact.tsx'
import { joinClasses } from '#renderer/ui/joinClasses'
import { PhoneNumber } from '#renderer/ui/PhoneNumber.tsx'

export interface CallerHeadProps {
  readonly caller: CallerView
  readonly duplicates: readonly PossibleDuplicate[]
  /** Opens the choice of several people again; null where there is none to make. */
  readonly onChooseAgain: (() => void) | null
}

export function CallerHead({ caller, duplicates, onChooseAgain }: CallerHeadProps) {
  const { t } = useI18n()
  const isNumberShown = useDesk((model) => isPointedAt(model, 'phone'))
  return (
    <header className={styles.head}>
      <CallerName caller={caller} duplicates={duplicates} onChooseAgain={onChooseAgain} />
      <dl className={styles.facts}>
        <Fact name={t('caller.number')} field="phone" isPointedAt={isNumberShown}>
          {caller.number === null ? (
            t('caller.withheld')
          ) : (
            <CallerNumber number={caller.number} caller={caller} />
          )}
        </Fact>
        {caller.dialledNumber !== null && (
          <Fact name={t('caller.dialled')}>
            <PhoneNumber value={caller.dialledNumber} />
          </Fact>
        )}
        {caller.queueName !== null && (
          <Fact name={t('caller.queue')}>
            <bdi>{caller.queueName}</bdi>
          </Fact>
        )}
        {caller.queuedAtMs !== null && (
          <Fact name={t('caller.waited')}>
            <Waited sinceMs={caller.queuedAtMs} answeredAtMs={caller.answeredAtMs} />
          </Fact>
        )}
      </dl>
    </header>
  )
}

/** Calls back, once the call with them is over. Before it is answered it is a number alone: a ring draws nothing anew. */
function CallerNumber({ number, caller }: { readonly number: string; readonly caller: CallerView }) {
  const { t } = useI18n()
  const call = useCallNumber(number, caller.callId)
  return (
    <CallableNumber
      value={number}
      tip={t('number.call')}
      onCall={caller.answeredAtMs === null ? null : call}
    />
  )
}

function CallerName({ caller, duplicates, onChooseAgain }: CallerHeadProps) {
  const { t } = useI18n()
  const { person } = caller
  const known = person?.name ?? caller.name
  const isByLastDigits = caller.card?.kind === 'one' && caller.card.matchedBy === 'last-digits'
  return (
    <div className={styles.title}>
      <h2 className={styles.name} data-tip={known}>
        {known === null ? (
          t(caller.number === null ? 'caller.withheld' : 'caller.unknown')
        ) : (
          <bdi>{known}</bdi>
        )}
      </h2>
      {person?.company != null && <bdi className={styles.company}>{person.company}</bdi>}
      {person !== null && person.priority !== 'normal' && <PriorityBadge isVip={person.priority === 'vip'} />}
      {isByLastDigits && (
        <span className={styles.hint} data-tip={t('caller.lastDigitsTip')}>
          {t('caller.lastDigits')}
        </span>
      )}
      {onChooseAgain !== null && (
        <Button look="quiet" size="small" onClick={onChooseAgain}>
          {t('chooser.again')}
        </Button>
      )}
      {person !== null && <DuplicateHint person={person} duplicates={duplicates} />}
      {person !== null && caller.answeredAtMs !== null && <PersonMore person={person} />}
    </div>
  )
}

function PriorityBadge({ isVip }: { readonly isVip: boolean }) {
  const { t } = useI18n()
  return (
    <span className={joinClasses(styles.badge, isVip && styles.vip)}>
      <Star size={12} fill={isVip ? 'currentColor' : 'none'} aria-hidden="true" />
      {t(isVip ? 'caller.vip' : 'caller.high')}
    </span>
  )
}

function Waited({
  sinceMs,
  answeredAtMs,
}: {
  readonly sinceMs: number
  readonly answeredAtMs: number | null
}) {
  if (answeredAtMs === null) return <Elapsed sinceMs={sinceMs} clock="gateway" />
  return <Span fromMs={sinceMs} toMs={answeredAtMs} />
}
