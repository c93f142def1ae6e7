/** A button: plain HTML with a tooltip that shows its key, cheap enough for the ring path. */
import type { ComponentProps, ReactNode } from 'react'
import styles from '#renderer/ui/Button.module.css'
import { joinClasses } from '#renderer/ui/joinClasses'
import { type Shortcut, toAriaKeys, toKeyCaps } from '#renderer/ui/shortcuts'

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'className'> {
  /** `answer` and `end` are the telephone's own colours; `primary` at most once in view. */
  readonly look?: 'primary' | 'answer' | 'end' | 'outline' | 'quiet'
  readonly size?: 'small' | 'normal' | 'large'
  readonly shortcut?: Shortcut | undefined
  /** Said in the tooltip; without it the tooltip shows only the key. */
  readonly tip?: string | undefined
  /** For a button whose only content is an icon. */
  readonly isIcon?: boolean
  readonly className?: string | undefined
  readonly children: ReactNode
}

export function Button(props: ButtonProps) {
  const { look = 'outline', size = 'normal', shortcut, tip, isIcon, className, ...rest } = props
  return (
    <button
      type="button"
      data-tip={tip ?? (shortcut ? '' : undefined)}
      data-keys={shortcut && toKeyCaps(shortcut).join(' ')}
      aria-keyshortcuts={shortcut && toAriaKeys(shortcut)}
      {...rest}
      className={joinClasses(styles.button, styles[look], styles[size], isIcon && styles.icon, className)}
    />
  )
}
