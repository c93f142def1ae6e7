/** The shape of a link's health: full circle, half ring, cross, triangle. */
import type { LinkState } from '#contract/link'
import styles from '#renderer/ui/LinkMark.module.css'

export function LinkMark({ kind }: { readonly kind: LinkState['kind'] }) {
  return (
    <svg
      className={styles[kind]}
      width="12"
      height="12"
      viewBox="0 0 12 12"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[kind]}
    </svg>
  )
}

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 2, strokeLinecap: 'round' } as const

const shapes: Readonly<Record<LinkState['kind'], React.ReactElement>> = {
  connected: <circle cx="6" cy="6" r="4" fill="currentColor" />,
  connecting: <path d="M6 1.5a4.5 4.5 0 1 1-4.5 4.5" {...line} />,
  disconnected: <path d="m2 2 8 8M10 2l-8 8" {...line} />,
  failed: <path d="M6 .8 11.6 11H.4z" fill="currentColor" />,
}
