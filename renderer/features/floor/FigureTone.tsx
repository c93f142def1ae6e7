/** A figure with its sign of trouble: a triangle before a threshold breaks, a filled octagon when it has. */
import type { ReactNode } from 'react'
import styles from '#renderer/features/floor/FigureTone.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { Tone } from '#renderer/state/floor/floorTone'

export function FigureTone({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  const { t } = useI18n()
  if (tone === null) return children
  return (
    <span className={styles[tone]}>
      <svg width="10" height="10" viewBox="0 0 12 12" role="img" aria-label={t(`floor.tone.${tone}`)}>
        {shapes[tone]}
      </svg>
      {children}
    </span>
  )
}

const shapes: Readonly<Record<'warn' | 'bad', React.ReactElement>> = {
  warn: (
    <path d="M6 1.4 11 10.6H1z" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" />
  ),
  bad: <path d="M3.8 .8h4.4l3 3v4.4l-3 3H3.8l-3-3V3.8z" fill="currentColor" />,
}
