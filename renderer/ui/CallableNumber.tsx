/** A telephone number that is called by a click: looks like the number it is until one points at it. */
import styles from '#renderer/ui/CallableNumber.module.css'
import { PhoneNumber } from '#renderer/ui/PhoneNumber.tsx'

export interface CallableNumberProps {
  readonly value: string
  /** What a click does, said in the tooltip. */
  readonly tip: string
  /** null where it cannot be called now: then it is the number alone. */
  readonly onCall: (() => void) | null
}

export function CallableNumber({ value, tip, onCall }: CallableNumberProps) {
  if (onCall === null) return <PhoneNumber value={value} />
  return (
    <button type="button" className={styles.number} data-tip={tip} onClick={onCall}>
      <PhoneNumber value={value} />
    </button>
  )
}
