/** How good a call sounds, as bars and a word; the score is in its name. */
import { type QualityWord, toQualityWord } from '#contract/quality'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import styles from '#renderer/ui/QualityMark.module.css'

/** Bars that are filled, of three. */
const bars: Readonly<Record<QualityWord, number>> = { good: 3, fair: 2, poor: 1 }

export function QualityMark({ mos }: { readonly mos: number }) {
  const { t, format } = useI18n()
  const word = toQualityWord(mos)
  const name = t('quality.mark', { word: t(`quality.word.${word}`), mos: format.number(mos) })
  return (
    <span className={styles.mark} data-word={word} role="img" aria-label={name} data-tip={name}>
      <svg width={14} height={12} viewBox="0 0 14 12" aria-hidden="true" focusable="false">
        {[0, 1, 2].map((bar) => (
          <rect
            key={bar}
            x={bar * 5 + 0.5}
            y={8.5 - bar * 4}
            width={3}
            height={3 + bar * 4}
            rx={1}
            fill={bar < bars[word] ? 'currentColor' : 'none'}
            stroke="currentColor"
          />
        ))}
      </svg>
      {t(`quality.short.${word}`)}
    </span>
  )
}
