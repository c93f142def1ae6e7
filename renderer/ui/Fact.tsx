/** A small name over its value, inside a description list. */
import type { ReactNode } from 'react'
import styles from '#renderer/ui/Fact.module.css'

export function Fact({ name, children }: { readonly name: ReactNode; readonly children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
