/** A number typed in the reader's digits: taken on Enter or on leaving the field, put back when it is none. */
// React Aria's own number field clears its announcements through innerHTML, which the content policy refuses.
import { useState } from 'react'
import styles from '#renderer/features/alerts/AlertThresholds.module.css'
import { parseShown } from '#renderer/features/alerts/thresholdFields'
import { useI18n } from '#renderer/i18n/I18n.tsx'

export interface ThresholdNumberProps {
  /** The id of what names it. */
  readonly labelledBy: string
  readonly value: number
  readonly least: number
  readonly most: number
  readonly step: number
  readonly onChange: (value: number) => void
}

export function ThresholdNumber({ labelledBy, value, least, most, step, onChange }: ThresholdNumberProps) {
  const { format } = useI18n()
  /** null while nothing is being typed. */
  const [typed, setTyped] = useState<string | null>(null)
  const set = (next: number): void => {
    const kept = Math.min(most, Math.max(least, Math.round(next / step) * step))
    if (kept !== value) onChange(kept)
  }
  const commit = (): void => {
    const next = typed === null ? null : parseShown(typed)
    setTyped(null)
    if (next !== null) set(next)
  }
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key === 'Enter') commit()
    const by = event.key === 'ArrowUp' ? step : event.key === 'ArrowDown' ? -step : 0
    if (by === 0) return
    event.preventDefault()
    setTyped(null)
    set(((typed === null ? null : parseShown(typed)) ?? value) + by)
  }
  return (
    <input
      className={styles.input}
      type="text"
      inputMode="decimal"
      autoComplete="off"
      aria-labelledby={labelledBy}
      value={typed ?? format.number(value)}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={commit}
    />
  )
}
