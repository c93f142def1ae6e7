/** How loud something is now, as a bar that moves; drawn past React, ten times a second. */
import { useEffect, useRef } from 'react'
import type { MonitorId } from '#contract/ids'
import styles from '#renderer/features/monitoring/LevelMeter.module.css'
import { useActions } from '#renderer/state/useDesk.tsx'

export interface LevelMeterProps {
  readonly id: MonitorId
  readonly of: 'heard' | 'own'
  /** An unused meter stands at nothing and costs nothing. */
  readonly isOn: boolean
  readonly label: string
}

const drawEveryMs = 100

export function LevelMeter({ id, of, isOn, label }: LevelMeterProps) {
  const { readLevels } = useActions()
  const bar = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const draw = (level: number) => bar.current?.style.setProperty('--level', level.toFixed(2))
    draw(0)
    if (!isOn) return
    const timer = setInterval(() => draw(readLevels(id)?.[of] ?? 0), drawEveryMs)
    return () => clearInterval(timer)
  }, [id, of, isOn, readLevels])
  return (
    <span className={styles.meter} data-on={isOn}>
      <span className={styles.label}>{label}</span>
      <span className={styles.track} aria-hidden="true">
        <span ref={bar} className={styles.bar} />
      </span>
    </span>
  )
}
