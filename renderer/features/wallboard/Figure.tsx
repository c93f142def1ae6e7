/** One huge figure: its name, its value, where it goes, and whether it is as it should be. */
import { ArrowDownRight, ArrowRight, ArrowUpRight, TriangleAlert } from 'lucide-react'
import styles from '#renderer/features/wallboard/Figure.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { Tone } from '#renderer/state/floor/floorTone'

export interface FigureProps {
  readonly name: string
  readonly value: string
  readonly tone?: Tone
  /** What is aimed at, in words; null for nothing. */
  readonly target?: string | null
  /** Against five minutes ago; null where that is not known, absent where it is not told. */
  readonly trend?: number | null
  readonly toTrendText?: (change: number) => string
}

export function Figure({ name, value, tone = null, target = null, trend, toTrendText }: FigureProps) {
  const { t } = useI18n()
  return (
    <div className={styles.figure} data-tone={tone ?? 'calm'} data-figure>
      <dt className={styles.name}>
        {tone !== null && <TriangleAlert className={styles.mark} aria-hidden="true" />}
        <span className={styles.word}>{name}</span>
      </dt>
      <dd className={styles.value}>{value}</dd>
      <dd className={styles.foot}>
        {trend !== undefined && <Trend change={trend} toText={toTrendText} />}
        {target !== null && <span>{target}</span>}
        {tone !== null && <strong className={styles.tone}>{t(`wallboard.tone.${tone}`)}</strong>}
      </dd>
    </div>
  )
}

interface TrendProps {
  readonly change: number | null
  readonly toText: ((change: number) => string) | undefined
}

function Trend({ change, toText }: TrendProps) {
  const { t, format } = useI18n()
  if (change === null) return null
  const text = (toText ?? format.number)(Math.abs(change))
  if (change === 0)
    return (
      <span className={styles.trend}>
        <ArrowRight className={styles.level} aria-hidden="true" />
        {t('wallboard.trend.same')}
      </span>
    )
  const Mark = change > 0 ? ArrowUpRight : ArrowDownRight
  return (
    <span className={styles.trend}>
      <Mark aria-hidden="true" />
      {t(change > 0 ? 'wallboard.trend.up' : 'wallboard.trend.down', { change: text })}
    </span>
  )
}
