/** A choice that is on or off, with its words beside it. */

import styles from '#renderer/ui/Check.module.css'
import { ManagedMark } from '#renderer/ui/ManagedMark.tsx'

export interface CheckProps {
  readonly label: string
  readonly isOn: boolean
  /** Fixed by the organisation. */
  readonly isManaged?: boolean
  readonly onChange: (isOn: boolean) => void
}

export function Check({ label, isOn, isManaged = false, onChange }: CheckProps) {
  return (
    <label className={styles.check}>
      <input
        type="checkbox"
        checked={isOn}
        disabled={isManaged}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {label}
      {isManaged && <ManagedMark />}
    </label>
  )
}
