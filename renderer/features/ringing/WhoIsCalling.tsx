/** The ringing caller in three lines: name, number and queue, the one thing to know before answering. */
import { Star } from 'lucide-react'
import styles from '#renderer/features/ringing/WhoIsCalling.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { CallerView, PhoneCall } from '#renderer/state/deskModel'
import look from '#renderer/ui/CallLook.module.css'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'
import { joinClasses } from '#renderer/ui/joinClasses'
import { PhoneNumber } from '#renderer/ui/PhoneNumber.tsx'

export interface WhoIsCallingProps {
  /** Null as long as nothing is known of them but the call. */
  readonly caller: CallerView | null
  /** Null before it rings. */
  readonly call: PhoneCall | null
}

export function WhoIsCalling({ caller, call }: WhoIsCallingProps) {
  const { t } = useI18n()
  const number = caller?.number ?? call?.number ?? null
  const name = caller?.person?.name ?? caller?.name ?? call?.name ?? null
  const why = caller?.person?.openIssue.value ?? caller?.person?.campaign.value ?? null
  return (
    <div className={styles.who}>
      <CallerName name={name} number={number} caller={caller} />
      <p className={styles.facts}>
        {number !== null && <PhoneNumber value={number} />}
        <QueueAndWait caller={caller} />
      </p>
      {caller?.dialledNumber != null && (
        <p className={styles.dialled}>
          {t('caller.dialled')} <PhoneNumber value={caller.dialledNumber} />
        </p>
      )}
      <p className={styles.why}>{why !== null && <bdi>{why}</bdi>}</p>
    </div>
  )
}

function CallerName({
  name,
  number,
  caller,
}: {
  readonly name: string | null
  readonly number: string | null
  readonly caller: CallerView | null
}) {
  const { t } = useI18n()
  const several = caller?.person === null && caller.card?.kind === 'several' ? caller.card.cards.length : 0
  const plain = number === null ? t('caller.withheld') : t('caller.unknown')
  return (
    <p className={joinClasses(look.name, styles.name)}>
      <bdi className={styles.nameText}>{name ?? plain}</bdi>
      {caller?.person?.priority === 'vip' && (
        <span className={look.badge} data-kind="vip">
          <Star size={12} fill="currentColor" aria-hidden="true" />
          {t('caller.vip')}
        </span>
      )}
      {several > 0 && (
        <span className={look.badge} data-kind="several">
          {t('ringing.several', { count: several })}
        </span>
      )}
      {caller?.person?.company != null && <bdi className={styles.company}>{caller.person.company}</bdi>}
    </p>
  )
}

function QueueAndWait({ caller }: { readonly caller: CallerView | null }) {
  const { t } = useI18n()
  if (caller === null) return null
  return (
    <>
      {caller.queueName !== null && <bdi className={styles.queue}>{caller.queueName}</bdi>}
      {caller.queuedAtMs !== null && (
        <span>
          {t('caller.waited')} <Elapsed sinceMs={caller.queuedAtMs} clock="gateway" />
        </span>
      )}
    </>
  )
}
