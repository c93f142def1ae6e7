/** At the foot of a card: somebody who may be the same person, and those who are shown together with them. */
import { UsersRound } from 'lucide-react'
import { useState } from 'react'
import type { CallerCard } from '#contract/callerCard'
import type { DuplicateVerdict, PossibleDuplicate } from '#contract/duplicate'
import { CompareDialog } from '#renderer/features/caller/CompareDialog.tsx'
import styles from '#renderer/features/caller/DuplicateStrip.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'

export interface DuplicateStripProps {
  readonly person: CallerCard
  readonly duplicates: readonly PossibleDuplicate[]
}

export const toStripId = ({ personId }: CallerCard): string => `duplicates-${personId}`

/** One suggestion at a time: a list of them would be work. It stands last, so that its coming moves nothing. */
export function DuplicateStrip({ person, duplicates }: DuplicateStripProps) {
  const { t } = useI18n()
  const { judgeDuplicate } = useActions()
  const [parted, setParted] = useState<CallerCard | null>(null)
  const judge = (other: CallerCard, verdict: DuplicateVerdict): void => {
    void judgeDuplicate(person.personId, other.personId, verdict).then((isKept) => {
      if (isKept) setParted(verdict === 'different' ? other : null)
    })
  }
  const joined = duplicates.filter(({ isJoined }) => isJoined)
  const suggested = duplicates.find(({ isJoined }) => !isJoined)
  if (duplicates.length === 0 && parted === null) return null
  return (
    <section
      id={toStripId(person)}
      tabIndex={-1}
      className={styles.strip}
      aria-label={t('duplicate.region')}
      data-field="duplicates"
    >
      {joined.map(({ card }) => (
        <div key={card.personId} className={styles.row}>
          <UsersRound size={16} aria-hidden="true" />
          <Told text={t('duplicate.joined', { name: card.name })} other={card} />
          <Button look="quiet" size="small" onClick={() => judge(card, null)}>
            {t('duplicate.separate')}
          </Button>
        </div>
      ))}
      {parted !== null && (
        <div className={styles.row} role="status">
          <Told text={t('duplicate.parted', { name: parted.name })} other={parted} />
          <Button look="quiet" size="small" onClick={() => judge(parted, null)}>
            {t('duplicate.undo')}
          </Button>
        </div>
      )}
      {suggested !== undefined && <Suggestion person={person} suggested={suggested} onJudge={judge} />}
    </section>
  )
}

interface SuggestionProps {
  readonly person: CallerCard
  readonly suggested: PossibleDuplicate
  readonly onJudge: (other: CallerCard, verdict: DuplicateVerdict) => void
}

function Suggestion({ person, suggested: { card, reason }, onJudge }: SuggestionProps) {
  const { t } = useI18n()
  const [isOpen, setOpen] = useState(false)
  const judge = (verdict: DuplicateVerdict): void => {
    setOpen(false)
    onJudge(card, verdict)
  }
  const choices = (
    <>
      <Button look="outline" size="small" onClick={() => judge('same')}>
        {t('duplicate.join')}
      </Button>
      <Button look="quiet" size="small" onClick={() => judge('different')}>
        {t('duplicate.different')}
      </Button>
    </>
  )
  return (
    <div className={styles.row}>
      <UsersRound size={16} aria-hidden="true" />
      <Told text={t('duplicate.perhaps', { name: card.name })} other={card} />
      {reason !== null && <span className={styles.reason}>{t(`duplicate.reason.${reason}`)}</span>}
      <span className={styles.choices}>
        <Button look="quiet" size="small" onClick={() => setOpen(true)}>
          {t('duplicate.show')}
        </Button>
        {choices}
      </span>
      <CompareDialog person={person} other={card} isOpen={isOpen} onOpenChange={setOpen}>
        {choices}
      </CompareDialog>
    </div>
  )
}

/** Of two people of one name the company tells more. */
function Told({ text, other: { company } }: { readonly text: string; readonly other: CallerCard }) {
  return (
    <span className={styles.told}>
      <bdi>{text}</bdi>
      {company !== null && <bdi className={styles.company}>{company}</bdi>}
    </span>
  )
}
