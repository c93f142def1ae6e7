/** A small name over its value, inside a description list. */
import type { ReactNode } from 'react'
import styles from '#renderer/ui/Fact.module.css'

export interface FactProps {
  readonly name: ReactNode
  /** Its name in a coaching card that points at it; none for a fact nobody points at. */
  readonly field?: string
  readonly isPointedAt?: boolean
  readonly children: ReactNode
}

export function Fact({ name, field, isPointedAt, children }: FactProps) {
  return (
    <div className={styles.fact} data-field={field} data-pointed={isPointedAt}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
