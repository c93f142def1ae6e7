/** When this person was last in touch, by which way, and about what. */
import type { CallerCard, Contact } from '#contract/callerCard'
import { Block } from '#renderer/features/caller/Block.tsx'
import { Folded } from '#renderer/features/caller/Folded.tsx'
import { RowSource } from '#renderer/features/caller/RowSource.tsx'
import styles from '#renderer/features/caller/Rows.module.css'
import { SensitiveValue } from '#renderer/features/caller/SensitiveValue.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { joinClasses } from '#renderer/ui/joinClasses'

export function ContactsBlock({ person }: { readonly person: CallerCard }) {
  const { t } = useI18n()
  return (
    <Block field="contacts" title={t('card.contacts')} asOfMs={person.contacts.asOfMs}>
      <SensitiveValue block="contacts" title={t('card.contacts')} person={person}>
        {({ contacts }) => (
          <Folded
            rows={contacts.value}
            shown={3}
            empty={t('card.noContacts')}
            more={(count) => t('card.olderContacts', { count })}
          >
            {(contact, index) => <ContactRow key={`${contact.atMs}-${index}`} contact={contact} />}
          </Folded>
        )}
      </SensitiveValue>
    </Block>
  )
}

function ContactRow({ contact }: { readonly contact: Contact }) {
  const { t, format } = useI18n()
  return (
    <li className={styles.row}>
      <bdi className={joinClasses(styles.text)}>{contact.summary}</bdi>
      <span className={styles.sub}>
        <span className={styles.state}>{t(`contact.${contact.channel}`)}</span>
        <time data-moment={contact.atMs}>{format.daysAgo(contact.atMs, Date.now())}</time>
        {contact.agentName !== null && <bdi>{contact.agentName}</bdi>}
        <RowSource row={contact} />
      </span>
    </li>
  )
}
