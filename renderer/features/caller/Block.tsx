/** A block of the caller's card: a title, the age of its data, and room kept for its lines. */
import type { ReactNode } from 'react'
import styles from '#renderer/features/caller/Block.module.css'
import { AsOf } from '#renderer/ui/AsOf.tsx'
import { joinClasses } from '#renderer/ui/joinClasses'

export interface BlockProps {
  readonly title: string
  readonly asOfMs: number | null
  readonly className?: string | undefined
  readonly children: ReactNode
}

export function Block({ title, asOfMs, className, children }: BlockProps) {
  return (
    <div className={joinClasses(styles.block, className)}>
      <div className={styles.head}>
        <h3>{title}</h3>
        <AsOf atMs={asOfMs} />
      </div>
      {children}
    </div>
  )
}
