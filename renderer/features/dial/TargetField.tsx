/** The field one types a name or a number into, with the list of whom it means beneath. */
import type { ComponentProps } from 'react'
import styles from '#renderer/features/dial/TargetField.module.css'
import type { Picker } from '#renderer/ui/usePicker'

export interface TargetFieldProps
  extends Pick<ComponentProps<'input'>, 'ref' | 'inputMode' | 'aria-keyshortcuts'> {
  /** Its name, shown while it is empty. */
  readonly label: string
  readonly picker: Picker
  readonly text: string
  readonly onText: (text: string) => void
  /** It was just asked for. */
  readonly hasFocus: boolean
}

export function TargetField({ label, picker, text, onText, hasFocus, ...rest }: TargetFieldProps) {
  return (
    <input
      {...picker.field}
      {...rest}
      className={styles.field}
      type="text"
      dir="auto"
      autoComplete="off"
      spellCheck={false}
      maxLength={512}
      // biome-ignore lint/a11y/noAutofocus: it was just asked for
      autoFocus={hasFocus}
      aria-label={label}
      placeholder={label}
      value={text}
      onChange={(event) => onText(event.target.value)}
    />
  )
}
