/** One threshold: on with its number, off, or, for a queue, as for all of them. */
import { useId } from 'react'
import { Group } from 'react-aria-components/Group'
import styles from '#renderer/features/alerts/AlertThresholds.module.css'
import { ThresholdNumber } from '#renderer/features/alerts/ThresholdNumber.tsx'
import {
  fromShown,
  type ThresholdChoice,
  type ThresholdField,
  toShown,
} from '#renderer/features/alerts/thresholdFields'
import { type I18n, useI18n } from '#renderer/i18n/I18n.tsx'

export interface ThresholdRowProps {
  readonly field: ThresholdField
  /** What holds for all queues; null for off. */
  readonly forAll: number | null
  readonly isForQueue: boolean
  readonly choice: ThresholdChoice
  readonly onChoose: (choice: ThresholdChoice) => void
}

export function ThresholdRow({ field, forAll, isForQueue, choice, onChoose }: ThresholdRowProps) {
  const i18n = useI18n()
  const { t } = i18n
  const id = useId()
  const { threshold, unit, least } = field
  const mode = choice === 'asAll' ? 'asAll' : choice === null ? 'off' : 'on'
  const turnOn = forAll ?? fromShown(Math.max(least, unit === 'percent' ? 80 : 1), unit)
  return (
    <Group className={styles.row ?? ''} aria-labelledby={id}>
      <span id={id}>{t(`alerts.threshold.${threshold}`)}</span>
      <select
        aria-labelledby={id}
        value={mode}
        onChange={({ currentTarget: { value } }) =>
          onChoose(value === 'asAll' ? 'asAll' : value === 'off' ? null : turnOn)
        }
      >
        {isForQueue && (
          <option value="asAll">{t('alerts.asAll', { value: toText(forAll, field, i18n) })}</option>
        )}
        <option value="on">{t('alerts.on')}</option>
        <option value="off">{t('alerts.off')}</option>
      </select>
      {typeof choice === 'number' ? (
        <ThresholdNumber
          labelledBy={id}
          value={toShown(choice, unit)}
          least={least}
          most={field.most}
          step={unit === 'minutes' ? 0.5 : 1}
          onChange={(shown) => onChoose(fromShown(shown, unit))}
        />
      ) : (
        <span />
      )}
      <span className={styles.unit}>{typeof choice === 'number' ? t(`alerts.unit.${unit}`) : null}</span>
    </Group>
  )
}

function toText(value: number | null, { unit }: ThresholdField, { t, format }: I18n): string {
  if (value === null) return t('alerts.off')
  return t(`alerts.in.${unit}`, { value: format.number(toShown(value, unit)) })
}
