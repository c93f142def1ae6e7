/** A day to come back to this person, in the reader's own calendar; the usual days are one press away. */
import {
  CalendarDate,
  type DateValue,
  GregorianCalendar,
  getLocalTimeZone,
  parseDate,
  toCalendar,
  today,
} from '@internationalized/date'
import { X } from 'lucide-react'
import { useId } from 'react'
import { DayPicker } from '#renderer/features/record/DayPicker.tsx'
import styles from '#renderer/features/record/FollowUpField.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { MessageKey } from '#renderer/i18n/messages'
import { useActions } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'

export interface FollowUpFieldProps {
  /** `YYYY-MM-DD`, Gregorian; null for none. */
  readonly day: string | null
  readonly isMissing: boolean
  readonly focusMark: string
}

const quickDays: readonly { readonly days: number; readonly text: MessageKey }[] = [
  { days: 1, text: 'followUp.tomorrow' },
  { days: 3, text: 'followUp.threeDays' },
  { days: 7, text: 'followUp.week' },
]

export function FollowUpField({ day, isMissing, focusMark }: FollowUpFieldProps) {
  const { t } = useI18n()
  const { editDraft } = useActions()
  const nameId = useId()
  const choose = (value: DateValue | null): void => editDraft({ followUpOn: toIsoDay(value) })
  const first = today(getLocalTimeZone())
  return (
    <div className={styles.field}>
      <span id={nameId} className={styles.name}>
        {t('record.followUp')}
      </span>
      <div className={styles.line}>
        <DayPicker
          nameId={nameId}
          value={day === null ? null : parseDate(day)}
          min={first}
          isInvalid={isMissing}
          onChange={choose}
        />
        {day !== null && (
          <Button
            look="quiet"
            isIcon
            aria-label={t('followUp.clear')}
            tip={t('followUp.clear')}
            onClick={() => choose(null)}
          >
            <X size={16} aria-hidden="true" />
          </Button>
        )}
      </div>
      <div className={styles.quick}>
        {quickDays.map(({ days, text }, index) => (
          <Button
            key={text}
            look="quiet"
            size="small"
            data-missing-at={index === 0 ? focusMark : undefined}
            onClick={() => choose(first.add({ days }))}
          >
            {t(text)}
          </Button>
        ))}
      </div>
      {isMissing && (
        <p className={styles.missing} role="alert">
          {t('record.followUpMissing')}
        </p>
      )}
    </div>
  )
}

/** The contract's day is Gregorian whatever calendar the picker shows. */
export function toIsoDay(value: DateValue | null): string | null {
  if (value === null) return null
  const day = new CalendarDate(value.calendar, value.era, value.year, value.month, value.day)
  return toCalendar(day, new GregorianCalendar()).toString()
}
