/** What is known of the person, in blocks that keep their place; the issue that matters comes first. */
import { CircleAlert, CircleCheck } from 'lucide-react'
import { memo, useMemo } from 'react'
import type { CallerCard } from '#contract/callerCard'
import type { PossibleDuplicate } from '#contract/duplicate'
import { Block } from '#renderer/features/caller/Block.tsx'
import { ContactsBlock } from '#renderer/features/caller/ContactsBlock.tsx'
import { CardContext } from '#renderer/features/caller/cardContext'
import { DuplicateStrip } from '#renderer/features/caller/DuplicateStrip.tsx'
import { FactsBlock } from '#renderer/features/caller/FactsBlock.tsx'
import { NotesBlock } from '#renderer/features/caller/NotesBlock.tsx'
import { OrdersBlock } from '#renderer/features/caller/OrdersBlock.tsx'
import styles from '#renderer/features/caller/PersonBlocks.module.css'
import { SensitiveValue } from '#renderer/features/caller/SensitiveValue.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { CardNews } from '#renderer/state/caller/freshCard'
import { joinCards } from '#renderer/state/caller/joinedCard'
import { joinClasses } from '#renderer/ui/joinClasses'

export interface PersonBlocksProps {
  readonly person: CallerCard
  readonly news?: CardNews | undefined
  readonly number: string | null
  readonly duplicates: readonly PossibleDuplicate[]
}

/** Remembered: the ring shows the person who was drawn before it without drawing them again. */
export const PersonBlocks = memo(function PersonBlocks({
  person,
  news,
  number,
  duplicates,
}: PersonBlocksProps) {
  const { person: joined, sources } = useMemo(
    () =>
      joinCards(
        person,
        duplicates.flatMap(({ isJoined, card }) => (isJoined ? [card] : [])),
      ),
    [person, duplicates],
  )
  const card = useMemo(() => ({ person, news, number, sources }), [person, news, number, sources])
  return (
    <CardContext value={card}>
      <div className={styles.blocks}>
        <OpenIssue person={person} fresh={news?.held.openIssue ?? null} />
        <FactsBlock person={person} />
        <OrdersBlock person={joined} />
        <ContactsBlock person={joined} />
        <NotesBlock person={joined} />
        <ExtraBlock person={person} />
        <DuplicateStrip key={person.personId} person={person} duplicates={duplicates} />
      </div>
    </CardContext>
  )
})

interface OpenIssueProps {
  readonly person: CallerCard
  /** The CRM's word since the card was shown, in the room of what stood there until it is asked for whole. */
  readonly fresh: CallerCard['openIssue'] | null
}

function OpenIssue({ person, fresh }: OpenIssueProps) {
  const { t } = useI18n()
  const { asOfMs } = fresh ?? person.openIssue
  return (
    <Block field="openIssue" title={t('card.openIssue')} asOfMs={asOfMs} className={styles.wide}>
      <SensitiveValue block="openIssue" title={t('card.openIssue')} person={person}>
        {({ openIssue }) =>
          fresh === null ? (
            <Issue value={openIssue.value} />
          ) : (
            <div className={styles.room}>
              <div className={styles.before} aria-hidden="true">
                <Issue value={openIssue.value} />
              </div>
              <div className={styles.fresh}>
                <Issue value={fresh.value} />
              </div>
            </div>
          )
        }
      </SensitiveValue>
    </Block>
  )
}

function Issue({ value }: { readonly value: string | null }) {
  const { t } = useI18n()
  const hasIssue = value !== null
  const Mark = hasIssue ? CircleAlert : CircleCheck
  return (
    <p className={joinClasses(styles.issue, hasIssue && styles.isOpen)}>
      <Mark size={16} aria-hidden="true" />
      {hasIssue ? <bdi>{value}</bdi> : t('card.noIssue')}
    </p>
  )
}

function ExtraBlock({ person }: { readonly person: CallerCard }) {
  const { t } = useI18n()
  const { extra } = person
  if (person.sensitive?.includes('extra'))
    return (
      <Block field="extra" title={t('card.extra')} asOfMs={extra.asOfMs}>
        <SensitiveValue block="extra" title={t('card.extra')} person={person}>
          {(shown) => <ExtraFields person={shown} />}
        </SensitiveValue>
      </Block>
    )
  if (extra.value.length === 0) return null
  return (
    <Block field="extra" title={t('card.extra')} asOfMs={extra.asOfMs}>
      <ExtraFields person={person} />
    </Block>
  )
}

function ExtraFields({ person }: { readonly person: CallerCard }) {
  const { extra } = person
  return (
    <dl className={styles.extra}>
      {extra.value.map((field) => (
        <div key={`${field.name}-${extra.value.indexOf(field)}`}>
          <dt>
            <bdi>{field.name}</bdi>
          </dt>
          <dd>
            <SensitiveValue block="extra" name={field.name} title={field.name} person={person}>
              {(shown) => <bdi>{readExtra(shown, field.name)}</bdi>}
            </SensitiveValue>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function readExtra({ extra }: CallerCard, name: string): string {
  return extra.value.find((field) => field.name === name)?.value ?? ''
}
