/** A small button of a row: reached by the arrows, and where it cannot be used it says why. */
import type { ReactNode } from 'react'
import styles from '#renderer/features/floor/RowButton.module.css'
import { type Shortcut, toAriaKeys } from '#renderer/ui/shortcuts'

export interface RowButtonProps {
  readonly name: string
  /** Why it cannot be used; null when it can. */
  readonly bar?: string | null
  readonly shortcut?: Shortcut
  readonly isPressed?: boolean
  readonly hasMenu?: boolean
  readonly onPress: (at: HTMLElement) => void
  readonly children: ReactNode
}

export function RowButton({
  name,
  bar = null,
  shortcut,
  isPressed,
  hasMenu,
  onPress,
  children,
}: RowButtonProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.button}
      aria-label={name}
      aria-disabled={bar !== null || undefined}
      aria-pressed={isPressed}
      aria-haspopup={hasMenu ? 'menu' : undefined}
      aria-keyshortcuts={shortcut && toAriaKeys(shortcut)}
      data-tip={bar ?? name}
      data-keys={bar === null ? shortcut?.label : undefined}
      onClick={(event) => bar === null && onPress(event.currentTarget)}
    >
      {children}
    </button>
  )
}
