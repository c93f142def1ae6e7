/** Several people share the number: the agent asks and chooses; nothing is guessed. */
import type { CallerCard } from '#contract/callerCard'
import styles from '#renderer/features/caller/PersonChooser.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions } from '#renderer/state/useDesk.tsx'

export interface PersonChooserProps {
  readonly cards: readonly CallerCard[]
  readonly onChosen: () => void
}

export function PersonChooser({ cards, onChosen }: PersonChooserProps) {
  const { t } = useI18n()
  return (
    <div className={styles.chooser}>
      <h3 className={styles.title}>{t('chooser.title')}</h3>
      <p className={styles.hint}>{t('chooser.hint')}</p>
      <ul className={styles.list}>
        {cards.map((card) => (
          <Candidate key={card.personId} card={card} onChosen={onChosen} />
        ))}
      </ul>
    </div>
  )
}

interface CandidateProps {
  readonly card: CallerCard
  readonly onChosen: () => void
}

function Candidate({ card, onChosen }: CandidateProps) {
  const { t, format } = useI18n()
  const { choosePerson } = useActions()
  const choose = (): void => {
    choosePerson(card.personId)
    onChosen()
  }
  const last = card.contacts.value[0]
  return (
    <li>
      <button type="button" className={styles.candidate} onClick={choose}>
        <span className={styles.name}>
          <bdi>{card.name}</bdi>
          {card.priority !== 'normal' && (
            <span className={styles.badge}>{t(card.priority === 'vip' ? 'caller.vip' : 'caller.high')}</span>
          )}
        </span>
        {card.company !== null && <bdi className={styles.company}>{card.company}</bdi>}
        {card.openIssue.value !== null && <bdi className={styles.line}>{card.openIssue.value}</bdi>}
        {last !== undefined && (
          <span className={styles.last}>
            {t('chooser.lastContact', { when: format.daysAgo(last.atMs, Date.now()) })}
          </span>
        )}
      </button>
    </li>
  )
}
