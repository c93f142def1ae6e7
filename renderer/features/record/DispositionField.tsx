/** How the call came out: one of the queue's own list. */
import { useId } from 'react'
import type { Disposition } from '#contract/reason'
import styles from '#renderer/features/record/DispositionField.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { pickLabel } from '#renderer/i18n/pickLabel'
import { useActions } from '#renderer/state/useDesk.tsx'

export interface DispositionFieldProps {
  readonly dispositions: readonly Disposition[]
  readonly chosenId: string | null
  readonly isMissing: boolean
  /** Marks the element that takes the focus when this is what is missing. */
  readonly focusMark: string
}

export function DispositionField(props: DispositionFieldProps) {
  const { dispositions, chosenId, isMissing, focusMark } = props
  const { t, locale } = useI18n()
  const { editDraft } = useActions()
  const id = useId()
  if (dispositions.length === 0) return null
  return (
    <div
      role="radiogroup"
      aria-labelledby={`${id}name`}
      aria-required="true"
      aria-invalid={isMissing}
      aria-describedby={isMissing ? `${id}missing` : undefined}
      className={styles.field}
    >
      <span id={`${id}name`} className={styles.name}>
        {t('record.disposition')}
      </span>
      <div className={styles.choices}>
        {dispositions.map((each, index) => (
          <label key={each.id} className={styles.choice}>
            <input
              type="radio"
              name={id}
              checked={chosenId === each.id}
              data-missing-at={index === 0 ? focusMark : undefined}
              onChange={() => editDraft({ dispositionId: each.id })}
            />
            <bdi>{pickLabel(each.label, locale)}</bdi>
          </label>
        ))}
      </div>
      {isMissing && (
        <p id={`${id}missing`} className={styles.missing} role="alert">
          {t('record.dispositionMissing')}
        </p>
      )}
    </div>
  )
}
