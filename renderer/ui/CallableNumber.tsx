/** A telephone number that is called by a click: looks like the number it is until one points at it. */
import styles from '#renderer/ui/CallableNumber.module.css'
import { PhoneNumber } from '#renderer/ui/PhoneNumber.tsx'

export interface CallableNumberProps {
  readonly value: string
  /** What a click does, said in the tooltip. */
  readonly tip: string
  /** null where it cannot be called now: then it is the number alone. */
  readonly onCall: (() => void) | null
  /** In a row of a grid: reached by the arrows and not by Tab. */
  readonly isInRow?: boolean
}

export function CallableNumber({ value, tip, onCall, isInRow = false }: CallableNumberProps) {
  if (onCall === null) return <PhoneNumber value={value} />
  return (
    <button
      type="button"
      className={styles.number}
      data-tip={tip}
      tabIndex={isInRow ? -1 : undefined}
      onClick={onCall}
    >
      <PhoneNumber value={value} />
    </button>
  )
}
