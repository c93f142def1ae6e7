/** What is known of the person, in blocks that keep their place; the issue that matters comes first. */
import { CircleAlert, CircleCheck } from 'lucide-react'
import { memo } from 'react'
import type { CallerCard } from '#contract/callerCard'
import { Block } from '#renderer/features/caller/Block.tsx'
import { ContactsBlock } from '#renderer/features/caller/ContactsBlock.tsx'
import { FactsBlock } from '#renderer/features/caller/FactsBlock.tsx'
import { NotesBlock } from '#renderer/features/caller/NotesBlock.tsx'
import { OrdersBlock } from '#renderer/features/caller/OrdersBlock.tsx'
import styles from '#renderer/features/caller/PersonBlocks.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { joinClasses } from '#renderer/ui/joinClasses'

/** Remembered: the ring shows the person who was drawn before it without drawing them again. */
export const PersonBlocks = memo(function PersonBlocks({ person }: { readonly person: CallerCard }) {
  return (
    <div className={styles.blocks}>
      <OpenIssue issue={person.openIssue} />
      <FactsBlock person={person} />
      <OrdersBlock orders={person.orders} />
      <ContactsBlock contacts={person.contacts} />
      <NotesBlock notes={person.notes} />
      <ExtraBlock extra={person.extra} />
    </div>
  )
})

function OpenIssue({ issue }: { readonly issue: CallerCard['openIssue'] }) {
  const { t } = useI18n()
  const hasIssue = issue.value !== null
  const Mark = hasIssue ? CircleAlert : CircleCheck
  return (
    <Block field="openIssue" title={t('card.openIssue')} asOfMs={issue.asOfMs} className={styles.wide}>
      <p className={joinClasses(styles.issue, hasIssue && styles.isOpen)}>
        <Mark size={16} aria-hidden="true" />
        {hasIssue ? <bdi>{issue.value}</bdi> : t('card.noIssue')}
      </p>
    </Block>
  )
}

function ExtraBlock({ extra }: { readonly extra: CallerCard['extra'] }) {
  const { t } = useI18n()
  if (extra.value.length === 0) return null
  return (
    <Block field="extra" title={t('card.extra')} asOfMs={extra.asOfMs}>
      <dl className={styles.extra}>
        {extra.value.map((field) => (
          <div key={`${field.name}-${extra.value.indexOf(field)}`}>
            <dt>
              <bdi>{field.name}</bdi>
            </dt>
            <dd>
              <bdi>{field.value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </Block>
  )
}
