/** A block of the caller's card: a title, the age of its data, and room kept for its lines. */
import type { ReactNode } from 'react'
import styles from '#renderer/features/caller/Block.module.css'
import { NewsMark } from '#renderer/features/caller/NewsMark.tsx'
import { type CardField, isPointedAt } from '#renderer/state/caller/cardFields'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { AsOf } from '#renderer/ui/AsOf.tsx'
import { joinClasses } from '#renderer/ui/joinClasses'

export interface BlockProps {
  readonly title: string
  readonly asOfMs: number | null
  /** Its name in a coaching card that points at it. */
  readonly field: CardField
  readonly className?: string | undefined
  readonly children: ReactNode
}

export function Block({ title, asOfMs, field, className, children }: BlockProps) {
  const isShown = useDesk((model) => isPointedAt(model, field))
  return (
    <div className={joinClasses(styles.block, className)} data-field={field} data-pointed={isShown}>
      <div className={styles.head}>
        <h3>{title}</h3>
        <NewsMark field={field} title={title} />
        <AsOf atMs={asOfMs} />
      </div>
      {children}
    </div>
  )
}
