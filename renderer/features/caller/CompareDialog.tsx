/** Two people side by side, for whoever has to say whether they are one. */
import type { ReactNode } from 'react'
import type { CallerCard } from '#contract/callerCard'
import styles from '#renderer/features/caller/CompareDialog.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { ModalDialog } from '#renderer/ui/ModalDialog.tsx'
import { PhoneNumber } from '#renderer/ui/PhoneNumber.tsx'

export interface CompareDialogProps {
  readonly person: CallerCard
  readonly other: CallerCard
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  /** The choices. */
  readonly children: ReactNode
}

export function CompareDialog({ person, other, isOpen, onOpenChange, children }: CompareDialogProps) {
  const { t } = useI18n()
  return (
    <ModalDialog title={t('duplicate.title')} isOpen={isOpen} onOpenChange={onOpenChange}>
      <div className={styles.both}>
        <Side title={t('duplicate.onCard')} card={person} />
        <Side title={t('duplicate.other')} card={other} />
      </div>
      <p className={styles.hint}>{t('duplicate.hint')}</p>
      <div className={styles.choices}>{children}</div>
    </ModalDialog>
  )
}

function Side({ title, card }: { readonly title: string; readonly card: CallerCard }) {
  const { t, format } = useI18n()
  const { orders, contacts, notes } = card
  const last = contacts.value[0]
  return (
    <section className={styles.side} aria-label={title}>
      <p className={styles.hint}>{title}</p>
      <h3 className={styles.name}>
        <bdi>{card.name}</bdi>
      </h3>
      <dl className={styles.facts}>
        <dt>{t('duplicate.company')}</dt>
        <dd>{card.company === null ? '–' : <bdi>{card.company}</bdi>}</dd>
        <dt>{t('duplicate.numbers')}</dt>
        <dd className={styles.numbers}>
          {card.numbers.slice(0, 4).map((number) => (
            <PhoneNumber key={number} value={number} />
          ))}
        </dd>
        <dt>{t('duplicate.counts')}</dt>
        <dd>
          {t('duplicate.countsText', {
            orders: orders.value.length,
            contacts: contacts.value.length,
            notes: notes.value.length,
          })}
        </dd>
      </dl>
      {last !== undefined && (
        <p className={styles.hint}>
          {t('chooser.lastContact', { when: format.daysAgo(last.atMs, Date.now()) })}
        </p>
      )}
    </section>
  )
}
