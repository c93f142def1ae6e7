/** A date field with a calendar; React Aria draws both in the calendar and digits of the reader's language. */
import { type CalendarDate, type DateValue, getLocalTimeZone } from '@internationalized/date'
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import { use } from 'react'
import { Button } from 'react-aria-components/Button'
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarStateContext,
} from 'react-aria-components/Calendar'
import { DateInput, DateSegment } from 'react-aria-components/DateField'
import { DatePicker } from 'react-aria-components/DatePicker'
import { Dialog } from 'react-aria-components/Dialog'
import { Group } from 'react-aria-components/Group'
import { Popover } from 'react-aria-components/Popover'
import styles from '#renderer/features/record/DayPicker.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import menu from '#renderer/ui/Menu.module.css'

export interface DayPickerProps {
  readonly nameId: string
  readonly value: CalendarDate | null
  readonly min: CalendarDate
  readonly isInvalid: boolean
  readonly onChange: (value: DateValue | null) => void
}

export function DayPicker({ nameId, value, min, isInvalid, onChange }: DayPickerProps) {
  const { t } = useI18n()
  return (
    <DatePicker
      aria-labelledby={nameId}
      value={value}
      minValue={min}
      isInvalid={isInvalid}
      onChange={onChange}
    >
      <Group className={styles.group ?? ''}>
        <DateInput className={styles.input ?? ''}>
          {(segment) => <DateSegment segment={segment} className={styles.segment ?? ''} />}
        </DateInput>
        <Button className={styles.open ?? ''} aria-label={t('followUp.open')} data-tip={t('followUp.open')}>
          <CalendarDays size={16} aria-hidden="true" />
        </Button>
      </Group>
      <Popover className={menu.popover ?? ''}>
        <Dialog className={styles.dialog ?? ''} aria-label={t('followUp.open')}>
          <Month />
        </Dialog>
      </Popover>
    </DatePicker>
  )
}

function Month() {
  const { t, format } = useI18n()
  return (
    <Calendar className={styles.calendar ?? ''} aria-label={t('followUp.open')}>
      <header className={styles.head}>
        <Button slot="previous" className={styles.step ?? ''} aria-label={t('followUp.previousMonth')}>
          <ChevronLeft className={styles.chevron} size={16} aria-hidden="true" />
        </Button>
        <MonthTitle />
        <Button slot="next" className={styles.step ?? ''} aria-label={t('followUp.nextMonth')}>
          <ChevronRight className={styles.chevron} size={16} aria-hidden="true" />
        </Button>
      </header>
      <CalendarGrid weekdayStyle="narrow">
        <CalendarGridHeader>
          {(day) => <CalendarHeaderCell className={styles.weekday ?? ''}>{day}</CalendarHeaderCell>}
        </CalendarGridHeader>
        <CalendarGridBody>
          {(date) => (
            <CalendarCell
              date={date}
              className={styles.day ?? ''}
              render={(props) => <div {...withName(props, format.weekdayAndDay(toMs(date)))} />}
            />
          )}
        </CalendarGridBody>
      </CalendarGrid>
    </Calendar>
  )
}

/** Written here because the Persian pattern of the platform puts the year before the month. */
function MonthTitle() {
  const { format } = useI18n()
  const state = use(CalendarStateContext)
  if (state === null) return null
  return <h2 className={styles.title}>{format.month(toMs(state.visibleRange.start))}</h2>
}

function toMs(date: CalendarDate): number {
  return date.toDate(getLocalTimeZone()).getTime()
}

/** React Aria names a day in English where it lacks the language. */
function withName<T extends object>(props: T, name: string): T {
  return { ...props, 'aria-label': name }
}
